// Which property names may be shortened. A short name is fewer bytes of flash and fewer variables on the box: Espruino
// packs four characters of a name into the variable that holds the value.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/**
 * Words by which parts of the program tell things apart among themselves. They are never printed, sent, stored or given
 * to the engine, so they are shortened like property names. What is missing here costs bytes; what is wrongly here
 * would show on the console.
 */
const inside = new Set([
  ...['draw', 'journal', 'mark-spoken', 'settings', 'report', 'restart'],
  ...['down', 'unusable', 'journalled', 'tick', 'link', 'said'],
  ...[
    'untried',
    'failed-once',
    'silent',
    'quiet',
    'speaking',
    'none',
    'fresh',
    'told',
    'seen',
    'shown',
    'retry',
    'ended',
  ],
  ...[
    'opened',
    'charge',
    'home',
    'received',
    'spoken',
    'refused',
    'old',
    'malformed',
    'unsupported',
    'full',
    'no-voice',
  ],
  ...['stopped', 'resting', 'joining', 'connack', 'suback', 'puback', 'pingresp', 'torn', 'absent', 'damaged'],
  ...['repaired', 'lost', 'trouble', 'unknown', 'clear', 'paper', 'ink', 'muted', 'accent', 'good', 'bad', 'warn'],
  ...[
    'white',
    'black',
    'green',
    'red',
    'blue',
    'off',
    'show-qr',
    'static-qr',
    'progress',
    'closed',
    'welcome',
    'watch',
    'command',
  ],
  ...['update', 'hello', 'ack', 'charge-request', 'telemetry', 'update-status', 'started', 'verified', 'applied'],
]);

/** The one file that names properties by strings alone: the fields of the wire's messages. */
const FIELDS = 'firmware/wire/layout.ts';

/**
 * A pattern of the names that must stay: what the engine's declarations name, and every word that is also a string
 * somewhere in the program, because it may be used as a key. Names that other programs read are written in quotes in
 * the source ({ 'seqs': ... }), which esbuild leaves alone; in a lazy module they must be plain strings.
 */
export function keptNames(root: string, sources: string[], declarations: string[]): RegExp {
  const names = new Set<string>();
  for (const path of declarations) visitFile(root, path, (node) => isMemberName(node) && names.add(node.getText()));
  for (const word of wordsOf(
    root,
    sources.filter((path) => path !== FIELDS),
  ))
    names.add(word);
  return new RegExp(`^(${[...names].filter((name) => /^[A-Za-z_]\w*$/.test(name)).join('|')})$`);
}

/** Strings that may be shortened like names: the words inside, and field names that only the wire's layout spells. */
export function shortStrings(root: string, sources: string[]): Set<string> {
  const elsewhere = wordsOf(
    root,
    sources.filter((path) => path !== FIELDS),
  );
  return new Set([...inside, ...[...wordsOf(root, [FIELDS])].filter((word) => !elsewhere.has(word))]);
}

/** Marks these strings in a program as names, so that esbuild shortens them like the properties. */
export function markNames(program: string, names: ReadonlySet<string>): string {
  const source = ts.createSourceFile('part.ts', program, ts.ScriptTarget.ES2022, true);
  let marked = '';
  let from = 0;
  visit(source, (node) => {
    if (!ts.isStringLiteral(node) || isNoWord(node) || !names.has(node.text)) return;
    marked += `${program.slice(from, node.getStart())}/* @__KEY__ */ `;
    from = node.getStart();
  });
  return marked + program.slice(from);
}

/** The name of a property or a method, not of a parameter. */
function isMemberName(node: ts.Node): boolean {
  const parent = node.parent;
  if (parent === undefined || !ts.isIdentifier(node)) return false;
  return (ts.isPropertySignature(parent) || ts.isMethodSignature(parent)) && parent.name === node;
}

/** Strings of the program but for quoted keys, import paths, and what typeof answers. */
function wordsOf(root: string, sources: string[]): Set<string> {
  const words = new Set<string>();
  for (const path of sources) {
    visitFile(root, path, (node) => ts.isStringLiteral(node) && !isNoWord(node) && words.add(node.text));
  }
  for (const word of inside) words.delete(word);
  return words;
}

/** A string that is neither a value nor a key that could be asked for. */
function isNoWord(node: ts.StringLiteral): boolean {
  const parent = node.parent;
  return (
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    ts.isElementAccessExpression(parent) ||
    ts.isImportDeclaration(parent) ||
    ts.isLiteralTypeNode(parent) ||
    (ts.isBinaryExpression(parent) && ts.isTypeOfExpression(parent.left))
  );
}

function visitFile(root: string, path: string, take: (node: ts.Node) => unknown): void {
  const text = readFileSync(join(root, path), 'utf8');
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true), take);
}

function visit(node: ts.Node, take: (node: ts.Node) => unknown): void {
  take(node);
  ts.forEachChild(node, (child) => visit(child, take));
}

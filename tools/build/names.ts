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
export const inside: ReadonlySet<string> = new Set([
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

/** The one file that names properties by strings: the fields of the wire's messages. */
const FIELDS = 'firmware/wire/layout.ts';
/** Stands before such a string until the names are short: what is bundled has lost its file. */
export const FIELD_MARK = '\u0001';

/**
 * A pattern of the names that must stay: what the engine's declarations name. Names that other programs read are written
 * in quotes in the source ({ 'seqs': ... }), which esbuild leaves alone; in a lazy module they must be plain strings.
 */
export function keptNames(root: string, declarations: string[]): RegExp {
  const names = new Set<string>();
  for (const path of declarations) visitFile(root, path, (node) => isMemberName(node) && names.add(node.getText()));
  return new RegExp(`^(${[...names].filter((name) => /^[A-Za-z_]\w*$/.test(name)).join('|')})$`);
}

/** The text of a source file; strings that are names of fields have FIELD_MARK in front. */
export function withFieldsMarked(path: string, text: string): string {
  if (!path.endsWith(FIELDS)) return text;
  return replaced(text, (word) => (word === '' ? undefined : JSON.stringify(FIELD_MARK + word)));
}

/** Marks the words inside and the fields' names in a program, so that esbuild shortens them like the properties. */
export function markNames(program: string): string {
  return replaced(program, (word) => {
    const isField = word.startsWith(FIELD_MARK);
    return isField || inside.has(word) ? `/* @__KEY__ */ ${JSON.stringify(isField ? word.slice(1) : word)}` : undefined;
  });
}

/** A name for a word costs about so much more than the word's letters. */
const NAME_BYTES = 6;

/** A part with a variable for each word that it says often, as statements that go first and the rest. */
export function withWordsNamed(part: string): { first: string; rest: string } {
  const uses = new Map<string, number>();
  replaced(part, (word) => {
    if (!inside.has(word) && !word.startsWith(FIELD_MARK)) uses.set(word, (uses.get(word) ?? 0) + 1);
    return undefined;
  });
  const named = [...uses].filter(([word, count]) => isDear(word, count)).map(([word]) => word);
  const rest = replaced(part, (word) => (named.includes(word) ? `word_${named.indexOf(word)}` : undefined));
  return { first: named.map((word, i) => `var word_${i} = ${JSON.stringify(word)};`).join(''), rest };
}

/** A name takes one letter where the word takes its own and two quotes. */
export function isDear(word: string, count: number): boolean {
  return count * (word.length + 1) > word.length + 2 + NAME_BYTES + 2 * count;
}

/** The program with some of its strings written otherwise. */
function replaced(program: string, otherwise: (word: string) => string | undefined): string {
  const source = ts.createSourceFile('part.ts', program, ts.ScriptTarget.ES2022, true);
  let text = '';
  let from = 0;
  visit(source, (node) => {
    const other = ts.isStringLiteral(node) && !isNoWord(node) ? otherwise(node.text) : undefined;
    if (other === undefined) return;
    text += program.slice(from, node.getStart()) + other;
    from = node.getEnd();
  });
  return text + program.slice(from);
}

/** The name of a property or a method, not of a parameter. */
function isMemberName(node: ts.Node): boolean {
  const parent = node.parent;
  if (parent === undefined || !ts.isIdentifier(node)) return false;
  return (ts.isPropertySignature(parent) || ts.isMethodSignature(parent)) && parent.name === node;
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

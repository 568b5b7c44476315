// Which property names may be shortened. A short name is fewer bytes of flash and fewer variables on the box: Espruino
// packs four characters of a name into the variable that holds the value.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** The one file that names properties by strings alone: the fields of the wire's messages. */
const FIELDS = 'firmware/wire/layout.ts';

/**
 * A pattern of the names that must stay: what the engine's declarations name, and every word that is also a string
 * somewhere in the program, because it may be used as a key. Names that other programs read are written in quotes in
 * the source ({ 'said': ... }, found['host']): esbuild leaves those alone.
 */
export function keptNames(root: string, sources: string[], declarations: string[]): RegExp {
  const names = new Set<string>();
  for (const path of declarations) visitFile(root, path, (node) => ts.isIdentifier(node) && names.add(node.text));
  for (const word of wordsOf(
    root,
    sources.filter((path) => path !== FIELDS),
  ))
    names.add(word);
  return new RegExp(`^(${[...names].filter((name) => /^[A-Za-z_]\w*$/.test(name)).join('|')})$`);
}

/** The field names that only the wire's layout spells as strings: they can be shortened there as well. */
export function fieldNames(root: string, sources: string[]): Set<string> {
  const elsewhere = wordsOf(
    root,
    sources.filter((path) => path !== FIELDS),
  );
  return new Set([...wordsOf(root, [FIELDS])].filter((word) => !elsewhere.has(word)));
}

/** Marks the strings of these names in a program as names, so that esbuild shortens them like the properties. */
export function markNames(js: string, names: ReadonlySet<string>): string {
  const source = ts.createSourceFile('part.js', js, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  let marked = '';
  let from = 0;
  visit(source, (node) => {
    if (!ts.isStringLiteral(node) || !names.has(node.text)) return;
    marked += `${js.slice(from, node.getStart())}/* @__KEY__ */ `;
    from = node.getStart();
  });
  return marked + js.slice(from);
}

/** Strings of the program but for quoted keys and import paths. */
function wordsOf(root: string, sources: string[]): Set<string> {
  const words = new Set<string>();
  for (const path of sources) {
    visitFile(root, path, (node) => ts.isStringLiteral(node) && !isQuotedKey(node) && words.add(node.text));
  }
  return words;
}

function isQuotedKey(node: ts.StringLiteral): boolean {
  const parent = node.parent;
  return (
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    ts.isElementAccessExpression(parent) ||
    ts.isLiteralTypeNode(parent)
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

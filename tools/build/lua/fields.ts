import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { inside } from '../names';
import type { Fields } from './short';

/**
 * Which field names of a program stay: those in the engine's declarations, and those that are written in quotes because
 * somebody outside reads them. `board` is the entry of the program, `files` what it loads by name.
 */
export function fieldsOf(
  root: string,
  sources: string[],
  declarations: string[],
  board: string,
  files: string[],
): Fields {
  const words = new Set(inside);
  const outside = new Set(files);
  eachIn(board, (node) => {
    if (ts.isStringLiteral(node) && isValue(node)) outside.add(node.text);
  });
  for (const path of declarations) {
    eachNode(root, path, (node) => {
      const isParameter = node.parent !== undefined && ts.isParameter(node.parent);
      if (ts.isIdentifier(node) && !isParameter) outside.add(node.text);
    });
  }
  for (const path of sources) {
    eachNode(root, path, (node) => {
      const isKey = ts.isPropertyAssignment(node.parent ?? node) || ts.isElementAccessExpression(node.parent ?? node);
      if (ts.isStringLiteral(node) && isKey && !isValue(node)) outside.add(node.text);
    });
  }
  for (const word of [...words]) if (outside.has(word) || !/^[\w-]+$/.test(word)) words.delete(word);
  return { isKept: (name) => outside.has(name), words };
}

function isValue(node: ts.StringLiteral): boolean {
  return ts.isPropertyAssignment(node.parent) && node.parent.initializer === node;
}

function eachNode(root: string, path: string, take: (node: ts.Node) => unknown): void {
  eachIn(readFileSync(join(root, path), 'utf8'), take);
}

function eachIn(text: string, take: (node: ts.Node) => unknown): void {
  const visit = (node: ts.Node): void => {
    take(node);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('part.ts', text, ts.ScriptTarget.ES2022, true));
}

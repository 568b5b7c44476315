// Shorter names and no blanks. Lua keeps every field name once in each function that says it, on flash and in memory.
import * as lua from 'typescript-to-lua';
import { FIELD_MARK, inside, isDear } from '../names';
import { become, namesIn, walk } from './tree';

export const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const RESERVED = new Set(['do', 'if', 'in', 'or', 'and', 'end', 'for', 'nil', 'not']);

/** Names by number: one letter, then two, then three. */
function nameOf(number: number): string {
  let name = '';
  for (let rest = number; rest >= 0; rest = Math.floor(rest / LETTERS.length) - 1)
    name = LETTERS[rest % LETTERS.length] + name;
  return name;
}

/** The next names that are neither Lua's words nor taken. */
function names(taken: ReadonlySet<string>, from: number): () => string {
  let number = from;
  return () => {
    for (;;) {
      const name = nameOf(number++);
      if (!RESERVED.has(name) && !taken.has(name)) return name;
    }
  };
}

/** Gives the variables of a chunk short names: two letters outside of functions, one inside while they last. */
export function shortenVariables(statements: readonly lua.Statement[]): void {
  const { all, free } = namesIn(statements);
  const kept = new Set(free.keys());
  const deepest = Math.max(...all.map(({ depth }) => depth));
  const inner: string[] = [];
  const nextInner = names(kept, 0);
  while (inner.length <= deepest) inner.push(nextInner());
  const nextTop = names(new Set([...kept, ...inner]), LETTERS.length);
  for (const { places, depth } of all) {
    const name = depth < 0 ? nextTop() : inner[depth]!;
    for (const place of places) place.text = name;
  }
}

/** A variable for each word and each number that a part says often, in front of it. */
export function nameWords(part: lua.Statement[]): void {
  const keys = new Set<lua.Node>();
  const places = new Map<string, lua.Expression[]>();
  walk(part, (node) => {
    if (lua.isTableFieldExpression(node) && node.key !== undefined) keys.add(node.key);
    if (lua.isTableIndexExpression(node)) keys.add(node.index);
    if (keys.has(node) || !(lua.isStringLiteral(node) || lua.isNumericLiteral(node))) return;
    const said = textOf(node);
    if (said !== undefined) places.set(said, [...(places.get(said) ?? []), node]);
  });
  const named = [...places].filter(([said, all]) => isDear(said.slice(QUOTES), all.length));
  if (named.length === 0) return;
  const names = named.map((_one, i) => lua.createIdentifier(`____word${i}`));
  const values = named.map(([, [one]]) => lua.cloneNode(one!));
  named.forEach(([, literals], i) => literals.forEach((one) => become(one, structuredClone(names[i]!))));
  part.unshift(lua.createVariableDeclarationStatement(names, values));
}

const QUOTES = 2;

/** A word in its quotes, or a number, as a program says it. */
function textOf(node: lua.StringLiteral | lua.NumericLiteral): string | undefined {
  if (lua.isNumericLiteral(node)) return String(node.value);
  if (inside.has(node.value) || node.value.startsWith(FIELD_MARK)) return undefined;
  return `"${node.value}"`;
}

/** Which field names may change, and the words that change with them because the program uses them as field names. */
export interface Fields {
  isKept(name: string): boolean;
  words: ReadonlySet<string>;
}

/** Gives the fields of tables short names, the most frequent the shortest. */
export function shortenFields(statements: readonly lua.Statement[], { isKept, words }: Fields): void {
  const { free } = namesIn(statements);
  const engine = new Set([...free.values()].flat());
  const places = new Map<string, lua.StringLiteral[]>();
  const untouched = new Set<string>();
  const fields = new Set<lua.Node>();
  walk(statements, (node) => {
    if (lua.isTableFieldExpression(node) && node.key !== undefined) fields.add(node.key);
    if (lua.isMethodCallExpression(node)) untouched.add(node.name.text);
    if (!lua.isTableIndexExpression(node)) return;
    if (lua.isIdentifier(node.table) && engine.has(node.table)) {
      if (lua.isStringLiteral(node.index)) untouched.add(node.index.value);
    } else fields.add(node.index);
  });
  walk(statements, (node) => {
    if (!lua.isStringLiteral(node)) return;
    if (node.value.startsWith(FIELD_MARK)) {
      node.value = node.value.slice(1);
      fields.add(node);
    }
    if (!(fields.has(node) ? !isKept(node.value) : words.has(node.value))) return;
    places.set(node.value, [...(places.get(node.value) ?? []), node]);
  });
  const next = names(new Set(), 0);
  const byUse = [...places].filter(([name]) => !untouched.has(name)).sort(([, a], [, b]) => b.length - a.length);
  const keptShort = new Set([...untouched]);
  for (const [, literals] of byUse) {
    let name = next();
    while (keptShort.has(name) || isKept(name)) name = next();
    for (const literal of literals) literal.value = name;
  }
}

const TOKEN =
  /"(?:[^"\\]|\\.)*"|[A-Za-z_]\w*|0x[\da-f]+|\d+(?:\.\d+)?(?:e[+-]?\d+)?|\.\.\.|\.\.|[=~<>]=|<<|>>|\/\/|::|\S/g;

/** The same program without blanks that only people need. */
export function withoutBlanks(text: string): string {
  let packed = '';
  let before = '';
  for (const token of text.match(TOKEN) ?? []) {
    const apart = (before + token).match(TOKEN)!;
    const isSame = before === '' || (apart.length === 2 && apart[0] === before && apart[1] === token);
    // Lua reads letters and dots behind a digit as part of the number, and two minus signs as a comment.
    const isTrap = (/^\d/.test(before) && /^[\w.]/.test(token)) || (before === '-' && token === '-');
    packed += isSame && !isTrap ? token : ` ${token}`;
    before = token;
  }
  return packed;
}

// TypeScript to Lua: one file that a NodeMCU runs. README.md says what typescript-to-lua gets wrong and who stops it.
import { join, relative } from 'node:path';
import ts from 'typescript';
import type { CompilerOptions, Plugin, ProcessedFile } from 'typescript-to-lua';
import * as tstl from 'typescript-to-lua';
import { loadInlineLualibFeatures } from 'typescript-to-lua/dist/LuaLib.js';
import { withFieldsMarked } from '../names';
import { fieldsOf } from './fields';
import { OWN } from './lift';
import { link } from './link';
import { chunkOf, simplify } from './plain';
import { LETTERS, nameWords, shortenFields, shortenVariables, withoutBlanks } from './short';
import { LOADER, share, split } from './split';
import type { Chunk, LazyPart } from './split';
import { askLibrary, leaveOutBrackets, maskLater, pushInPlace } from './terse';
import { countLoops, declareOnce, joinDeclarations } from './tight';
import { namesIn } from './tree';
import { ExactPrinter } from './printer';
import { shortConditions } from './truth';
import { unnest } from './unnest';

/** A Lua program, and where its bytes come from. */
export interface LuaProgram {
  lua: string;
  /** What it loads when it is used; each lies beside it as name.lua. */
  parts: { name: string; lua: string }[];
  /** Global names that it uses and does not declare. */
  engineNames: string[];
  /** How much of it is typescript-to-lua's own library. */
  libraryBytes: number;
  /** Source files by how many bytes of the program are theirs, the largest first. */
  modules: { path: string; bytes: number }[];
}

/** The file with which a program starts. It need not exist; its imports are relative to its place below the root. */
export interface Entry {
  path: string;
  text: string;
  /** Files whose text is the build's own, by their path below the root. */
  given?: Readonly<Record<string, string>>;
}

/** 5.3 is what boxes have. 5.1 has no bit operators of its own: the module `bit` must be a global. */
export type Lua = '5.3' | '5.1';

const DIVISION = 'firmware/wire/idiv.ts';
/** Lua's own whole division: `/` is a 32-bit float on NodeMCU, which is a wrong amount from 16,777,216 on. */
const DIVISION_OF_5_3 = `
declare const floorDivision: LuaFloorDivision<number, number, number>;
export function idiv(a: number, b: number): number {
  return floorDivision(a, b);
}`;

/** Lua has no Object.assign, and typescript-to-lua's own is long. */
const COPY = 'firmware/app/copy.ts';
const COPY_BY_PAIRS = `
export function copyOf<T extends object>(from: T): T {
  const copy = {} as T;
  for (const name in from) copy[name] = from[name];
  return copy;
}`;

/** Where one is declared. What a NodeMCU module gives is declared in .d.ts files and keeps its `self`. */
const INTERFACE = /^(export )?interface /gm;
/** As the build for Espruino does, numbers stand in the places of names. */
const ENUM = /^(export )?enum /gm;

/**
 * Compiles the entry and what it imports. `declarations` are files with names that the engine gives; with them, fields
 * get short names, so that nobody outside can read them. Throws on every diagnostic, warnings too: they are about
 * other meanings.
 */
export function compileLua(
  root: string,
  entry: Entry,
  target: Lua,
  declarations?: string[],
  lazy: readonly LazyPart[] = [],
): LuaProgram {
  const options = optionsFor(root, target);
  const roots = [entry.path, ...(declarations ?? [])].map((path) => join(root, path));
  const program = ts.createProgram(
    roots,
    options as ts.CompilerOptions,
    hostFor(root, entry, options, declarations !== undefined),
  );
  const diagnostics = [...ts.getPreEmitDiagnostics(program)];
  let files: ProcessedFile[] = [];
  if (diagnostics.length === 0) {
    const take = (result: ProcessedFile[]): void => {
      files = result;
    };
    const plugin: Plugin = {
      visitors: shortConditions,
      afterPrint: (_program, _options, _host, result) => take(result),
    };
    const emitted = new tstl.Transpiler().emit({ program, plugins: [plugin], writeFile: () => undefined });
    // For 5.1 it writes bit.band() and so on, and calls that an error all the same.
    const bits = (one: ts.Diagnostic): boolean => /^Bitwise operations/.test(String(one.messageText));
    diagnostics.push(...emitted.diagnostics.filter((one) => target !== '5.1' || !bits(one)));
  }
  if (diagnostics.length > 0) {
    const list = diagnostics.map((one) => ts.formatDiagnostic(one, shownFrom(root)).trim()).join('\n');
    throw new Error(`${entry.path}: this program cannot become Lua:\n${list}`);
  }
  return assembled(root, program, entry, target, files, declarations, lazy);
}

function assembled(
  root: string,
  program: ts.Program,
  entry: Entry,
  target: Lua,
  files: ProcessedFile[],
  declarations: string[] | undefined,
  lazy: readonly LazyPart[],
): LuaProgram {
  const modules = files.map(({ fileName, luaAst }) => ({
    path: relative(root, fileName),
    statements: luaAst!.statements,
  }));
  const features = new Set(files.flatMap(({ luaAst }) => [...luaAst!.luaLibFeatures]));
  const library = loadInlineLualibFeatures(features, target as tstl.LuaTarget, ts.sys);
  const linked = link(modules, entry.path);
  simplify(linked);
  const all = linked.flatMap(({ statements }) => statements);
  if (features.has(tstl.LuaLibFeature.StringCharCodeAt)) askLibrary(all);
  leaveOutBrackets(all);
  if (target === '5.3') maskLater(all);
  pushInPlace(all);
  for (const module of linked) countLoops(module.statements);
  const chunks = lazy.length === 0 ? [{ modules: linked, given: [] }] : split(linked, lazy);
  const bodies = bodiesOf(chunks);
  if (declarations !== undefined) for (const part of bodies) nameWords(part);
  const free = [...namesIn(bodies.flat()).free.keys()];
  for (const body of bodies) {
    unnest(body);
    joinDeclarations(body);
    declareOnce(body);
    shortenVariables(body);
  }
  if (declarations !== undefined) {
    const sources = linked.map(({ path }) => path).filter((path) => path !== entry.path);
    const files = lazy.map(({ name }) => name);
    shortenFields(bodies.flat(), fieldsOf(root, sources, declarations, entry.text, files));
  }
  const printer = new ExactPrinter(ts.sys, program, join(root, entry.path));
  const text = (some: tstl.Statement[]): string =>
    withoutBlanks(printer.print(tstl.createFile(some, new Set(), '')).code);
  const own = shortWords(withoutBlanks(lazy.length === 0 ? library : library + LOADER));
  const [lua, ...parts] = bodies.map((body, i) => {
    const lines = [...(i === 0 ? [own] : []), ...body.map((one) => text([one]))];
    const chunk = shortLibrary(lines.join('\n'), own);
    return `${declarations === undefined ? chunk : withShortCalls(chunk)}\n`;
  });
  const sizes = new Map<string, number>();
  for (const { path, statements } of chunks.flatMap((chunk) => chunk.modules)) {
    if (path !== '') sizes.set(path, (sizes.get(path) ?? 0) + text(statements).length);
  }
  return {
    lua: lua!,
    parts: parts.map((part, i) => ({ name: chunks[i + 1]!.part!, lua: part })),
    engineNames: free.filter((name) => !name.startsWith('__TS__')).sort(),
    libraryBytes: withoutBlanks(library).length,
    modules: [...sizes]
      .map(([path, bytes]) => ({ path, bytes }))
      .filter(({ bytes }) => bytes > 0)
      .sort((a, b) => b.bytes - a.bytes),
  };
}

/**
 * The statements of each chunk. Parts are given what they share with the first, typescript-to-lua's library too: what
 * most of them use first, so that each takes no more than it must.
 */
function bodiesOf(chunks: readonly Chunk[]): tstl.Statement[][] {
  const [core, ...parts] = chunks.map(({ modules }) => chunkOf(modules));
  if (parts.length === 0) return [core!];
  const wanted = parts.map((part) => new Set(namesIn(part).free.keys()));
  const library = [...new Set(wanted.flatMap((names) => [...names]))].filter(
    (name) => name.startsWith('__TS__') && name !== OWN,
  );
  const users = (name: string): number => wanted.filter((names) => names.has(name)).length;
  const given = [...chunks[1]!.given, ...library].sort((a, b) => users(b) - users(a));
  share(core!, given);
  return [
    core!,
    ...parts.map((part, i) => {
      const taken = given.slice(0, given.findLastIndex((name) => wanted[i]!.has(name)) + 1);
      const names = [OWN, ...taken].map((name) => tstl.createIdentifier(name));
      return [tstl.createVariableDeclarationStatement(names, [tstl.createDotsLiteral()]), ...part];
    }),
  ];
}

function optionsFor(root: string, target: Lua): CompilerOptions {
  return {
    target: ts.ScriptTarget.ES2022,
    // typescript-to-lua knows the built-ins by their declarations in TypeScript's own files: without them it miscompiles.
    lib: ['lib.es5.d.ts'],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    types: ['@typescript-to-lua/language-extensions'],
    skipLibCheck: true,
    removeComments: true,
    rootDir: root,
    outDir: root,
    configFilePath: join(root, 'tsconfig.json'),
    luaTarget: target as tstl.LuaTarget,
    luaLibImport: tstl.LuaLibImportKind.RequireMinimal,
    noHeader: true,
    noImplicitSelf: true,
  };
}

/** The files as they are, but for the entry, the one division, the copy, and interfaces: their methods do not use `self`. */
function hostFor(root: string, entry: Entry, options: CompilerOptions, isShort: boolean): ts.CompilerHost {
  const host = ts.createCompilerHost(options as ts.CompilerOptions);
  const given = new Map([
    [join(root, entry.path), entry.text],
    [join(root, COPY), COPY_BY_PAIRS],
    ...Object.entries(entry.given ?? {}).map(([path, text]) => [join(root, path), text] as const),
  ]);
  if (options.luaTarget === tstl.LuaTarget.Lua53) given.set(join(root, DIVISION), DIVISION_OF_5_3);
  const source = host.getSourceFile.bind(host);
  const exists = host.fileExists.bind(host);
  host.fileExists = (path) => given.has(path) || exists(path);
  host.getSourceFile = (path, language, ...rest) => {
    if (path.endsWith('.d.ts') || !host.fileExists(path)) return source(path, language, ...rest);
    const full = given.get(path) ?? host.readFile(path) ?? '';
    const text = isShort ? withFieldsMarked(path, full) : full;
    return ts.createSourceFile(
      path,
      text.replace(INTERFACE, '/** @noSelf */ $&').replace(ENUM, '$1const enum '),
      language,
      true,
    );
  };
  return host;
}

/** typescript-to-lua's own functions have long names, which no other name begins like. */
function shortLibrary(lua: string, library: string): string {
  const names = [...new Set(library.match(/\b__TS__\w+/g))];
  return names.reduce((text, name, i) => text.replace(new RegExp(`\\b${name}\\b`, 'g'), `_${i}`), lua);
}

/** What is called most, by a local name where that is shorter; no other name begins like them. */
const CALLS = { _c: 'string.char', _b: 'string.byte', _i: 'ipairs' };

function withShortCalls(lua: string): string {
  return Object.entries(CALLS).reduce((text, [name, call]) => {
    const uses = new RegExp(`\\b${call.replace('.', '\\.')}\\b`, 'g');
    const head = `local ${name}=${call}\n`;
    const isShorter = (text.match(uses)?.length ?? 0) * (call.length - name.length) > head.length;
    return isShorter ? head + text.replace(uses, name) : text;
  }, lua);
}

/** A library with letters for its parameters and variables. */
function shortWords(library: string): string {
  const parameters = [...library.matchAll(/\bfunction[\w ]*\(([\w,]+)/g)].flatMap(([, list]) => list!.split(','));
  const variables = [...library.matchAll(/\blocal (\w+)/g)].map(([, name]) => name!);
  const counters = [...library.matchAll(/\bfor ([\w,]+)/g)].flatMap(([, list]) => list!.split(','));
  const words = [...parameters, ...variables, ...counters].filter((name) => !/^(function|_|__TS__\w+)$/.test(name));
  const letters = new Map([...new Set(words)].map((name, i) => [name, LETTERS[i]!]));
  return library.replace(/(?<![.:"\w])\w+/g, (name) => letters.get(name) ?? name);
}

function shownFrom(root: string): ts.FormatDiagnosticsHost {
  return { getCanonicalFileName: (path) => path, getCurrentDirectory: () => root, getNewLine: () => '\n' };
}

// All modules in one chunk: what one exports and another imports is a local variable of the chunk, not a field of a table.
import { dirname, join } from 'node:path';
import * as lua from 'typescript-to-lua';
import { become, namesIn, parts, walk } from './tree';

/** A source file as Lua. */
export interface Module {
  path: string;
  statements: lua.Statement[];
}

/** One module of a chunk: the variables that others see, declared before its statements, which have a block of their own. */
export interface Linked {
  path: string;
  exports: string[];
  statements: lua.Statement[];
}

const EXPORTS = '____exports';

/** Modules in the order in which they must run, the entry last. Names are unique afterwards, also between modules. */
export function link(modules: readonly Module[], entry: string): Linked[] {
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const outlines = new Map<string, Outline>();
  const ordered: Module[] = [];
  const reach = (path: string): void => {
    const module = byPath.get(path);
    if (module === undefined || outlines.has(path)) return;
    const outline = outlineOf(module, outlines.size);
    outlines.set(path, outline);
    for (const one of [...outline.imports.values(), ...outline.handsOn, ...outline.runs]) reach(one);
    ordered.push(module);
  };
  reach(entry);
  return ordered.map((module) => joined(module, outlines));
}

interface Outline {
  number: number;
  /** Variable of the module -> the module that it stands for. */
  imports: Map<string, string>;
  /** `export * from` these. */
  handsOn: string[];
  /** Imported for nothing but that they run. */
  runs: string[];
  exports: Set<string>;
}

function outlineOf({ path, statements }: Module, number: number): Outline {
  const outline: Outline = { number, imports: new Map(), handsOn: [], runs: [], exports: new Set() };
  const variables = new Map(namesIn(statements).all.map((variable) => [variable.places[0], variable]));
  for (const statement of statements) {
    if (lua.isVariableDeclarationStatement(statement)) {
      const from = required(path, statement.right?.[0]);
      if (from === undefined) continue;
      // Two modules with the same file name would have the same variable.
      const name = `____import${outline.imports.size}`;
      for (const place of variables.get(statement.left[0])!.places) place.text = name;
      outline.imports.set(name, from);
    } else if (lua.isExpressionStatement(statement)) {
      const from = required(path, statement.expression);
      if (from !== undefined) outline.runs.push(from);
    } else if (lua.isDoStatement(statement)) {
      walk(statement.statements, (node) => {
        const from = required(path, node);
        if (from !== undefined) outline.handsOn.push(from);
      });
    }
  }
  walk(statements, (node) => {
    const name = lua.isAssignmentStatement(node) ? fieldOf(node.left[0], EXPORTS) : undefined;
    if (name !== undefined) outline.exports.add(name);
  });
  return outline;
}

/** The path in require("..."), from the root. */
function required(path: string, node: lua.Node | undefined): string | undefined {
  if (node === undefined || !lua.isCallExpression(node)) return undefined;
  const [argument] = node.params;
  if (!lua.isIdentifier(node.expression) || node.expression.text !== 'require') return undefined;
  if (argument === undefined || !lua.isStringLiteral(argument) || !argument.value.startsWith('.')) return undefined;
  return `${join(dirname(path), argument.value)}.ts`;
}

/** f, when the node is `table.f`. */
function fieldOf(node: lua.Node | undefined, table: string): string | undefined {
  if (node === undefined || !lua.isTableIndexExpression(node)) return undefined;
  const isIt = lua.isIdentifier(node.table) && node.table.text === table && lua.isStringLiteral(node.index);
  return isIt ? (node.index as lua.StringLiteral).value : undefined;
}

function joined(module: Module, outlines: ReadonlyMap<string, Outline>): Linked {
  const outline = outlines.get(module.path)!;
  const exported = (path: string, name: string): string => {
    const from = ownerOf(outlines, path, name);
    if (from === undefined) throw new Error(`${module.path}: ${path} gives no ${name} that Lua could use.`);
    return `${name}_${outlines.get(from)!.number}e`;
  };
  const { top } = namesIn(module.statements);
  const gone = new Set<lua.Statement>();
  for (const statement of module.statements) {
    if (isPlumbing(statement, outline)) gone.add(statement);
    else if (lua.isVariableDeclarationStatement(statement)) {
      // local head = ____cbor.head
      const [field] = statement.right ?? [];
      const table = field !== undefined && lua.isTableIndexExpression(field) ? field.table : undefined;
      const from = table !== undefined && lua.isIdentifier(table) ? outline.imports.get(table.text) : undefined;
      if (from === undefined) continue;
      const name = exported(from, ((field as lua.TableIndexExpression).index as lua.StringLiteral).value);
      const alias = statement.left[0]!.text;
      for (const place of top.get(alias)!.places) place.text = name;
      top.delete(alias);
      gone.add(statement);
    }
  }
  const kept = module.statements.filter((statement) => !gone.has(statement));
  const fields: [lua.Node, string][] = [];
  walk(kept, (node) => {
    for (const [variable, from] of [[EXPORTS, module.path] as const, ...outline.imports]) {
      const name = fieldOf(node, variable);
      if (name !== undefined) fields.push([node, exported(from, name)]);
    }
  });
  for (const [node, name] of fields) become(node, lua.createIdentifier(name));
  for (const { text, places } of top.values()) for (const place of places) place.text = `${text}_${outline.number}`;
  return {
    path: module.path,
    exports: [...outline.exports].map((name) => exported(module.path, name)),
    statements: kept,
  };
}

/** What only moves names between modules. */
function isPlumbing(statement: lua.Statement, outline: Outline): boolean {
  if (lua.isVariableDeclarationStatement(statement)) {
    const name = statement.left[0]!.text;
    return name === EXPORTS || outline.imports.has(name);
  }
  if (lua.isReturnStatement(statement)) return true;
  const calls = lua.isExpressionStatement(statement) || lua.isDoStatement(statement) ? statement : undefined;
  let requires = false;
  walk(calls === undefined ? [] : parts(calls), (node) => {
    requires ||= lua.isIdentifier(node) && node.text === 'require';
  });
  return requires;
}

/** The module that declares what `path` gives under this name: itself, or one that it hands on. */
function ownerOf(outlines: ReadonlyMap<string, Outline>, path: string, name: string): string | undefined {
  const outline = outlines.get(path);
  if (outline === undefined || outline.exports.has(name)) return outline && path;
  for (const other of outline.handsOn) {
    const owner = ownerOf(outlines, other, name);
    if (owner !== undefined) return owner;
  }
  return undefined;
}

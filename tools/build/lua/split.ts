// Takes what is used now and then out of a program: each part is a chunk of its own, which is loaded when one of its
// functions is called. What it shares with the rest is given to it then.
import * as lua from 'typescript-to-lua';
import { BOUND, lift, LIFTED } from './lift';
import type { Handed } from './lift';
import type { Linked } from './link';
import { forget, isBare } from './plain';
import { walk } from './tree';

/** A part's name, and the modules whose exported functions are called from outside. */
export interface LazyPart {
  name: string;
  modules: readonly string[];
  /** Modules whose variables only save work: they may be forgotten. */
  forgets?: readonly string[];
  /** Modules that parts need and that keep something: they are no part of any. */
  stays?: readonly string[];
  /** Functions of these modules that keep something, and whose code stays on flash all the same (lift.ts). */
  lifts?: readonly string[];
}

/** One chunk: its modules, and the names that it is given when it is loaded. */
export interface Chunk {
  /** The part's name; the program has none. */
  part?: string;
  modules: Linked[];
  given: string[];
}

/** The loader's names begin as typescript-to-lua's own do, and are shortened with them. */
const PART = '__TS__Part';
const SHARED = '__TS__Shared';
const STUB = '__TS__Stub';

/**
 * Loads a part, the compiled one (node.compile) first, and forgets it when memory is collected: until then it would lie
 * there anyway. What finds a function in its part when it is called is a closure of one and the same function: that is
 * a third of what a function of its own takes.
 */
export const LOADER = `
local ${SHARED}
local kept = setmetatable({}, { __mode = "v" })
local function ${PART}(name)
  local part = kept[name]
  if not part then
    part = assert(loadfile(name .. ".lc") or loadfile(name .. ".lua"))(name, ${SHARED}())
    kept[name] = part
  end
  return part
end
local function ${STUB}(part, at, last)
  if at <= last then return function(...) return ${PART}(part)[at](...) end, ${STUB}(part, at + 1, last) end
end
local function ${BOUND}(state, part, at)
  return function(...) return ${PART}(part)[at](state, ...) end
end
local function ${LIFTED}(state, part, at, record)
  return setmetatable(record or {}, { __index = function(_, name)
    local run = ${PART}(part)[at][name]
    return run and function(...) return run(state, ...) end
  end })
end
`;

/** The program first, then its parts. Takes modules after simplify(); throws when a part would forget what it must not. */
export function split(modules: readonly Linked[], parts: readonly LazyPart[]): Chunk[] {
  const forgotten = parts.flatMap(({ forgets }) => forgets ?? []);
  const handed = new Map<string, Handed[]>();
  for (const { modules: paths, lifts = [] } of parts) {
    const own = modules.filter(({ path }) => paths.includes(path));
    for (const [lifted, what] of lift(own, lifts)) handed.set(lifted, what);
  }
  const names = namesOf(modules, forgotten);
  for (const [lifted, what] of handed)
    for (const name of identifiersIn(what.map((one) => one.what))) usesOf(names, lifted).add(name);
  const roots = new Map<string, string>();
  for (const { name, modules: paths } of parts) {
    for (const { path, exports } of modules) if (paths.includes(path)) for (const one of exports) roots.set(one, name);
  }
  const stays = parts.flatMap((one) => one.stays ?? []);
  const kept = modules.flatMap(({ path, exports }) => (stays.includes(path) ? exports : []));
  const resident = reached(names, [...names.atStart, ...kept], (name) => roots.has(name));
  const used = [...resident].flatMap((name) => [...(names.uses.get(name) ?? [])]);
  const called = new Set([...names.atStart, ...used].filter((name) => roots.has(name)));
  let bodies: Body[] = [];
  // A part may call another one.
  for (let before = -1; before < called.size;) {
    before = called.size;
    bodies = parts.map(({ name: part }) => bodyOf(names, part, called, roots, resident));
    for (const name of bodies.flatMap(({ outside }) => outside)) if (roots.has(name)) called.add(name);
  }
  bodies = bodies.filter(({ own }) => own.length > 0);
  const shared = [...new Set(bodies.flatMap(({ outside }) => outside))];
  for (const name of [...shared, ...bodies.flatMap(({ inside }) => [...inside])]) {
    if (names.written.has(name))
      throw new Error(`${name} changes, and a part that is loaded when it is used forgets it.`);
  }
  const stubs = bodies.map(({ part, own }) => stubsOf(part, own));
  const core = chosen(modules, (name) => resident.has(name), shared, true);
  core.splice(
    -1,
    0,
    plain([assigned(SHARED, [lua.createReturnStatement(shared.map((name) => lua.createIdentifier(name)))])]),
  );
  return [
    { modules: [...stubs, ...core], given: [] },
    ...bodies.map(({ part, own, inside }) => {
      // Behind the part's own functions.
      const found = [...handed].flatMap(([lifted, what]) => (inside.has(lifted) ? what : []));
      found.forEach(({ at }, i) => (at.value = own.length + 1 + i));
      const given = found.map(({ what }) => what);
      const ownModules = chosen(modules, (name) => inside.has(name), identifiersIn(given), false);
      return { part, modules: [...ownModules, plain([tableOf(own, given)])], given: shared };
    }),
  ];
}

interface Body {
  part: string;
  /** Its functions that are called from outside. */
  own: string[];
  inside: Set<string>;
  /** What it wants to be given. */
  outside: string[];
}

function bodyOf(
  names: Names,
  part: string,
  called: ReadonlySet<string>,
  roots: ReadonlyMap<string, string>,
  resident: ReadonlySet<string>,
): Body {
  const own = [...roots].filter(([name, its]) => its === part && called.has(name)).map(([name]) => name);
  const isOutside = (name: string): boolean => resident.has(name) || (roots.get(name) ?? part) !== part;
  const inside = reached(names, own, isOutside);
  const all = [...inside].flatMap((name) => [...(names.uses.get(name) ?? [])]);
  return { part, own, inside, outside: all.filter((name) => !inside.has(name)) };
}

interface Names {
  /** Top-level names that the definition of a top-level name says. */
  uses: Map<string, Set<string>>;
  /** What runs by itself says. */
  atStart: Set<string>;
  /** Names that a function gives a value, which must not be forgotten. */
  written: Set<string>;
}

function namesOf(modules: readonly Linked[], forgotten: readonly string[]): Names {
  const statements = modules.flatMap((module) => module.statements);
  const mayGo = modules.filter(({ path }) => forgotten.includes(path)).flatMap((module) => module.statements);
  const top = new Set([...modules.flatMap(({ exports }) => exports), ...statements.flatMap(declared)]);
  const names: Names = { uses: new Map(), atStart: new Set(), written: new Set() };
  for (const statement of statements) {
    if (isBare(statement)) continue;
    const own = declared(statement);
    const sets = own.length === 0 ? [names.atStart] : own.map((name) => usesOf(names, name));
    walk([statement], (node) => {
      if (lua.isIdentifier(node) && top.has(node.text)) for (const set of sets) set.add(node.text);
      if (!lua.isAssignmentStatement(node) || node === statement || mayGo.includes(statement)) return;
      for (const left of node.left) if (lua.isIdentifier(left) && top.has(left.text)) names.written.add(left.text);
    });
  }
  return names;
}

function identifiersIn(nodes: readonly lua.Node[]): string[] {
  const found: string[] = [];
  walk(nodes, (node) => {
    if (lua.isIdentifier(node)) found.push(node.text);
  });
  return found;
}

function usesOf({ uses }: Names, name: string): Set<string> {
  const found = uses.get(name) ?? new Set();
  uses.set(name, found);
  return found;
}

/** The names that a statement outside of functions declares or defines. */
function declared(statement: lua.Statement): string[] {
  if (!lua.isVariableDeclarationStatement(statement) && !lua.isAssignmentStatement(statement)) return [];
  return statement.left.flatMap((one) => (lua.isIdentifier(one) ? [one.text] : []));
}

/** What these names lead to, without going past those that are elsewhere. */
function reached({ uses }: Names, from: Iterable<string>, isElsewhere: (name: string) => boolean): Set<string> {
  const found = new Set<string>();
  const reach = (name: string): void => {
    if (found.has(name) || isElsewhere(name)) return;
    found.add(name);
    for (const next of uses.get(name) ?? []) reach(next);
  };
  for (const name of from) reach(name);
  return found;
}

/** Copies of the modules with these names alone. What is `exposed` can be seen from outside of its module. */
function chosen(
  modules: readonly Linked[],
  isChosen: (name: string) => boolean,
  exposed: readonly string[],
  runs: boolean,
): Linked[] {
  return structuredClone(modules).flatMap((module) => {
    module.statements = module.statements.filter((one) => {
      const own = declared(one);
      return own.length === 0 ? runs : isBare(one) || own.some(isChosen);
    });
    forget(module, (name) => !isChosen(name));
    expose(module, exposed);
    return module.statements.length > 0 ? [module] : [];
  });
}

function expose(module: Linked, exposed: readonly string[]): void {
  const own = module.statements.filter(lua.isVariableDeclarationStatement).flatMap(declared);
  const moved = own.filter((name) => exposed.includes(name));
  if (moved.length === 0) return;
  module.statements = module.statements.map((one) => {
    if (!lua.isVariableDeclarationStatement(one) || !declared(one).some((name) => moved.includes(name))) return one;
    return one.right === undefined || one.right.length === 0 ? one : lua.createAssignmentStatement(one.left, one.right);
  });
  forget(module, (name) => moved.includes(name));
  module.exports.push(...moved);
}

/** f, g = Stub("screens", 1, 2) */
function stubsOf(part: string, names: readonly string[]): Linked {
  const stubs = lua.createCallExpression(lua.createIdentifier(STUB), [
    lua.createStringLiteral(part),
    lua.createNumericLiteral(1),
    lua.createNumericLiteral(names.length),
  ]);
  const all = names.map((name) => lua.createIdentifier(name));
  return { path: '', exports: [...names], statements: [lua.createAssignmentStatement(all, stubs)] };
}

function assigned(name: string, body: lua.Statement[]): lua.Statement {
  const run = lua.createFunctionExpression(lua.createBlock(body), [], undefined, lua.NodeFlags.Declaration);
  return lua.createAssignmentStatement(lua.createIdentifier(name), run);
}

/** Lets a program give its parts these names, in this order. */
export function share(program: readonly lua.Node[], names: readonly string[]): void {
  walk(program, (node) => {
    if (!lua.isAssignmentStatement(node)) return;
    const [name] = node.left;
    const [run] = node.right;
    if (!lua.isIdentifier(name!) || name.text !== SHARED || !lua.isFunctionExpression(run!)) return;
    run.body.statements = [lua.createReturnStatement(names.map((shared) => lua.createIdentifier(shared)))];
  });
}

function tableOf(names: readonly string[], given: readonly lua.Expression[]): lua.Statement {
  const all = [...names.map((name) => lua.createIdentifier(name)), ...given];
  return lua.createReturnStatement([lua.createTableExpression(all.map((one) => lua.createTableFieldExpression(one)))]);
}

function plain(statements: lua.Statement[]): Linked {
  return { path: '', exports: [], statements };
}

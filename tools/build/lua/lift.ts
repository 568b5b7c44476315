// Functions that keep something (a link, a journal) leave their code on flash: the variables that their inner functions
// share become fields of a table, the inner functions become functions of the part which take that table, and whoever is
// given one of them gets what finds it in the part when it is called.
import * as lua from 'typescript-to-lua';
import type { Linked } from './link';
import { become, namesIn, parts, walk } from './tree';
import type { Variable } from './tree';

/** Names of the runtime (split.ts): a record of functions that are found by name, and a single function. */
export const LIFTED = '__TS__Lifted';
export const BOUND = '__TS__Bound';
/** The name of the part in which it is said. */
export const OWN = '__TS__Own';
const STATE = 'lifted_state';

/** What a part must hand out for a lifted function; `at` is where the function says its place in the part. */
export interface Handed {
  at: lua.NumericLiteral;
  what: lua.Expression;
}

type Definition = lua.VariableDeclarationStatement | lua.AssignmentStatement;

/** Lifts the functions with these names (as the source has them) out of a part's modules, in place; by their own names. */
export function lift(modules: readonly Linked[], names: readonly string[]): Map<string, Handed[]> {
  const found = new Map<string, Handed[]>();
  for (const module of modules) {
    module.statements = module.statements.flatMap((statement) => {
      const name = definedBy(statement);
      if (name === undefined || !names.includes(name.replace(/_\d+e?$/, ''))) return [statement];
      const handed: Handed[] = [];
      found.set(name, handed);
      const hand = (runtime: string, what: lua.Expression): lua.CallExpression => {
        const at = lua.createNumericLiteral(0);
        handed.push({ at, what });
        const names = [STATE, OWN].map((one) => lua.createIdentifier(one));
        return lua.createCallExpression(lua.createIdentifier(runtime), [...names, at]);
      };
      return [...liftOne(statement as Definition, name, hand), statement];
    });
  }
  return found;
}

/** Changes the function; the statements that its inner functions have become. */
function liftOne(
  statement: Definition,
  name: string,
  hand: (runtime: string, what: lua.Expression) => lua.CallExpression,
): lua.Statement[] {
  const run = statement.right![0] as lua.FunctionExpression;
  const { own, shared } = variablesOf(statement, run, name);
  const hoisted: lua.AssignmentStatement[] = [];
  const hoist = (inner: lua.FunctionExpression, as: string): string => {
    const text = `${name}_${as}_${hoisted.length}`;
    inner.params = [lua.createIdentifier(STATE), ...(inner.params ?? [])];
    hoisted.push(lua.createAssignmentStatement(lua.createIdentifier(text), inner));
    return text;
  };
  const { methods, taken } = takeMethods(run.body, own, hoist);
  const calls = new Map<lua.Node, lua.CallExpression>();
  const all = [run, ...hoisted];
  walk(all, (node) => {
    if (lua.isCallExpression(node)) calls.set(node.expression, node);
  });
  const handRecord = (table: lua.TableExpression): void => {
    const isRun = ({ value }: lua.TableFieldExpression): boolean =>
      lua.isFunctionExpression(value) || methods.has(value);
    const runs = table.fields.filter(isRun);
    if (runs.length === 0) return;
    const fields = runs.map(({ key, value }) => {
      const at = methods.get(value) ?? hoist(value as lua.FunctionExpression, 'field');
      methods.delete(value);
      return lua.createTableFieldExpression(lua.createIdentifier(at), key);
    });
    const call = hand(LIFTED, lua.createTableExpression(fields));
    const rest = table.fields.filter((one) => !runs.includes(one));
    if (rest.length > 0) call.params.push(lua.createTableExpression(rest));
    become(table, call);
  };
  const visit = (node: lua.Node): void => {
    if (lua.isTableExpression(node)) handRecord(node);
    if (lua.isFunctionExpression(node)) {
      const inner = { ...node };
      become(node, hand(BOUND, lua.createIdentifier(hoist(inner, 'run'))));
    } else parts(node).forEach(visit);
  };
  run.body.statements.forEach(visit);
  for (const [place, at] of methods) {
    const call = calls.get(place);
    if (call === undefined) become(place, hand(BOUND, lua.createIdentifier(at)));
    else {
      become(place, lua.createIdentifier(at));
      call.params.unshift(lua.createIdentifier(STATE));
    }
  }
  moveVariables(
    run,
    shared.filter((one) => !taken.has(one)),
  );
  const left = hoisted.map((one) => lua.cloneIdentifier(one.left[0] as lua.Identifier));
  return left.length === 0 ? [] : [lua.createVariableDeclarationStatement(left), ...hoisted];
}

/** A function's own variables, and those of them that its inner functions see. */
function variablesOf(
  statement: Definition,
  run: lua.FunctionExpression,
  name: string,
): { own: Variable[]; shared: Variable[] } {
  const declarations = run.body.statements.filter(lua.isVariableDeclarationStatement);
  const declared = new Set<lua.Node>([...(run.params ?? []), ...declarations.flatMap(({ left }) => left)]);
  const inner = new Set<lua.Node>();
  const visit = (node: lua.Node): void => {
    if (lua.isFunctionExpression(node)) walk([node], (one) => inner.add(one));
    else parts(node).forEach(visit);
  };
  run.body.statements.forEach(visit);
  const outside = namesIn([statement]).all.filter(({ places }) => !inner.has(places[0]!));
  const shared = outside.filter(({ places }) => places.some((place) => inner.has(place)));
  const lost = shared.find(({ places }) => !declared.has(places[0]!));
  if (lost !== undefined) throw new Error(`${name} cannot be lifted: ${lost.text} is declared in a block of its own.`);
  return { own: outside.filter(({ places }) => declared.has(places[0]!)), shared };
}

/** Takes out the inner functions that have a name and never another value; the places where they are used, and as what. */
function takeMethods(
  body: lua.Block,
  own: readonly Variable[],
  hoist: (run: lua.FunctionExpression, as: string) => string,
): { methods: Map<lua.Node, string>; taken: Set<Variable> } {
  const methods = new Map<lua.Node, string>();
  const taken = new Set<Variable>();
  const gone = new Set<lua.Node>();
  for (const variable of own) {
    const { text, places, writes } = variable;
    const definitions = body.statements.filter(
      (one) => isDefinition(one) && lua.isFunctionDefinition(one) && places.includes(one.left[0] as lua.Identifier),
    ) as Definition[];
    const [definition] = definitions;
    if (definition === undefined || definitions.length > 1) continue;
    if (writes !== (lua.isAssignmentStatement(definition) ? 1 : 0)) continue;
    const at = hoist(definition.right![0] as lua.FunctionExpression, text);
    taken.add(variable);
    gone.add(definition);
    for (const place of places) methods.set(place, at);
    for (const place of [places[0]!, definition.left[0]!]) {
      methods.delete(place);
      gone.add(place);
    }
  }
  body.statements = body.statements.filter((one) => {
    if (lua.isVariableDeclarationStatement(one) && !gone.has(one))
      one.left = one.left.filter((place) => !gone.has(place));
    return !gone.has(one) && !(lua.isVariableDeclarationStatement(one) && one.left.length === 0);
  });
  return { methods, taken };
}

/** Makes variables fields of a table that the function begins with. */
function moveVariables(run: lua.FunctionExpression, variables: readonly Variable[]): void {
  const names = new Map<Variable, string>();
  for (const one of variables) {
    const taken = [...names.values()];
    let name = one.text;
    while (taken.includes(name)) name += '_';
    names.set(one, name);
  }
  const given: lua.TableFieldExpression[] = [];
  for (const [{ places }, name] of names) {
    const [declared, ...others] = places;
    for (const place of others)
      become(place, lua.createTableIndexExpression(lua.createIdentifier(STATE), lua.createStringLiteral(name)));
    if (run.params?.includes(declared!) !== true) continue;
    given.push(lua.createTableFieldExpression(lua.cloneIdentifier(declared!), lua.createStringLiteral(name)));
  }
  const nameAt = new Map([...names].map(([{ places }, name]) => [places[0]!, name]));
  const body = run.body.statements.flatMap((statement) => {
    if (!lua.isVariableDeclarationStatement(statement)) return [statement];
    const moved = statement.left.filter((one) => nameAt.has(one));
    if (moved.length === 0) return [statement];
    const { left: declared, right = [] } = statement;
    if (right.length === 0) {
      statement.left = declared.filter((one) => !nameAt.has(one));
      return statement.left.length > 0 ? [statement] : [];
    }
    const left = declared.map((one) => {
      const name = nameAt.get(one);
      if (name === undefined) throw new Error(`${one.text} is declared together with what is lifted.`);
      return lua.createTableIndexExpression(lua.createIdentifier(STATE), lua.createStringLiteral(name));
    });
    return [lua.createAssignmentStatement(left, right)];
  });
  const state = lua.createVariableDeclarationStatement(lua.createIdentifier(STATE), lua.createTableExpression(given));
  run.body.statements = [state, ...body];
}

function isDefinition(statement: lua.Statement): statement is Definition {
  return lua.isVariableDeclarationStatement(statement) || lua.isAssignmentStatement(statement);
}

function definedBy(statement: lua.Statement): string | undefined {
  if (!isDefinition(statement) || !lua.isFunctionDefinition(statement)) return undefined;
  const [name] = statement.left;
  return lua.isIdentifier(name!) ? name.text : undefined;
}

// Fewer blocks and fewer variables: what a block keeps apart is kept apart by its name, and a variable that only hands a
// value on is the one that takes it.
import * as lua from 'typescript-to-lua';
import { LETTERS } from './short';
import { listsIn, namesIn, parts, walk } from './tree';
import type { Variable } from './tree';

/** Changes a chunk in place. All variables inside of functions have names of their own afterwards, short for nobody. */
export function unnest(statements: lua.Statement[]): void {
  tellApart(statements);
  walk(statements, (node) => {
    if (lua.isFunctionExpression(node)) flatten(node.body);
  });
  shortenLabels(statements);
  handOn(statements);
}

function tellApart(statements: readonly lua.Statement[]): void {
  namesIn(statements)
    .all.filter(({ depth }) => depth >= 0)
    .forEach(({ places, text }, i) => {
      for (const place of places) place.text = `${text}__${i}`;
    });
}

/** The innermost blocks first. */
function flatten(node: lua.Node, parent?: lua.Node): void {
  if (lua.isFunctionExpression(node)) return;
  parts(node).forEach((part) => flatten(part, node));
  // What ends a loop is still in the scope of its variables.
  if (parent !== undefined && lua.isRepeatStatement(parent)) return;
  for (const list of listsIn(node)) {
    const flat = list.flatMap((one, i) =>
      lua.isDoStatement(one) && mayOpen(one, list.slice(i + 1)) ? one.statements : [one],
    );
    list.splice(0, list.length, ...flat);
  }
}

/** What leaves must be the last in its block. Lua lets nobody jump over a variable but to the end of its block. */
function mayOpen({ statements }: lua.DoStatement, after: readonly lua.Statement[]): boolean {
  if (after.length === 0) return true;
  const last = statements.at(-1);
  if (last !== undefined && (lua.isReturnStatement(last) || lua.isBreakStatement(last))) return false;
  if (statements.some(lua.isLabelStatement)) return false;
  return after.every(lua.isLabelStatement) || !after.some(lua.isLabelStatement);
}

function shortenLabels(statements: readonly lua.Statement[]): void {
  const short = new Map<string, string>();
  const shortOf = (label: string): string => {
    const found = short.get(label) ?? LETTERS[short.size % LETTERS.length]!;
    short.set(label, found);
    return found;
  };
  walk(statements, (node) => {
    if (lua.isGotoStatement(node)) node.label = shortOf(node.label);
    if (lua.isLabelStatement(node)) node.name = shortOf(node.name);
  });
}

/** local t; if c then t = nil else t = x end; local v = t becomes local v; if not c then v = x end. */
function handOn(statements: readonly lua.Statement[]): void {
  const variables = new Map<lua.Node, Variable>();
  const dead = new Set<lua.Statement>();
  for (const one of namesIn(statements).all) for (const place of one.places) variables.set(place, one);
  walk(statements, (node) => {
    for (const list of listsIn(node)) {
      for (const statement of list) if (isHandedOn(statement, list, variables)) dead.add(statement);
    }
  });
  walk(statements, (node) => {
    for (const list of listsIn(node)) {
      const kept = list.filter((one) => !dead.has(one));
      kept.forEach((one, i) => leaveOutNil(one, kept[i - 1]));
      list.splice(0, list.length, ...kept);
    }
  });
}

/** local v = w, where neither changes, or where w is the compiler's own and not asked for any more: v is w. */
function isHandedOn(
  statement: lua.Statement,
  list: readonly lua.Statement[],
  variables: Map<lua.Node, Variable>,
): boolean {
  if (!lua.isVariableDeclarationStatement(statement) || statement.left.length !== 1) return false;
  const [name] = statement.left;
  const [value] = statement.right ?? [];
  const [to, from] = [variables.get(name!), variables.get(value!)];
  if (to === undefined || from === undefined || from.depth < 0 || to.depth < 0) return false;
  const isSame = to.writes === 0 && from.writes === 0;
  const isLast =
    from.text.startsWith('____') && from.places.at(-1) === value && list.some((one) => declares(one, from.places[0]!));
  if (!isSame && !isLast) return false;
  for (const place of to.places) {
    place.text = from.text;
    variables.set(place, from);
  }
  from.places.push(...to.places);
  from.writes += to.writes;
  return true;
}

function declares(statement: lua.Statement, name: lua.Identifier): boolean {
  return lua.isVariableDeclarationStatement(statement) && statement.left.includes(name);
}

/** if c then t = nil else t = x end, right behind local t */
function leaveOutNil(statement: lua.Statement, before: lua.Statement | undefined): void {
  if (before === undefined || !lua.isVariableDeclarationStatement(before) || before.left.length !== 1) return;
  if (before.right !== undefined && before.right.length > 0) return;
  if (!lua.isIfStatement(statement) || statement.elseBlock === undefined || lua.isIfStatement(statement.elseBlock))
    return;
  const [given, ...more] = statement.ifBlock.statements;
  if (more.length > 0 || given === undefined || !lua.isAssignmentStatement(given) || given.left.length !== 1) return;
  const [name] = given.left;
  if (!lua.isIdentifier(name!) || name.text !== before.left[0]!.text) return;
  if (given.right[0]!.kind !== lua.SyntaxKind.NilKeyword) return;
  statement.ifBlock = statement.elseBlock;
  statement.elseBlock = undefined;
  statement.condition = notThis(statement.condition);
}

const OPPOSITE = new Map<lua.Operator, lua.Operator>([
  [lua.SyntaxKind.EqualityOperator, lua.SyntaxKind.InequalityOperator],
  [lua.SyntaxKind.InequalityOperator, lua.SyntaxKind.EqualityOperator],
]);

function notThis(condition: lua.Expression): lua.Expression {
  const opposite = lua.isBinaryExpression(condition) ? OPPOSITE.get(condition.operator) : undefined;
  if (opposite === undefined) return lua.createUnaryExpression(condition, lua.SyntaxKind.NotOperator);
  (condition as lua.BinaryExpression).operator = opposite as lua.BinaryOperator;
  return condition;
}

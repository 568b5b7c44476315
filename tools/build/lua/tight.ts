// The same in fewer words: loops that count as Lua's own, declarations that follow each other as one.
import * as lua from 'typescript-to-lua';
import { listsIn, namesIn, parts, walk } from './tree';
import type { Variable } from './tree';

/** do local i = 0 while i < n do ... i = i + 1 end end becomes for i = 0, n - 1 do ... end where n stays what it is. */
export function countLoops(statements: readonly lua.Statement[]): void {
  const variables = new Map<lua.Node, Variable>();
  for (const one of namesIn(statements).all) for (const place of one.places) variables.set(place, one);
  walk(statements, (node) => {
    for (const list of listsIn(node))
      list.forEach((statement, i) => {
        const loop = lua.isDoStatement(statement) ? countingLoop(statement, variables) : undefined;
        if (loop !== undefined) list[i] = loop;
      });
  });
}

function countingLoop(block: lua.DoStatement, variables: ReadonlyMap<lua.Node, Variable>): lua.Statement | undefined {
  const [start, loop, ...more] = block.statements;
  if (more.length > 0 || start === undefined || !lua.isVariableDeclarationStatement(start)) return undefined;
  if (loop === undefined || !lua.isWhileStatement(loop) || !lua.isBinaryExpression(loop.condition)) return undefined;
  const [name] = start.left;
  const [from] = start.right ?? [];
  const { left, right: limit, operator } = loop.condition;
  const counter = variables.get(name!);
  const step = loop.body.statements.at(-1);
  if (start.left.length > 1 || from === undefined || counter?.writes !== 1 || variables.get(left) !== counter)
    return undefined;
  if (step === undefined || !isNext(step, counter, variables)) return undefined;
  const body = loop.body.statements.slice(0, -1);
  if (!isConstant(limit, body, variables)) return undefined;
  const last = lastBelow(limit, operator);
  return last && lua.createForStatement(lua.createBlock(body), lua.cloneIdentifier(name!), from, last);
}

/** i = i + 1 */
function isNext(step: lua.Statement, counter: Variable, variables: ReadonlyMap<lua.Node, Variable>): boolean {
  if (!lua.isAssignmentStatement(step) || step.left.length > 1 || variables.get(step.left[0]!) !== counter)
    return false;
  const [sum] = step.right;
  if (!lua.isBinaryExpression(sum!) || sum.operator !== lua.SyntaxKind.AdditionOperator) return false;
  return variables.get(sum.left) === counter && lua.isNumericLiteral(sum.right) && sum.right.value === 1;
}

function lastBelow(limit: lua.Expression, operator: lua.Operator): lua.Expression | undefined {
  if (operator === lua.SyntaxKind.LessEqualOperator) return limit;
  if (operator !== lua.SyntaxKind.LessThanOperator) return undefined;
  if (lua.isNumericLiteral(limit)) return lua.createNumericLiteral(limit.value - 1);
  return lua.createBinaryExpression(limit, lua.createNumericLiteral(1), lua.SyntaxKind.SubtractionOperator);
}

/** A number, a variable that has one value, or the length of one that the loop only reads from. */
function isConstant(
  limit: lua.Expression,
  body: readonly lua.Statement[],
  variables: ReadonlyMap<lua.Node, Variable>,
): boolean {
  if (lua.isNumericLiteral(limit)) return true;
  const isLength = lua.isUnaryExpression(limit) && limit.operator === lua.SyntaxKind.LengthOperator;
  const variable = variables.get(isLength ? limit.operand : limit);
  if (variable?.writes !== 0) return false;
  return !isLength || body.every((statement) => onlyReads(statement, variable));
}

/** Is this variable only asked for its length, for one of its elements, or for characters? */
function onlyReads(node: lua.Node, variable: Variable): boolean {
  if (
    lua.isAssignmentStatement(node) &&
    node.left.some((one) => lua.isTableIndexExpression(one) && isIt(one.table, variable))
  )
    return false;
  const isCharacters =
    lua.isCallExpression(node) && lua.isIdentifier(node.expression) && node.expression.text.startsWith('__TS__String');
  const isRead =
    isCharacters ||
    lua.isTableIndexExpression(node) ||
    (lua.isUnaryExpression(node) && node.operator === lua.SyntaxKind.LengthOperator);
  return parts(node).every((part) => (isIt(part, variable) ? isRead : onlyReads(part, variable)));
}

function isIt(node: lua.Node, { places }: Variable): boolean {
  return lua.isIdentifier(node) && places.includes(node);
}

/** local a = x local b = y becomes local a, b = x, y where y does not say a. */
export function joinDeclarations(statements: readonly lua.Statement[]): void {
  walk(statements, (node) => {
    for (const list of listsIn(node)) {
      const joined: lua.Statement[] = [];
      for (const statement of list) {
        const before = joined.at(-1);
        if (before !== undefined && canJoin(before) && canJoin(statement) && isApart(before, statement)) {
          before.left.push(...statement.left);
          before.right!.push(...statement.right!);
        } else joined.push(statement);
      }
      list.splice(0, list.length, ...joined);
    }
  });
}

/** As many values as names; no function, which would be printed at length. */
function canJoin(statement: lua.Statement): statement is lua.VariableDeclarationStatement {
  if (!lua.isVariableDeclarationStatement(statement)) return false;
  const { left, right = [] } = statement;
  return left.length === right.length && !right.some(lua.isFunctionExpression);
}

function isApart(before: lua.VariableDeclarationStatement, after: lua.VariableDeclarationStatement): boolean {
  const names = before.left.map(({ text }) => text);
  let found = after.left.some(({ text }) => names.includes(text));
  walk(after.right!, (node) => {
    found ||= lua.isIdentifier(node) && names.includes(node.text);
  });
  return !found;
}

/**
 * What a chunk declares without a value is declared once, in front of it, its functions too: `local f, g` and
 * `function f()` is shorter than `local function f()`.
 */
export function declareOnce(chunk: lua.Statement[]): void {
  const names: lua.Identifier[] = [];
  const rest = chunk.flatMap((one): lua.Statement[] => {
    if (!lua.isVariableDeclarationStatement(one)) return [one];
    if (lua.isFunctionDefinition(one)) {
      names.push(lua.cloneIdentifier(one.left[0]!));
      return [lua.createAssignmentStatement(one.left, one.right)];
    }
    if (one.right !== undefined && one.right.length > 0) return [one];
    names.push(...one.left);
    return [];
  });
  if (names.length > 0) rest.unshift(lua.createVariableDeclarationStatement(names));
  chunk.splice(0, chunk.length, ...rest);
}

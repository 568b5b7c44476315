// What a constant condition never lets happen is left out.
import * as lua from 'typescript-to-lua';
import { become, parts } from './tree';

/** Decides `false and x`, `if true then` and the like, the innermost first; in place. */
export function leaveOutNever(statements: lua.Statement[]): void {
  statements.forEach(decide);
  settle(statements);
}

function decide(node: lua.Node): void {
  parts(node).forEach(decide);
  if (lua.isParenthesizedExpression(node) && truthOf(node.expression) !== undefined) become(node, node.expression);
  else if (lua.isBinaryExpression(node)) decideBinary(node);
  else if (lua.isUnaryExpression(node) && node.operator === lua.SyntaxKind.NotOperator) {
    const truth = truthOf(node.operand);
    if (truth !== undefined) become(node, lua.createBooleanLiteral(!truth));
  } else if (lua.isIfStatement(node)) {
    const rest = node.elseBlock;
    if (rest !== undefined && lua.isIfStatement(rest)) node.elseBlock = withoutNever(rest);
  } else if (lua.isBlock(node) || lua.isDoStatement(node)) settle(node.statements);
}

function decideBinary(node: lua.BinaryExpression): void {
  const { left, right, operator } = node;
  const truth = truthOf(left);
  if (truth === undefined) return;
  if (operator === lua.SyntaxKind.AndOperator) become(node, truth ? right : left);
  else if (operator === lua.SyntaxKind.OrOperator) become(node, truth ? left : right);
}

function truthOf(node: lua.Node): boolean | undefined {
  if (node.kind === lua.SyntaxKind.TrueKeyword) return true;
  return node.kind === lua.SyntaxKind.FalseKeyword ? false : undefined;
}

/** An `if` without branches that never run: another `if`, the block that always runs, or nothing. */
function withoutNever(statement: lua.IfStatement): lua.IfStatement | lua.Block | undefined {
  const truth = truthOf(statement.condition);
  if (truth === true) return statement.ifBlock;
  if (truth === undefined) {
    const isEmpty = statement.ifBlock.statements.length === 0 && statement.elseBlock === undefined;
    return isEmpty && isPure(statement.condition) ? undefined : statement;
  }
  const rest = statement.elseBlock;
  return rest !== undefined && lua.isIfStatement(rest) ? withoutNever(rest) : rest;
}

/** Asking for it changes nothing. */
function isPure(node: lua.Node): boolean {
  return !lua.isCallExpression(node) && !lua.isMethodCallExpression(node) && parts(node).every(isPure);
}

function settle(statements: lua.Statement[]): void {
  const settled = statements.flatMap((one) => {
    if (!lua.isIfStatement(one)) return [one];
    const left = withoutNever(one);
    if (left === undefined) return [];
    return [lua.isIfStatement(left) ? left : lua.createDoStatement(left.statements)];
  });
  statements.splice(0, statements.length, ...settled);
}

// What is there counts as true in Lua, 0 and '' too: a condition need not ask whether it is nil.
import ts from 'typescript';
import type { Plugin } from 'typescript-to-lua';

/** if (x !== undefined) becomes if x then, where x is nothing that could be false. */
export const shortConditions: NonNullable<Plugin['visitors']> = {
  [ts.SyntaxKind.BinaryExpression](node, context) {
    const asks =
      node.operatorToken.kind === ts.SyntaxKind.ExclamationEqualsEqualsToken &&
      ts.isIdentifier(node.right) &&
      node.right.text === 'undefined';
    return asks && isCondition(node) && !canBeFalse(context.checker.getTypeAtLocation(node.left))
      ? context.transformExpression(node.left)
      : context.superTransformExpression(node);
  },
};

/** Does nobody see the value but who decides by it? */
function isCondition(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent)) return parent.expression === node;
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken;
  if (ts.isParenthesizedExpression(parent)) return isCondition(parent);
  if (!ts.isBinaryExpression(parent)) return false;
  const { kind } = parent.operatorToken;
  const joins = kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken;
  return joins && isCondition(parent);
}

const NEVER_FALSE = ts.TypeFlags.NumberLike | ts.TypeFlags.StringLike | ts.TypeFlags.Object | ts.TypeFlags.Undefined;

function canBeFalse(type: ts.Type): boolean {
  return type.isUnion() ? type.types.some(canBeFalse) : (type.flags & NEVER_FALSE) === 0;
}

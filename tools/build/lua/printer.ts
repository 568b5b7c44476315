// A syntax tree of Lua as text.
import * as tstl from 'typescript-to-lua';

/** From here to the last 32-bit number, decimals would be floats in a Lua with 32-bit integers; hexadecimals wrap. */
const BEYOND_INT32 = 0x7fffffff;
const LAST_UINT32 = 0xffffffff;

/** What typescript-to-lua prints wrongly, or at length. */
export class ExactPrinter extends tstl.LuaPrinter {
  /** A zero byte before a digit is no escape of two digits. */
  override printStringLiteral(literal: tstl.StringLiteral): ReturnType<tstl.LuaPrinter['printStringLiteral']> {
    const [first = '', ...rest] = literal.value.split('\0').map((part) => tstl.escapeString(part).slice(1, -1));
    const escaped = rest.map((part) => (/^\d/.test(part) ? '\\000' : '\\0') + part);
    return this.createSourceNode(literal, `"${first}${escaped.join('')}"`);
  }

  /** A chain of texts is one instruction, and one text less a link, as long as no parentheses are in it. */
  override printBinaryExpression(
    expression: tstl.BinaryExpression,
  ): ReturnType<tstl.LuaPrinter['printBinaryExpression']> {
    const { left, right } = expression;
    if (expression.operator !== tstl.SyntaxKind.ConcatOperator || !isConcat(left))
      return super.printBinaryExpression(expression);
    const rest = tstl.createBinaryExpression(left.right, right, tstl.SyntaxKind.ConcatOperator);
    return this.printBinaryExpression(tstl.createBinaryExpression(left.left, rest, tstl.SyntaxKind.ConcatOperator));
  }

  /** Lua asks for no parentheses around a table or a text that is all that a function is given. */
  override printCallExpression(expression: tstl.CallExpression): ReturnType<tstl.LuaPrinter['printCallExpression']> {
    const [only, ...more] = expression.params;
    if (more.length > 0 || only === undefined || !tstl.isIdentifier(withoutFields(expression.expression)))
      return super.printCallExpression(expression);
    if (!tstl.isTableExpression(only) && !tstl.isStringLiteral(only)) return super.printCallExpression(expression);
    return this.createSourceNode(expression, [this.printExpression(expression.expression), this.printExpression(only)]);
  }

  override printNumericLiteral(literal: tstl.NumericLiteral): ReturnType<tstl.LuaPrinter['printNumericLiteral']> {
    const { value } = literal;
    if (!Number.isInteger(value) || value <= BEYOND_INT32 || value > LAST_UINT32) {
      return super.printNumericLiteral(literal);
    }
    return this.createSourceNode(literal, `0x${value.toString(16)}`);
  }
}

function withoutFields(node: tstl.Expression): tstl.Expression {
  return tstl.isTableIndexExpression(node) ? withoutFields(node.table) : node;
}

function isConcat(node: tstl.Expression): node is tstl.BinaryExpression {
  return tstl.isBinaryExpression(node) && node.operator === tstl.SyntaxKind.ConcatOperator;
}

// Expressions in fewer letters that mean the same.
import * as lua from 'typescript-to-lua';
import { become, listsIn, walk } from './tree';

const CHAR_CODE_AT = '__TS__StringCharCodeAt';

/** string.byte(s, 1) or 0/0, which stands where the place is known, is what the library's function does anyway. */
export function askLibrary(statements: readonly lua.Statement[]): void {
  walk(statements, (node) => {
    if (!lua.isBinaryExpression(node) || node.operator !== lua.SyntaxKind.OrOperator) return;
    const { left, right } = node;
    const isNoNumber = lua.isBinaryExpression(right) && right.operator === lua.SyntaxKind.DivisionOperator;
    if (!isNoNumber || !lua.isCallExpression(left) || !isNamed(left.expression, 'string', 'byte')) return;
    const [text, place] = left.params;
    if (place === undefined || !lua.isNumericLiteral(place)) return;
    const call = [text!, lua.createNumericLiteral(place.value - 1)];
    become(node, lua.createCallExpression(lua.createIdentifier(CHAR_CODE_AT), call));
  });
}

function isNamed(node: lua.Expression, table: string, field: string): boolean {
  if (!lua.isTableIndexExpression(node) || !lua.isIdentifier(node.table) || node.table.text !== table) return false;
  return lua.isStringLiteral(node.index) && node.index.value === field;
}

/** Parentheses that the printer would put anyway, or need not; those around a call cut its values to one. */
export function leaveOutBrackets(statements: readonly lua.Statement[]): void {
  walk(statements, (node) => {
    while (lua.isParenthesizedExpression(node)) {
      const inner: lua.Expression = node.expression;
      if (lua.isCallExpression(inner) || lua.isMethodCallExpression(inner) || lua.isDotsLiteral(inner)) return;
      become(node, inner);
    }
  });
}

/** (a & 0xffffffff) >> 8 is a >> 8 & 0xffffff. */
export function maskLater(statements: readonly lua.Statement[]): void {
  walk(statements, (node) => {
    if (!lua.isBinaryExpression(node) || node.operator !== lua.SyntaxKind.BitwiseRightShiftOperator) return;
    const { left, right } = node;
    if (!lua.isBinaryExpression(left) || left.operator !== lua.SyntaxKind.BitwiseAndOperator) return;
    if (!isNumber(left.right, 0xffffffff) || !lua.isNumericLiteral(right) || right.value < 1) return;
    const shifted = lua.createBinaryExpression(left.left, right, lua.SyntaxKind.BitwiseRightShiftOperator);
    const mask = lua.createNumericLiteral(0xffffffff >>> right.value);
    become(node, lua.createBinaryExpression(shifted, mask, lua.SyntaxKind.BitwiseAndOperator));
  });
}

function isNumber(node: lua.Expression, value: number): boolean {
  return lua.isNumericLiteral(node) && node.value === value;
}

/** A longer list than this is shorter said once. */
const LIST_DOTS = 2;

/** local l = a.b; l[#l + 1] = x is a.b[#a.b + 1] = x. */
export function pushInPlace(statements: readonly lua.Statement[]): void {
  walk(statements, (node) => {
    for (const list of listsIn(node)) {
      const short = list.flatMap((one, i) => {
        if (listPushedTo(one, list[i + 1]) !== undefined) return [];
        const to = list[i - 1] === undefined ? undefined : listPushedTo(list[i - 1]!, one);
        if (to === undefined) return [one];
        const end = lua.createUnaryExpression(structuredClone(to), lua.SyntaxKind.LengthOperator);
        const next = lua.createBinaryExpression(end, lua.createNumericLiteral(1), lua.SyntaxKind.AdditionOperator);
        return [
          lua.createAssignmentStatement(
            lua.createTableIndexExpression(to, next),
            (one as lua.AssignmentStatement).right,
          ),
        ];
      });
      list.splice(0, list.length, ...short);
    }
  });
}

/** What typescript-to-lua's own variable stands for, when the next statement is its only use. */
function listPushedTo(first: lua.Statement, next: lua.Statement | undefined): lua.Expression | undefined {
  if (!lua.isVariableDeclarationStatement(first) || first.left.length !== 1 || next === undefined) return undefined;
  const [name] = first.left;
  const [value] = first.right ?? [];
  if (!name!.text.startsWith('____') || value === undefined || dotsIn(value) > LIST_DOTS) return undefined;
  if (!lua.isAssignmentStatement(next) || next.left.length !== 1) return undefined;
  const [place] = next.left;
  if (!lua.isTableIndexExpression(place!) || !lua.isIdentifier(place.table) || place.table.text !== name!.text)
    return undefined;
  const end = place.index;
  if (!lua.isBinaryExpression(end) || !lua.isUnaryExpression(end.left) || !isNumber(end.right, 1)) return undefined;
  return end.left.operator === lua.SyntaxKind.LengthOperator ? value : undefined;
}

/** How many fields are asked for, and too many where something else is done. */
function dotsIn(node: lua.Expression): number {
  if (lua.isIdentifier(node)) return 0;
  const isField = lua.isTableIndexExpression(node) && lua.isStringLiteral(node.index);
  return isField ? 1 + dotsIn(node.table) : Infinity;
}

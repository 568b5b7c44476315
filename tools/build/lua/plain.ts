// What typescript-to-lua writes at length, said plainly: constants in their places, functions that nobody calls left out,
// a switch as if and elseif.
import * as lua from 'typescript-to-lua';
import type { Linked } from './link';
import { leaveOutNever } from './never';
import { leaveOutReturns } from './returns';
import { become, namesIn, parts, walk } from './tree';

/** A longer word in two places takes more room than a variable. */
const SHORT_TEXT = 8;
const LAST_UINT32 = 0xffffffff;

/** Changes the modules in place. */
export function simplify(modules: readonly Linked[]): void {
  for (const module of modules) walk(module.statements, (node) => simplifySwitches(node));
  placeConstants(modules);
  for (const { statements } of modules) leaveOutNever(statements);
  placeDivisions(modules);
  for (const { statements } of modules) walk(statements, leaveOutMask);
  leaveOutUnused(modules);
  leaveOutReturns(modules.flatMap(({ statements }) => statements));
}

/** (x & 0xffffffff) >> n & k is x >> n & k where k has so few bits that none of them comes from above the lower 32. */
function leaveOutMask(node: lua.Node): void {
  if (!lua.isBinaryExpression(node) || node.operator !== lua.SyntaxKind.BitwiseAndOperator) return;
  const [shift, kept] = [withoutBrackets(node.left), node.right];
  if (!lua.isNumericLiteral(kept) || kept.value < 1 || !lua.isBinaryExpression(shift)) return;
  if (shift.operator !== lua.SyntaxKind.BitwiseRightShiftOperator) return;
  const masked = withoutBrackets(shift.left);
  if (!lua.isBinaryExpression(masked) || masked.operator !== lua.SyntaxKind.BitwiseAndOperator) return;
  const isMask = lua.isNumericLiteral(masked.right) && masked.right.value === LAST_UINT32;
  // A shift is by 31 at the most: of a single bit it is always one of the lower 32.
  const shifted = lua.isNumericLiteral(shift.right) ? shift.right.value : 31;
  if (isMask && shifted + Math.floor(Math.log2(kept.value)) < 32) shift.left = masked.left;
}

function withoutBrackets(node: lua.Expression): lua.Expression {
  return lua.isParenthesizedExpression(node) ? withoutBrackets(node.expression) : node;
}

/** Numbers, short texts, true and false that are given to a variable of a module once. */
function placeConstants(modules: readonly Linked[]): void {
  const values = new Map<string, lua.Expression>();
  const given = new Map<string, number>();
  const places = new Map<string, lua.Identifier[]>();
  for (const { statements } of modules) {
    walk(statements, (node) => {
      if (lua.isIdentifier(node)) places.set(node.text, [...(places.get(node.text) ?? []), node]);
      if (!lua.isAssignmentStatement(node) && !lua.isVariableDeclarationStatement(node)) return;
      if (node.right === undefined || node.right.length === 0) return;
      for (const left of node.left) if (lua.isIdentifier(left)) given.set(left.text, (given.get(left.text) ?? 0) + 1);
    });
    for (const statement of statements) {
      const value = valueGiven(statement);
      if (value !== undefined) values.set(...value);
    }
  }
  for (const [name, value] of values) {
    const uses = places.get(name)!.length;
    const isLong = lua.isStringLiteral(value) && value.value.length > SHORT_TEXT && uses > 2;
    if (given.get(name) !== 1 || isLong) values.delete(name);
  }
  for (const module of modules) {
    module.statements = module.statements.filter((one) => !values.has(valueGiven(one)?.[0] ?? ''));
    forget(module, (name) => values.has(name));
  }
  for (const [name, value] of values) for (const place of places.get(name)!) become(place, lua.cloneNode(value));
}

/** The name and the constant, when a statement is `local NAME = 5` or `NAME = 5`. */
function valueGiven(statement: lua.Statement): [string, lua.Expression] | undefined {
  if (!lua.isVariableDeclarationStatement(statement) && !lua.isAssignmentStatement(statement)) return undefined;
  const [name] = statement.left;
  const [value] = statement.right ?? [];
  if (statement.left.length !== 1 || !lua.isIdentifier(name!) || value === undefined) return undefined;
  const number = lua.isUnaryExpression(value) ? value.operand : value;
  const isConstant = lua.isNumericLiteral(number) || lua.isStringLiteral(value) || lua.isBooleanLiteral(value);
  return isConstant ? [name.text, value] : undefined;
}

/** Calls of a function that does nothing but divide its two parameters become that division. */
function placeDivisions(modules: readonly Linked[]): void {
  const divisions = new Set<string>();
  for (const statement of modules.flatMap(({ statements }) => statements)) {
    const name = functionNamed(statement);
    const run = name === undefined ? undefined : (statement as lua.AssignmentStatement).right[0];
    if (name === undefined || !lua.isFunctionExpression(run!)) continue;
    const [end] = run.body.statements;
    const value = end !== undefined && lua.isReturnStatement(end) ? end.expressions[0] : undefined;
    if (value === undefined || !lua.isBinaryExpression(value) || !isIntegerDivision(value, run)) continue;
    divisions.add(name);
  }
  for (const { statements } of modules)
    walk(statements, (node) => {
      if (!lua.isCallExpression(node) || !lua.isIdentifier(node.expression) || !divisions.has(node.expression.text))
        return;
      const [of, by] = node.params;
      become(node, lua.createBinaryExpression(of!, by!, lua.SyntaxKind.FloorDivisionOperator));
    });
}

function isIntegerDivision(
  { left, right, operator }: lua.BinaryExpression,
  { params }: lua.FunctionExpression,
): boolean {
  const [of, by] = params ?? [];
  if (operator !== lua.SyntaxKind.FloorDivisionOperator || !lua.isIdentifier(left) || !lua.isIdentifier(right))
    return false;
  return left.text === of?.text && right.text === by?.text;
}

/** Takes away functions that nothing reaches from what runs when the program starts. */
function leaveOutUnused(modules: readonly Linked[]): void {
  const bodies = new Map<string, lua.Statement>();
  const reached = new Set<string>();
  const reach = (statement: lua.Statement): void => {
    walk([statement], (node) => {
      if (!lua.isIdentifier(node) || reached.has(node.text)) return;
      reached.add(node.text);
      const body = bodies.get(node.text);
      if (body !== undefined) reach(body);
    });
  };
  const all = modules.flatMap(({ statements }) => statements);
  for (const statement of all) {
    const name = functionNamed(statement);
    if (name !== undefined) bodies.set(name, statement);
  }
  for (const statement of all) if (functionNamed(statement) === undefined && !isBare(statement)) reach(statement);
  const isGone = (name: string): boolean => bodies.has(name) && !reached.has(name);
  for (const module of modules) {
    module.statements = module.statements.filter((statement) => !isGone(functionNamed(statement) ?? ''));
    forget(module, isGone);
  }
}

/** Takes names out of `local a, b` and out of what the module exports. */
export function forget(module: Linked, isGone: (name: string) => boolean): void {
  module.exports = module.exports.filter((name) => !isGone(name));
  for (const one of module.statements) if (isBare(one)) one.left = one.left.filter(({ text }) => !isGone(text));
  module.statements = module.statements.filter((one) => !isBare(one) || one.left.length > 0);
}

/** `local a, b` */
export function isBare(statement: lua.Statement): statement is lua.VariableDeclarationStatement {
  if (!lua.isVariableDeclarationStatement(statement)) return false;
  return statement.right === undefined || statement.right.length === 0;
}

function functionNamed(statement: lua.Statement): string | undefined {
  if (!lua.isVariableDeclarationStatement(statement) && !lua.isAssignmentStatement(statement)) return undefined;
  if (!lua.isFunctionDefinition(statement)) return undefined;
  const [name] = statement.left;
  return lua.isIdentifier(name!) ? name.text : undefined;
}

/** repeat local s, c = ...; if c then ... break end; c = c or ...; until true */
function simplifySwitches(node: lua.Node): void {
  const statements = lua.isBlock(node) || lua.isDoStatement(node) ? node.statements : undefined;
  if (statements === undefined) return;
  statements.forEach((statement, i) => {
    const plain = lua.isRepeatStatement(statement) ? plainSwitch(statement) : undefined;
    if (plain !== undefined) statements[i] = plain;
  });
}

function plainSwitch({ body, condition }: lua.RepeatStatement): lua.Statement | undefined {
  const [value, first, ...cases] = body.statements;
  if (condition.kind !== lua.SyntaxKind.TrueKeyword || value === undefined || first === undefined) return undefined;
  const isSwitch = lua.isVariableDeclarationStatement(value) && value.left[0]!.text.startsWith('____switch');
  if (!isSwitch || !lua.isVariableDeclarationStatement(first)) return undefined;
  let test = first.right?.[0];
  const tests: { test: lua.Expression; block: lua.Block }[] = [];
  let otherwise: lua.Block | undefined;
  for (const one of cases) {
    if (lua.isIfStatement(one) && one.elseBlock === undefined && test !== undefined) {
      if (!leaves(one.ifBlock)) return undefined;
      tests.push({ test, block: withoutBreak(one.ifBlock) });
      test = undefined;
    } else if (lua.isAssignmentStatement(one) && lua.isBinaryExpression(one.right[0]!)) {
      // Two cases with one body come as two tests.
      const next = one.right[0].right;
      test = test === undefined ? next : lua.createBinaryExpression(test, next, lua.SyntaxKind.OrOperator);
    } else if (lua.isDoStatement(one) && one === cases.at(-1)) {
      otherwise = withoutBreak(lua.createBlock(one.statements));
      if (breaks(otherwise)) return undefined;
    } else return undefined;
  }
  const chain = tests.reduceRight<lua.Block | lua.IfStatement | undefined>(
    (rest, { test: when, block }) => lua.createIfStatement(when, block, rest),
    otherwise,
  );
  return chain === undefined
    ? undefined
    : lua.createDoStatement([value, ...(lua.isIfStatement(chain) ? [chain] : chain.statements)]);
}

/** Does a case end by itself, and only at its end? */
function leaves(block: lua.Block): boolean {
  const last = block.statements.at(-1);
  const ends = last !== undefined && (lua.isReturnStatement(last) || lua.isBreakStatement(last));
  return ends && !breaks(withoutBreak(block));
}

function withoutBreak(block: lua.Block): lua.Block {
  const last = block.statements.at(-1);
  return last !== undefined && lua.isBreakStatement(last) ? lua.createBlock(block.statements.slice(0, -1)) : block;
}

/** Is there a break in it that means the switch? */
function breaks(node: lua.Node): boolean {
  if (lua.isBreakStatement(node)) return true;
  if (lua.isFunctionExpression(node) || lua.isIterationStatement(node)) return false;
  return parts(node).some(breaks);
}

/** Lua's limit is 200 variables in a function. The least used of what modules share become fields of one table. */
const VARIABLES_LIMIT = 120;
const TABLE = 'shared_table';

/** The chunk: each module's exports as variables and, where there are many, the rest of it in a block of its own. */
export function chunkOf(modules: readonly Linked[]): lua.Statement[] {
  const { free } = namesIn(modules.flatMap(({ statements }) => statements));
  const exported = modules.flatMap(({ exports }) => exports);
  const byUse = exported.sort((a, b) => (free.get(b)?.length ?? 0) - (free.get(a)?.length ?? 0));
  const fields = new Set(byUse.slice(VARIABLES_LIMIT));
  for (const name of fields) {
    for (const place of free.get(name) ?? []) {
      become(place, lua.createTableIndexExpression(lua.createIdentifier(TABLE), lua.createStringLiteral(name)));
    }
  }
  const table = lua.createVariableDeclarationStatement(lua.createIdentifier(TABLE), lua.createTableExpression());
  const own = modules.flatMap(({ statements }) => statements.filter(lua.isVariableDeclarationStatement));
  const isCrowded = exported.length + own.flatMap(({ left }) => left).length > VARIABLES_LIMIT;
  const blocks = modules.flatMap(({ exports, statements }) => {
    const variables = exports.filter((name) => !fields.has(name)).map((name) => lua.createIdentifier(name));
    const declared = variables.length > 0 ? [lua.createVariableDeclarationStatement(variables)] : [];
    const hasOwn = statements.some(lua.isVariableDeclarationStatement);
    return [...declared, ...(isCrowded && hasOwn ? [lua.createDoStatement(statements)] : statements)];
  });
  return fields.size > 0 ? [table, ...blocks] : blocks;
}

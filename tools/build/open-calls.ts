// terser writes a function that is called once where it is called: ((a, b) => { ... })(x, y). Where it is called for what
// it does, its body can stand there itself: that is shorter, and an Espruino need not make a function to run it.
import ts from 'typescript';

interface Edit {
  from: number;
  to: number;
  text: string;
}

/** Opens such calls in a program whose statements terser has not joined yet. */
export function withCallsOpened(program: string): string {
  for (let text = program; ;) {
    const next = opened(text);
    if (next === text) return text;
    text = next;
  }
}

/** One round: calls within calls are left to the next. */
function opened(program: string): string {
  const source = ts.createSourceFile('program.js', program, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const changing = assignedIn(source);
  const edits: Edit[] = [];
  const visit = (node: ts.Node): void => {
    const text = ts.isStatement(node) ? blockFor(node, changing) : handedOn(node);
    if (text === undefined) ts.forEachChild(node, visit);
    else edits.push({ from: node.getStart(), to: node.end, text });
  };
  visit(source);
  return edited(program, edits, 0);
}

/** What a statement becomes that only calls a function written there; nothing where that would mean something else. */
function blockFor(statement: ts.Statement, changing: ReadonlySet<string>): string | undefined {
  const call = callOf(statement);
  if (call === undefined) return undefined;
  const { run, given, isVoid } = call;
  const returns = ts.isBlock(run.body) ? returnsIn(run.body) : [];
  const isReturn = ts.isReturnStatement(statement);
  const isLast = endsFunction(statement);
  const gives = returns.some(({ expression }) => expression !== undefined);
  if (gives && (isVoid || !isReturn)) return undefined;
  if (!isReturn && returns.length > 0 && !isLast) return undefined;
  const body = bodyWith(run, given, changing);
  if (body === undefined) return undefined;
  if (!ts.isBlock(run.body))
    return `{${body.before}${isReturn && !isVoid ? 'return ' : ''}${body.text};${isReturn && isVoid ? 'return;' : ''}}`;
  return `{${body.before}${body.text}${isReturn && !isLast ? ';return;' : ''}}`;
}

/** ((a, b) => f(a, b))(x, y) is f(x, y). What is built up when it is used (lazy.ts) is called so. */
function handedOn(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node) || !ts.isParenthesizedExpression(node.expression)) return undefined;
  const run = node.expression.expression;
  if (!ts.isArrowFunction(run) || !ts.isCallExpression(run.body)) return undefined;
  const taken = run.parameters.map(({ name }) => name.getText());
  const handed = run.body.arguments.map((one) => one.getText());
  const isSame = taken.join() === handed.join() && node.arguments.length === taken.length;
  const callee = run.body.expression;
  const isKnown = ts.isIdentifier(callee) || (ts.isCallExpression(callee) && ts.isIdentifier(callee.expression));
  if (!isSame || !isKnown || identifiersIn(callee).some((name) => taken.includes(name))) return undefined;
  return `${callee.getText()}(${node.arguments.map((one) => one.getText()).join()})`;
}

interface Call {
  run: ts.ArrowFunction;
  given: readonly ts.Expression[];
  isVoid: boolean;
}

function callOf(statement: ts.Statement): Call | undefined {
  if (!ts.isExpressionStatement(statement) && !ts.isReturnStatement(statement)) return undefined;
  let call: ts.Expression | undefined = statement.expression;
  const isVoid = call !== undefined && ts.isVoidExpression(call);
  if (call !== undefined && ts.isVoidExpression(call)) call = call.expression;
  if (call === undefined || !ts.isCallExpression(call) || !ts.isParenthesizedExpression(call.expression))
    return undefined;
  const run = call.expression.expression;
  const isPlain = ts.isArrowFunction(run) && run.parameters.every(({ name }) => ts.isIdentifier(name));
  return isPlain ? { run, given: call.arguments, isVoid } : undefined;
}

function returnsIn(node: ts.Node): ts.ReturnStatement[] {
  if (ts.isFunctionLike(node)) return [];
  if (ts.isReturnStatement(node)) return [node];
  const found: ts.ReturnStatement[] = [];
  ts.forEachChild(node, (child) => void found.push(...returnsIn(child)));
  return found;
}

/** Does nothing come after it in its function? */
function endsFunction(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isFunctionLike(parent)) return true;
  if (ts.isBlock(parent)) return parent.statements.at(-1) === node && endsFunction(parent);
  if (ts.isIfStatement(parent)) return endsFunction(parent);
  // What falls out of a case falls into the next.
  const isLastCase = ts.isCaseOrDefaultClause(parent) && parent.parent.clauses.at(-1) === parent;
  return isLastCase && parent.statements.at(-1) === node && endsFunction(parent.parent.parent);
}

/** The body with what it is given in the places of its parameters, or in variables before it. */
function bodyWith(
  { parameters, body }: ts.ArrowFunction,
  given: readonly ts.Expression[],
  changing: ReadonlySet<string>,
): { before: string; text: string } | undefined {
  const declared = declaredIn(body);
  if (declared.has(VAR) || [body, ...given].some(makesFunctions)) return undefined;
  const names = parameters.map(({ name }) => (name as ts.Identifier).text);
  const edits: Edit[] = [];
  const before: string[] = [];
  for (const [i, name] of names.entries()) {
    if (declared.has(name)) return undefined;
    const value = given[i];
    const text = value?.getText();
    if (text === name) continue;
    const isSame = value !== undefined && isConstant(value, changing) && !changing.has(name);
    if (isSame && !declared.has(text!) && !names.includes(text!)) {
      for (const use of usesOf(name, body))
        edits.push({ from: use.from, to: use.to, text: use.isShort ? `${name}:${text}` : text! });
    } else {
      // In the block, its own variables would be meant.
      if (value !== undefined && identifiersIn(value).some((one) => declared.has(one) || names.includes(one)))
        return undefined;
      before.push(value === undefined ? `let ${name};` : `let ${name}=${text};`);
    }
  }
  if (given.length > names.length) return undefined;
  const [from, to] = ts.isBlock(body) ? [body.getStart() + 1, body.end - 1] : [body.getStart(), body.end];
  const source = body.getSourceFile().text;
  return { before: before.join(''), text: edited(source.slice(from, to), edits, from) };
}

/** A function that is made within a block keeps the block's variables and those around it apart: 40 more in one board. */
function makesFunctions(node: ts.Node): boolean {
  return ts.isFunctionLike(node) || (ts.forEachChild(node, (child) => makesFunctions(child) || undefined) ?? false);
}

const VAR = 'var';

/** All names that a function's body declares, also in functions within; VAR where one belongs to the whole function. */
function declaredIn(body: ts.Node): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) === 0) names.add(VAR);
    const isDeclaration = ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isFunctionDeclaration(node);
    if (isDeclaration && node.name !== undefined && ts.isIdentifier(node.name)) names.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return names;
}

/** Something that is the same whenever it is asked for, and as short. */
function isConstant(value: ts.Expression, changing: ReadonlySet<string>): boolean {
  if (ts.isIdentifier(value)) return !changing.has(value.text);
  const isTruth = value.kind === ts.SyntaxKind.TrueKeyword || value.kind === ts.SyntaxKind.FalseKeyword;
  return isTruth || ts.isNumericLiteral(value);
}

function identifiersIn(node: ts.Node): string[] {
  const own = ts.isIdentifier(node) && isVariable(node) ? [node.text] : [];
  ts.forEachChild(node, (child) => void own.push(...identifiersIn(child)));
  return own;
}

function usesOf(name: string, body: ts.Node): { from: number; to: number; isShort: boolean }[] {
  const found: { from: number; to: number; isShort: boolean }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === name && isVariable(node))
      found.push({ from: node.getStart(), to: node.end, isShort: ts.isShorthandPropertyAssignment(node.parent) });
    ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

/** The name of a variable, not of a field. */
function isVariable(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  return !ts.isMethodDeclaration(parent);
}

/** Names that are given another value anywhere. */
function assignedIn(source: ts.Node): Set<string> {
  const names = new Set<string>();
  const note = (target: ts.Node): void => {
    if (ts.isIdentifier(target)) names.add(target.text);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) note(node.left);
    if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) note(node.operand);
    if (ts.isForOfStatement(node) || ts.isForInStatement(node)) note(node.initializer);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** A text that begins at `start` of what the edits count from. */
function edited(text: string, edits: readonly Edit[], start: number): string {
  let result = '';
  let at = start;
  for (const { from, to, text: other } of [...edits].sort((a, b) => a.from - b.from)) {
    result += text.slice(at - start, from - start) + other;
    at = to;
  }
  return result + text.slice(at - start);
}

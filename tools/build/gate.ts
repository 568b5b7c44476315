// What esbuild lets through and Espruino 2v29 does not do, or does differently without a word (engine notes in README.md).
import ts from 'typescript';

/** Methods that Espruino's built-ins do not have. The type check knows too; a cast would get past it. */
const missingMethods = new Set(
  ['at', 'codePointAt', 'copyWithin', 'entries', 'findLast', 'flat', 'flatMap', 'freeze', 'isInteger', 'localeCompare']
    .concat(['imul', 'clz32', 'trunc', 'log2', 'hypot', 'matchAll', 'trimStart', 'trimEnd', 'from', 'of', 'race'])
    .concat(['finally', 'normalize', 'raw', 'allSettled', 'any']),
);
const brokenRegex = /\{\d+(,\d*)?\}|\(\?/;

/** Everything in a bundle that the engine would stumble over: one sentence each with its line. Empty when it is fit. */
export function gate(js: string, knownGlobals: ReadonlySet<string>): string[] {
  const source = ts.createSourceFile('bundle.js', js, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const found: string[] = [];
  const report = (node: ts.Node, what: string): void => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    const from = ts.isIdentifier(node) ? node.getStart() - 30 : node.getStart();
    const excerpt = js.slice(Math.max(0, from), node.getStart() + 40).replace(/\s+/g, ' ');
    found.push(`line ${line + 1}: ${what}: ${excerpt}`);
  };
  const visit = (node: ts.Node): void => {
    const what = fault(node);
    if (what !== undefined) report(node, what);
    if (isLoopWithLet(node))
      for (const name of capturedFrom(node)) report(name, 'a closure sees only the last value of this loop variable');
    if (ts.isFunctionLike(node) || ts.isSourceFile(node)) {
      for (const early of assignedTooEarly(node)) report(early, 'a variable is used before the line that declares it');
    }
    if (ts.isBlock(node) || ts.isSourceFile(node)) {
      for (const early of usedTooEarly(node)) report(early, 'a function runs before the line that declares it');
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  for (const name of freeNames(source)) {
    if (!knownGlobals.has(name.text)) report(name, 'Espruino has no such name');
  }
  return found;
}

/** The names that a declaration file gives the program: `declare const X`, `declare function x`. */
export function declaredIn(declarations: string): Set<string> {
  const source = ts.createSourceFile('engine.d.ts', declarations, ts.ScriptTarget.ES2022, true);
  const names = new Set(['undefined', 'NaN', 'arguments']);
  for (const statement of source.statements) {
    if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations) if (ts.isIdentifier(name)) names.add(name.text);
    }
    if (ts.isFunctionDeclaration(statement) && statement.name !== undefined) names.add(statement.name.text);
  }
  return names;
}

function fault(node: ts.Node): string | undefined {
  if (ts.isLabeledStatement(node)) return 'labels are not understood';
  if (ts.isComputedPropertyName(node)) return 'computed keys are not understood';
  if (ts.isTaggedTemplateExpression(node)) return 'tagged templates are not understood';
  if (ts.isBigIntLiteral(node)) return 'there are no big integers';
  if (ts.isPrivateIdentifier(node)) return 'private names need WeakMap';
  if (ts.isClassLike(node)) return 'classes cost memory and break on built-ins';
  if (ts.isRegularExpressionLiteral(node) && brokenRegex.test(node.text))
    return 'this regular expression never matches';
  if (ts.isCaseBlock(node) && node.clauses.slice(0, -1).some(ts.isDefaultClause))
    return 'a case after default is refused';
  if (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    missingMethods.has(node.expression.name.text)
  ) {
    return 'Espruino has no such method';
  }
  return undefined;
}

type Loop = ts.ForStatement;

function isLoopWithLet(node: ts.Node): node is Loop {
  if (!ts.isForStatement(node)) return false;
  const first = node.initializer;
  return first !== undefined && ts.isVariableDeclarationList(first) && (first.flags & ts.NodeFlags.Let) !== 0;
}

/** Uses of the loop's own variables inside functions made in the loop. */
function capturedFrom(loop: Loop): ts.Identifier[] {
  const names = new Set<string>();
  const list = loop.initializer as ts.VariableDeclarationList;
  for (const { name } of list.declarations) if (ts.isIdentifier(name)) names.add(name.text);
  const captured: ts.Identifier[] = [];
  const visit = (node: ts.Node, inFunction: boolean): void => {
    const inside = inFunction || ts.isFunctionLike(node);
    if (inside && ts.isIdentifier(node) && names.has(node.text) && isUse(node)) captured.push(node);
    ts.forEachChild(node, (child) => visit(child, inside));
  };
  visit(loop.statement, false);
  return captured;
}

/** Names of functions of this block that its own statements (not functions inside them) use above the declaration. */
function usedTooEarly(block: ts.Block | ts.SourceFile): ts.Identifier[] {
  const declaredAt = new Map<string, number>();
  for (const statement of block.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name !== undefined)
      declaredAt.set(statement.name.text, statement.pos);
  }
  const early: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isIdentifier(node) && isUse(node) && node.pos < (declaredAt.get(node.text) ?? -1)) early.push(node);
    ts.forEachChild(node, visit);
  };
  if (declaredAt.size > 0) for (const statement of block.statements) visit(statement);
  return early;
}

/**
 * Uses of a function's own `var` and `let` variables above their declaration, functions inside it left out. Espruino
 * hoists nothing: such a use means the variable of the same name further out.
 */
function assignedTooEarly(scope: ts.Node): ts.Identifier[] {
  const declaredAt = new Map<string, number>();
  const uses: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (node !== scope && ts.isFunctionLike(node)) return;
    if (ts.isIdentifier(node) && ts.isVariableDeclaration(node.parent) && node.parent.name === node) {
      if (isFunctionWide(node.parent, scope) && !declaredAt.has(node.text)) declaredAt.set(node.text, node.pos);
    } else if (ts.isIdentifier(node) && isUse(node)) uses.push(node);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(scope, visit);
  return uses.filter((use) => use.pos < (declaredAt.get(use.text) ?? -1) && !isShadowed(use, scope));
}

/** Does the name belong to a block or a loop between it and the function? */
function isShadowed(use: ts.Identifier, scope: ts.Node): boolean {
  for (let node: ts.Node = use.parent; node !== scope && node.parent !== scope; node = node.parent) {
    let found = false;
    const look = (child: ts.Node): void => {
      if (ts.isBlock(child) || ts.isFunctionLike(child)) return;
      if (ts.isVariableDeclaration(child) && child.name.getText() === use.text) found = true;
      ts.forEachChild(child, look);
    };
    if (ts.isBlock(node) || ts.isForStatement(node) || ts.isForOfStatement(node)) ts.forEachChild(node, look);
    if (found) return true;
  }
  return false;
}

/** `var` anywhere in the function, `let` in its outermost block. */
function isFunctionWide(declaration: ts.VariableDeclaration, scope: ts.Node): boolean {
  const list = declaration.parent;
  if (ts.isCatchClause(list)) return false;
  if ((list.flags & ts.NodeFlags.BlockScoped) === 0) return true;
  if (!ts.isVariableStatement(list.parent)) return false;
  const block = list.parent.parent;
  return block === scope || block?.parent === scope;
}

/** The first use of each name that is declared nowhere in the program. */
function freeNames(source: ts.SourceFile): ts.Identifier[] {
  const declared = new Set<string>();
  const used = new Map<string, ts.Identifier>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      if (isDeclaration(node)) declared.add(node.text);
      else if (isUse(node) && !used.has(node.text)) used.set(node.text, node);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...used.values()].filter((name) => !declared.has(name.text));
}

function isDeclaration(name: ts.Identifier): boolean {
  const parent = name.parent;
  return (
    (ts.isVariableDeclaration(parent) ||
      ts.isParameter(parent) ||
      ts.isFunctionDeclaration(parent) ||
      ts.isFunctionExpression(parent)) &&
    parent.name === name
  );
}

/** A name that stands for a value, not a property's or a key's. */
function isUse(name: ts.Identifier): boolean {
  const parent = name.parent;
  if (isDeclaration(name)) return false;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === name;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === name;
  return !ts.isMethodDeclaration(parent);
}

// Walking typescript-to-lua's syntax tree of Lua, and what each name in it means.
import * as lua from 'typescript-to-lua';

/** One variable: every place where it is declared, read or written. */
export interface Variable {
  text: string;
  places: lua.Identifier[];
  /** How many assignments there are beside the declaration. */
  writes: number;
  /** How many variables of its own function and those around it can be seen where it is declared; -1 outside of any. */
  depth: number;
}

export interface Names {
  /** The variables of the outermost block. */
  top: Map<string, Variable>;
  all: Variable[];
  /** Names that nobody declares: the engine's own. */
  free: Map<string, lua.Identifier[]>;
}

/** The parts of a node, in the order in which they are written. The name in a method call is no variable and left out. */
export function parts(node: lua.Node): lua.Node[] {
  const found: lua.Node[] = [];
  for (const [key, value] of Object.entries(node)) {
    if (key === 'name' && lua.isMethodCallExpression(node)) continue;
    for (const one of Array.isArray(value) ? value : [value]) if (isNode(one)) found.push(one);
  }
  return found;
}

function isNode(value: unknown): value is lua.Node {
  return typeof value === 'object' && value !== null && 'kind' in value && 'flags' in value;
}

/** Every node below these, parents before their parts. */
export function walk(nodes: readonly lua.Node[], take: (node: lua.Node) => void): void {
  for (const node of nodes) {
    take(node);
    walk(parts(node), take);
  }
}

/** The statements of a block. */
export function listsIn(node: lua.Node): lua.Statement[][] {
  return lua.isBlock(node) || lua.isDoStatement(node) ? [node.statements] : [];
}

/** Puts another expression in a node's place, for everyone who holds it. */
export function become(node: lua.Node, other: lua.Expression): void {
  for (const key of Object.keys(node)) delete (node as unknown as Record<string, unknown>)[key];
  Object.assign(node, other);
}

/** Finds out which name is which variable, by Lua's rules of scope. */
export function namesIn(statements: readonly lua.Statement[]): Names {
  const names: Names = { top: new Map(), all: [], free: new Map() };
  const scopes: Map<string, Variable>[] = [names.top];
  let depth = 0;
  let functions = 0;

  const declare = (id: lua.Identifier): void => {
    const variable = { text: id.text, places: [id], writes: 0, depth: functions > 0 ? depth++ : -1 };
    scopes.at(-1)!.set(id.text, variable);
    names.all.push(variable);
  };
  const use = (id: lua.Identifier, isWrite: boolean): void => {
    const variable = scopes.findLast((scope) => scope.has(id.text))?.get(id.text);
    if (variable === undefined) {
      names.free.set(id.text, [...(names.free.get(id.text) ?? []), id]);
      return;
    }
    variable.places.push(id);
    if (isWrite) variable.writes++;
  };
  const inScope = (body: () => void): void => {
    const before = depth;
    scopes.push(new Map());
    body();
    scopes.pop();
    depth = before;
  };
  const visitAll = (nodes: readonly lua.Node[] | undefined): void => nodes?.forEach(visit);

  function visit(node: lua.Node): void {
    if (lua.isIdentifier(node)) use(node, false);
    else if (lua.isVariableDeclarationStatement(node)) visitDeclaration(node);
    else if (lua.isAssignmentStatement(node)) {
      visitAll(node.right);
      for (const left of node.left)
        if (lua.isIdentifier(left)) use(left, true);
        else visit(left);
    } else if (lua.isFunctionExpression(node)) {
      functions++;
      inScope(() => {
        node.params?.forEach(declare);
        visitAll(node.body.statements);
      });
      functions--;
    } else if (lua.isForStatement(node)) {
      visitAll(node.stepExpression === undefined ? [] : [node.stepExpression]);
      visitAll([node.controlVariableInitializer, node.limitExpression]);
      inScope(() => {
        declare(node.controlVariable);
        visitAll(node.body.statements);
      });
    } else if (lua.isForInStatement(node)) {
      visitAll(node.expressions);
      inScope(() => {
        node.names.forEach(declare);
        visitAll(node.body.statements);
      });
    } else if (lua.isRepeatStatement(node)) {
      inScope(() => visitAll([...node.body.statements, node.condition]));
    } else if (lua.isBlock(node) || lua.isDoStatement(node)) {
      inScope(() => visitAll(node.statements));
    } else {
      visitAll(parts(node));
    }
  }

  function visitDeclaration(node: lua.VariableDeclarationStatement): void {
    // Printed as `local function f`, which may call itself.
    const early = lua.isFunctionDefinition(node);
    if (!early) visitAll(node.right);
    node.left.forEach(declare);
    if (early) visitAll(node.right);
  }

  visitAll(statements);
  return names;
}

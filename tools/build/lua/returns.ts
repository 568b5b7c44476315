// A function that gives nothing need not return what another gives that gives nothing either.
import * as lua from 'typescript-to-lua';
import { namesIn, parts, walk } from './tree';
import type { Variable } from './tree';

/** return f() as the last thing that a function does is f() where f gives nothing, and return there is nothing. In place. */
export function leaveOutReturns(statements: readonly lua.Statement[]): void {
  const variables = new Map<lua.Node, Variable>();
  for (const one of namesIn(statements).all) for (const place of one.places) variables.set(place, one);
  const givers = new Set<Variable>();
  const returns = new Map<Variable, lua.ReturnStatement[]>();
  const runs: lua.FunctionExpression[] = [];
  walk(statements, (node) => {
    if (lua.isFunctionExpression(node)) runs.push(node);
    if (!lua.isVariableDeclarationStatement(node) && !lua.isAssignmentStatement(node)) return;
    if (!lua.isFunctionDefinition(node)) return;
    const variable = variables.get(node.left[0]!);
    const isOnly = variable?.writes === (lua.isAssignmentStatement(node) ? 1 : 0);
    if (isOnly) returns.set(variable!, returnsOf((node.right![0] as lua.FunctionExpression).body));
  });
  const givesNothing = (call: lua.Expression | undefined): boolean => {
    const run = call !== undefined && lua.isCallExpression(call) ? variables.get(call.expression) : undefined;
    return run !== undefined && returns.has(run) && !givers.has(run);
  };
  for (let before = -1; before < givers.size;) {
    before = givers.size;
    for (const [run, all] of returns)
      if (!all.every(({ expressions: [one] }) => one === undefined || givesNothing(one))) givers.add(run);
  }
  const shorten = (list: lua.Statement[]): void => {
    const last = list.at(-1);
    if (last === undefined) return;
    if (lua.isReturnStatement(last)) {
      const [one] = last.expressions;
      if (one === undefined) {
        list.pop();
        shorten(list);
      } else if (givesNothing(one)) list.splice(-1, 1, lua.createExpressionStatement(one));
    } else if (lua.isDoStatement(last)) shorten(last.statements);
    else if (lua.isIfStatement(last)) shortenIf(last);
  };
  const shortenIf = ({ ifBlock, elseBlock }: lua.IfStatement): void => {
    shorten(ifBlock.statements);
    if (elseBlock === undefined) return;
    if (lua.isIfStatement(elseBlock)) shortenIf(elseBlock);
    else shorten(elseBlock.statements);
  };
  for (const { body } of runs) shorten(body.statements);
}

/** Those of a function, not of those inside of it. */
function returnsOf(node: lua.Node): lua.ReturnStatement[] {
  if (lua.isFunctionExpression(node)) return [];
  return lua.isReturnStatement(node) ? [node] : parts(node).flatMap(returnsOf);
}

import ts from 'typescript';

/**
 * Writes every function declaration of a program as an arrow in a `let`. Espruino runs a declaration where it stands, so
 * nothing changes for it; terser can then leave out `return` and braces. Nothing here uses `this` or `arguments`.
 */
export function asArrows(program: string): string {
  const source = ts.createSourceFile('program.js', program, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const edits: { at: number; remove: number; insert: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionDeclaration(node)) {
      const name = node.name!;
      edits.push({ at: node.getStart(), remove: name.getStart() - node.getStart(), insert: 'let ' });
      edits.push({ at: name.end, remove: 0, insert: '=' });
      edits.push({ at: node.body!.getStart(), remove: 0, insert: '=>' });
      edits.push({ at: node.end, remove: 0, insert: ';' });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  let arrows = '';
  let from = 0;
  for (const { at, remove, insert } of edits.sort((a, b) => a.at - b.at)) {
    arrows += program.slice(from, at) + insert;
    from = at + remove;
  }
  return arrows + program.slice(from);
}

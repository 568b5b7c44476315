// Parts of the program that are built up when they are used and forgotten afterwards. A function that exists costs an
// Espruino about ten variables, one that is only text in flash costs none; a screen is drawn once a second at most.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import { build } from 'esbuild';
import ts from 'typescript';
import { markNames } from './names';

/** Modules whose exported functions keep nothing between two calls. They may export functions and types only. */
const lazy = [
  'app/update.ts',
  'platforms/espruino/bridge-link.ts',
  'platforms/espruino/sentence.ts',
  'platforms/espruino/settings.ts',
  'qr/index.ts',
  'screens/registry.ts',
];

/** Puts each lazy module, with everything that it imports, into a function that runs when one of its exports is called. `fields` are names that may be shortened where they are strings. */
export function lazyModules(root: string, options: BuildOptions, fields: ReadonlySet<string>): Plugin {
  const paths = new Set(lazy.map((path) => join(root, 'firmware', path)));
  return {
    name: 'lazy-modules',
    setup(esbuild) {
      esbuild.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (!paths.has(path)) return undefined;
        return { contents: markNames(await wrapped(path, options), fields), loader: 'js' };
      });
    },
  };
}

async function wrapped(path: string, options: BuildOptions): Promise<string> {
  const names = exportedFunctions(path);
  const pick = names.map(({ name }, index) => `if (which === ${index}) lazyResult = ${name};`).join('\n');
  const result = await build({
    ...options,
    // Constants are put in their places here: what the outer pass sees of them are variables.
    minifySyntax: true,
    stdin: {
      contents: `import { ${names.map(({ name }) => name).join(', ')} } from ${JSON.stringify(path)};\n${pick}`,
      resolveDir: '/',
      loader: 'js',
    },
  });
  const outer = names.map(({ name, parameters }, index) => {
    const list = Array.from({ length: parameters }, (_none, i) => `p${i}`).join(', ');
    return `export function ${name}(${list}) { return load(${index})(${list}); }`;
  });
  return `function load(which) { let lazyResult;\n${result.outputFiles![0]!.text}\nreturn lazyResult; }\n${outer.join('\n')}`;
}

function exportedFunctions(path: string): { name: string; parameters: number }[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);
  return source.statements.flatMap((statement) => {
    const exported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some((one) => one.kind === ts.SyntaxKind.ExportKeyword);
    if (exported !== true || ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) return [];
    if (!ts.isFunctionDeclaration(statement) || statement.name === undefined) {
      throw new Error(`${path} is loaded when it is used, so it may export functions and types only.`);
    }
    return [{ name: statement.name.text, parameters: statement.parameters.length }];
  });
}

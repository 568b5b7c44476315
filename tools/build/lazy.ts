// Parts of the program that are built up when they are used and forgotten afterwards. A function that exists costs an
// Espruino about ten variables, one that is only text in flash costs none; a screen is drawn once a second at most.
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import { build } from 'esbuild';
import ts from 'typescript';
import { markNames, withFieldsMarked, withWordsNamed } from './names';

/** Modules whose exported functions keep nothing between two calls. They may export functions and types only. */
const lazy = [
  'app/update.ts',
  'platforms/bridge-link.ts',
  'platforms/espruino/qr.ts',
  'platforms/sentence.ts',
  'platforms/espruino/settings.ts',
  'screens/registry.ts',
  'speech/tones.ts',
];

/** What several parts need: it stays, once, outside them. */
const shared = ['wire/currencies.ts', 'wire/idiv.ts', 'wire/topics.ts'];

/** Files whose text is the build's own, by their path below the root. */
export type Given = Readonly<Record<string, string>>;

/**
 * Puts each lazy module, with everything that it imports, into a function that runs when one of its exports is called.
 * `canvas` is what the screens' canvas is on this board.
 */
export function lazyModules(
  root: string,
  options: BuildOptions,
  canvas: Record<string, unknown>,
  given: Given,
): Plugin {
  const paths = new Set(lazy.map((path) => join(root, 'firmware', path)));
  return {
    name: 'lazy-modules',
    setup(esbuild) {
      esbuild.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (paths.has(path))
          return { contents: markNames(await wrapped(root, path, options, canvas, given)), loader: 'js' };
        return { contents: markNames(sourceOf(root, path, given)), loader: 'ts' };
      });
    },
  };
}

async function wrapped(
  root: string,
  path: string,
  options: BuildOptions,
  canvas: Record<string, unknown>,
  given: Given,
): Promise<string> {
  const names = exportedFunctions(path);
  const pick = names.map(({ name }, index) => `if (which === ${index}) lazyResult = ${name};`).join('\n');
  const result = await build({
    ...options,
    format: 'esm',
    plugins: [outside(new Set(shared.map((one) => join(root, 'firmware', one)))), forThisBuild(root, canvas, given)],
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
  const lines = result.outputFiles![0]!.text.split('\n');
  const imports = lines.filter((line) => line.startsWith('import '));
  const { first, rest } = withWordsNamed(lines.filter((line) => !line.startsWith('import ')).join('\n'));
  return [...imports, `function load(which) { let lazyResult;${first}`, rest, 'return lazyResult; }', ...outer].join(
    '\n',
  );
}

/** Leaves imports of these files as they are, by their full path. */
function outside(paths: ReadonlySet<string>): Plugin {
  return {
    name: 'outside',
    setup(esbuild) {
      esbuild.onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
        const full = `${join(resolveDir, path)}.ts`;
        return paths.has(full) ? { path: full, external: true } : undefined;
      });
    },
  };
}

/**
 * Marks the names of fields. And what a screen asks of its canvas is known when a board is built: with the answer in its
 * place, other panels' code goes.
 */
function forThisBuild(root: string, canvas: Record<string, unknown>, given: Given): Plugin {
  const asked = new RegExp(`\\b(?:brush\\.)?canvas\\.(${Object.keys(canvas).join('|')})\\b`, 'g');
  return {
    name: 'for-this-build',
    setup(esbuild) {
      esbuild.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const source = sourceOf(root, path, given);
        const isScreen = path.startsWith(join(root, 'firmware', 'screens'));
        const answered = (_all: string, name: string): string => String(canvas[name]);
        return { contents: isScreen ? source.replace(asked, answered) : source, loader: 'ts' };
      });
    },
  };
}

function sourceOf(root: string, path: string, given: Given): string {
  return withFieldsMarked(path, given[relative(root, path)] ?? readFileSync(path, 'utf8'));
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

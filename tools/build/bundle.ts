import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildOptions, BuildResult, Metafile } from 'esbuild';
import { build } from 'esbuild';
import type { Board } from '../../boards/board';
import { lazyModules } from './lazy';
import { fieldNames, keptNames } from './names';

/** An Espruino program in one piece, and where its bytes come from. */
export interface Bundle {
  js: string;
  /** The same, readable, for error messages and for the gate. */
  readable: string;
  /** Source files by how many bytes of the bundle are theirs, the largest first. */
  modules: { path: string; bytes: number }[];
}

/** Syntax that Espruino 2v29 lacks and that esbuild cannot lower to ES2015: it refuses the file instead. */
const supported = {
  'array-spread': false,
  'async-await': false,
  'async-generator': false,
  'default-argument': false,
  destructuring: false,
  'dynamic-import': false,
  'for-await': false,
  generator: false,
  'import-meta': false,
  'new-target': false,
  'nullish-coalescing': true,
  'rest-argument': false,
};

/** Bundles the app with the drivers that the board names, and no others. `declarations` are the engine's own names. */
export async function bundle(
  root: string,
  id: string,
  board: Board,
  version: string,
  declarations: string[],
): Promise<Bundle> {
  const program = {
    stdin: {
      contents: entry(id, board, version),
      resolveDir: join(root, 'firmware'),
      sourcefile: `${id}.ts`,
      loader: 'ts' as const,
    },
  };
  const plain = { ...common, absWorkingDir: root };
  try {
    const readable = await build({ ...plain, ...program });
    const sources = Object.keys(readable.metafile.inputs).filter((path) => existsSync(join(root, path)));
    const small = await build({
      ...plain,
      ...program,
      plugins: [lazyModules(root, plain, fieldNames(root, sources))],
      minify: true,
      mangleProps: /^[a-z]/,
      reserveProps: keptNames(root, sources, declarations),
    });
    return {
      js: shut(textOf(small)),
      readable: textOf(readable),
      modules: modulesOf(small.metafile),
    };
  } catch (error) {
    throw new Error(`build ${id}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

const common = {
  bundle: true,
  write: false,
  metafile: true,
  // As a CommonJS module require() stays as it is: here it is Espruino's own.
  format: 'cjs',
  platform: 'node',
  external: ['Storage', 'Wifi'],
  target: 'es2015',
  charset: 'ascii',
  legalComments: 'none',
  supported,
  logLevel: 'silent',
} satisfies BuildOptions;

/**
 * A function around the program, so that its names are local. Its only parameter, which nobody gives, stands for
 * undefined, which esbuild writes as `void 0` about a hundred times.
 */
function shut(js: string): string {
  const taken = new Set(js.match(/[\w$]+/g));
  const nothing = ['$', '_', 'U', 'V', 'u$', 'U_'].find((name) => !taken.has(name)) ?? 'nothing';
  return `(function(${nothing}){${js.trimEnd().replaceAll('void 0', nothing)}})();\n`;
}

function textOf(result: BuildResult<{ write: false }>): string {
  return result.outputFiles[0]!.text;
}

function modulesOf(metafile: Metafile): Bundle['modules'] {
  return Object.entries(Object.values(metafile.outputs)[0]!.inputs)
    .map(([path, input]) => ({ path, bytes: input.bytesInOutput }))
    .filter((module) => module.bytes > 0)
    .sort((a, b) => b.bytes - a.bytes);
}

function entry(id: string, board: Board, version: string): string {
  const drivers = { audio: board.audio.driver, display: board.display.driver, input: board.input.driver };
  const imports = Object.entries(drivers).map(
    ([kind, chip]) => `import { ${nameOf(chip)} as ${kind} } from './drivers/${kind}/${chip}/driver';`,
  );
  return [
    ...imports,
    `import { start } from './platforms/espruino/main';`,
    `start({ board: ${JSON.stringify(id)}, version: ${JSON.stringify(version)}, audio, display, input });`,
  ].join('\n');
}

/** A driver's factory has the chip's name: esp32-dac is esp32Dac. */
function nameOf(chip: string): string {
  return chip.replace(/-(\w)/g, (_all, letter: string) => letter.toUpperCase());
}

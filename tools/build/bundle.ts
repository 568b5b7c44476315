import { join } from 'node:path';
import type { BuildOptions, BuildResult, Metafile } from 'esbuild';
import { build } from 'esbuild';
import { minify } from 'terser';
import type { Board } from '../../boards/board';
import { asArrows } from './arrows';
import { espruinoEntry, glassOf } from './espruino-entry';
import { lazyModules, type Given } from './lazy';
import { keptNames } from './names';
import { withCallsOpened } from './open-calls';
import { TRAITS, traitsOf } from './traits';

/** An Espruino program in one piece, and where its bytes come from. */
export interface Bundle {
  js: string;
  /** The same, readable, for error messages and for the gate. */
  readable: string;
  /** Source files by about how many bytes of the bundle are theirs, the largest first. */
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
export function bundle(
  root: string,
  id: string,
  board: Board,
  version: string,
  declarations: string[],
): Promise<Bundle> {
  return bundleEntry(root, id, espruinoEntry(id, board, version), glassOf(board), declarations, {
    [TRAITS]: traitsOf(board),
  });
}

/** Bundles TypeScript as if it lay in firmware/, for screens of one kind of glass. */
export async function bundleEntry(
  root: string,
  id: string,
  contents: string,
  glass: Record<string, unknown>,
  declarations: string[],
  given: Given = {},
): Promise<Bundle> {
  const program = {
    stdin: {
      contents,
      resolveDir: join(root, 'firmware'),
      sourcefile: `${id}.ts`,
      loader: 'ts' as const,
    },
  };
  const plain = { ...common, absWorkingDir: root };
  try {
    const readable = await build({ ...plain, ...program });
    const small = await build({
      ...plain,
      ...program,
      plugins: [lazyModules(root, plain, glass, given)],
      // Names of variables are left to terser, which must know all of them.
      minifySyntax: true,
      minifyWhitespace: true,
      mangleProps: /^[a-z][\w-]*$/,
      reserveProps: keptNames(root, declarations),
    });
    const js = await shut(asArrows(textOf(small)));
    return { js, readable: textOf(readable), modules: modulesOf(small.metafile, js.length) };
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

const NOTHING = '$';
const CHAR_OF = '_';
/** Members that are asked for most, by the letter that stands for the name. */
const MEMBERS = { Z: 'charCodeAt', L: 'length', P: 'push', S: 'substring', R: 'read', B: 'toArrayBuffer' };
/** What the engine has, likewise. */
const GLOBALS = { U: 'Uint8Array', W: 'digitalWrite', X: 'clearTimeout' };

/**
 * Nothing here uses `this`, so a function may become an arrow. Deeper inlining declares variables after their first
 * use, which Espruino takes for the variables of the function around.
 */
const COMPRESS = {
  ecma: 2015,
  passes: 4,
  negate_iife: false,
  keep_fargs: false,
  unsafe_arrows: true,
  inline: 1,
  pure_getters: true,
} as const;

/**
 * A function around the program, so that its names are local, and what terser can still take away: it puts functions
 * that are called once into their place. What is written most often gets a short name: undefined (a parameter that
 * nobody gives), String.fromCharCode, and the members above.
 */
async function shut(js: string): Promise<string> {
  const format = { ecma: 2015, ascii_only: true } as const;
  const once = { defaults: false, reduce_vars: true, reduce_funcs: true, unused: true };
  const first = await minify(`(function(){${js}})();`, {
    compress: once,
    mangle: false,
    format,
  });
  const { code } = await minify(withCallsOpened(first.code!), {
    compress: COMPRESS,
    mangle: { reserved: [NOTHING, CHAR_OF, ...Object.keys(MEMBERS), ...Object.keys(GLOBALS)] },
    format,
  });
  let short = code!.replaceAll('void 0', NOTHING).replaceAll('String.fromCharCode', CHAR_OF);
  for (const [letter, name] of Object.entries(MEMBERS))
    short = short.replace(new RegExp(`\\.${name}\\b`, 'g'), `[${letter}]`);
  for (const [letter, name] of Object.entries(GLOBALS)) short = short.replace(new RegExp(`\\b${name}\\b`, 'g'), letter);
  if (!short.startsWith('(()=>{') || !short.endsWith('})();')) throw new Error('terser changed how it ends a program');
  const body = short.slice('(()=>'.length, -')();'.length);
  const letters = [...Object.keys(MEMBERS), ...Object.keys(GLOBALS)].join(',');
  const names = [...Object.values(MEMBERS).map((name) => JSON.stringify(name)), ...Object.values(GLOBALS)].join(',');
  return `((${CHAR_OF},${letters},${NOTHING})=>${body})(String.fromCharCode,${names});\n`;
}

function textOf(result: BuildResult<{ write: false }>): string {
  return result.outputFiles[0]!.text;
}

/** terser does not say what it took from whom: every file has its share of the whole. */
function modulesOf(metafile: Metafile, totalBytes: number): Bundle['modules'] {
  const inputs = Object.entries(Object.values(metafile.outputs)[0]!.inputs);
  const sum = inputs.reduce((before, [, input]) => before + input.bytesInOutput, 0);
  return inputs
    .map(([path, input]) => ({ path, bytes: Math.round((input.bytesInOutput * totalBytes) / sum) }))
    .filter((module) => module.bytes > 0)
    .sort((a, b) => b.bytes - a.bytes);
}

// The page's files: the markup and the style as they are, the program bundled once when it is first asked for.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const ROOT = process.env['GHANTI_ROOT'] ?? process.cwd();
const FOLDER = join(ROOT, 'tools', 'demo', 'page');

interface File {
  type: string;
  body: string;
}
const STATIC: Record<string, string> = {
  'index.html': 'text/html; charset=utf-8',
  'style.css': 'text/css; charset=utf-8',
  'icon.svg': 'image/svg+xml',
};

let script: Promise<string> | undefined;

/** undefined for a name that the page does not have. */
export async function pageFile(name: string): Promise<File | undefined> {
  const type = STATIC[name];
  if (type !== undefined) return { type, body: await readFile(join(FOLDER, name), 'utf8') };
  if (name !== 'page.js') return undefined;
  script ??= bundlePage(join(FOLDER, 'main.tsx'));
  return { type: 'text/javascript; charset=utf-8', body: await script };
}

/** A page's program in one file. */
export async function bundlePage(entry: string): Promise<string> {
  const made = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: ['es2022', 'firefox115'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'silent',
  });
  return made.outputFiles[0]!.text;
}

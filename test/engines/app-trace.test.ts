import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runInEspruino } from '../support/espruino';
import { need } from '../support/need';

const STEPS = 250;
let bundle = '';
let folder = '';
beforeAll(async () => {
  const built = await build({
    entryPoints: [fileURLToPath(new URL('./app-entry.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2015',
    charset: 'ascii',
    minify: true,
  });
  bundle = built.outputFiles[0]!.text;
  folder = mkdtempSync(join(tmpdir(), 'ghanti-trace-'));
  writeFileSync(join(folder, 'trace.js'), bundle);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** From Storage, as on a box: in memory, the program alone would fill a small one. */
async function inEspruino(seed: number): Promise<string[]> {
  const load = `var s=require("Storage"),f=E.openFile("trace.js","r"),at=0,part;s.eraseAll();
    while((part=f.read(512))!==undefined&&part.length){s.write("trace",part,at,${bundle.length});at+=part.length;}quit();`;
  await runInEspruino(load, { folder });
  return runInEspruino(`var STEPS=${STEPS},SEED=${seed};eval(require("Storage").read("trace"));`, {
    folder,
    limitMs: 60_000,
  });
}

function inNode(seed: number): string[] {
  const lines: string[] = [];
  runInNewContext(bundle, { STEPS, SEED: seed, print: (line: string) => lines.push(line), quit: () => undefined });
  return lines;
}

need('ESPRUINO_BIN', 'the state machine in a real Espruino', () => {
  test.each([1, 2, 3, 4])('does what it does in Node, step by step (seed %i)', async (seed) => {
    const lines = await inEspruino(seed);
    const expected = inNode(seed);
    expect(expected.join('').match(/run:say/g)!.length).toBeGreaterThan(10);
    expect(lines).toEqual(expected);
  });
});

import { runInNewContext } from 'node:vm';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { beforeAll, expect, test } from 'vitest';
import { runInEspruino } from '../support/espruino';
import { need } from '../support/need';

const STEPS = 250;
let bundle = '';
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
});

function inNode(seed: number): string[] {
  const lines: string[] = [];
  runInNewContext(bundle, { STEPS, SEED: seed, print: (line: string) => lines.push(line), quit: () => undefined });
  return lines;
}

need('ESPRUINO_BIN', 'the state machine in a real Espruino', () => {
  test.each([1, 2, 3, 4])('does what it does in Node, step by step (seed %i)', async (seed) => {
    const lines = await runInEspruino(`var STEPS=${STEPS},SEED=${seed};${bundle}`, { limitMs: 60_000 });
    const expected = inNode(seed);
    expect(expected.join('').match(/run:say/g)!.length).toBeGreaterThan(10);
    expect(lines).toEqual(expected);
  });
});

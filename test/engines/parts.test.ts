import { buildSync } from 'esbuild';
import { expect, test } from 'vitest';
import { runInEspruino } from '../support/espruino';
import { runInNode } from '../support/lua';
import { need } from '../support/need';

need('ESPRUINO_BIN', 'in a real Espruino', () => {
  test('the drivers of sound and keys do the same as in Node', { timeout: 60_000 }, async () => {
    const path = 'test/engines/parts-entry.ts';
    const built = buildSync({
      entryPoints: [path],
      bundle: true,
      write: false,
      format: 'iife',
      target: 'es2015',
      minify: true,
    });
    const lines = await runInEspruino(built.outputFiles[0]!.text, { limitMs: 50_000 });
    expect(lines).toEqual(runInNode(path, {}));
  });
});

// kill -9 of the real processes while customers pay, in its short form; `ghanti siege` has the long one.
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { siege } from '../../tools/siege/siege';
import { need } from '../support/need';

const FOLDER = resolve(`.build/test/siege-${process.pid}`);
const CLI = `${FOLDER}/ghanti.js`;
const LIMIT_MS = 290_000;

beforeAll(async () => {
  const entryPoints = ['tools/ghanti.ts'];
  const bundle = { bundle: true, splitting: true, platform: 'node', format: 'esm', packages: 'external' } as const;
  await build({ entryPoints, outdir: FOLDER, ...bundle, logLevel: 'silent' });
});
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

async function besiege(broker: 'embedded' | 'mosquitto', seed: number): Promise<void> {
  const boards = ['esp32-cyd', 'esp32-cyd'];
  const report = await siege({ cli: CLI, broker, boards, payments: 24, kills: 3, seed, progress: () => undefined });
  expect(report).toMatchObject({ sales: 24, lost: [], twiceAsNew: [], unspokenButCounted: [], untrue: [] });
  expect(report).toMatchObject({ numbersReused: [], crashes: [] });
  expect(Object.values(report.kills).reduce((sum, one) => sum + one, 0)).toBe(3);
  expect(report.paid).toBeGreaterThan(12);
  expect(report.messages).toBeGreaterThan(report.paid);
}

test(
  'bridge and boxes that are killed while customers pay lose nothing and say nothing twice as new',
  () => besiege('embedded', 3),
  LIMIT_MS,
);

need('mosquitto', 'a broker beside the bridge', () => {
  test('may be killed with them, and nothing is lost or said twice as new', () => besiege('mosquitto', 4), LIMIT_MS);
});

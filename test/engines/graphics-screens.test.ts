import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { buildImage } from '../../tools/build/image';
import { startBox } from '../../tools/simulator/box';
import { readImage } from '../../tools/simulator/image';
import { startInterpretedBox } from '../../tools/simulator/interpreter';
import { need } from '../support/need';

const KEY = '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff';
const LIMIT_MS = 30_000;
const STARTING = '{"screen":"starting"}';
const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

need('ESPRUINO_BIN', 'the built image, drawn by the simulator and by the real Espruino', () => {
  test('gives the same first screen, pixel for pixel', { timeout: 2 * LIMIT_MS }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ghanti-image-'));
    closing.push(() => rmSync(folder, { recursive: true, force: true }));
    await buildImage('esp32-cyd', folder);
    const identity = { id: 'counter-1', port: 1, password: 'secret', key: KEY };
    const box = startBox(readImage(folder), { ...identity, host: '127.0.0.1', wifi: { ssid: 'shop', password: '' } });
    closing.push(() => box.close());
    await box.line((line) => line === STARTING, LIMIT_MS);
    const real = await startInterpretedBox(process.env['ESPRUINO_BIN']!, folder, identity);
    closing.push(() => real.close());
    await expect.poll(() => real.consoleLines, { timeout: LIMIT_MS }).toContain(STARTING);
    const pixels = await real.pixels();
    expect(new Set(pixels).size).toBeGreaterThan(1);
    expect(Buffer.from(pixels.buffer).equals(Buffer.from(box.pixels.buffer))).toBe(true);
  });
});

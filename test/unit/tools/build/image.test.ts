import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { boards } from '../../../../boards/registry';
import { APP_LIMIT_BYTES, buildImage } from '../../../../tools/build/image';
import type { Report } from '../../../../tools/build/image';
import { reportText } from '../../../../tools/build/report';
import { builtImage } from '../../../support/built-image';

/** A program takes five seconds to build, four times that on a busy machine. */
const LIMIT_MS = 300_000;
const folder = mkdtempSync(join(tmpdir(), 'ghanti-build-'));
const reports: Record<string, Report> = {};
/** The Lua images are built and run in test/e2e/nodemcu-box.test.ts. */
const ids = Object.keys(boards).filter((id) => boards[id]!.engine === 'espruino');
beforeAll(async () => {
  for (const id of ids) reports[id] = await buildImage(id, join(folder, id));
}, LIMIT_MS);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(ids)('the image of %s', (id) => {
  const path = (name: string): string => join(folder, id, name);

  test('is what image.json says, file by file', () => {
    const image = JSON.parse(readFileSync(path('image.json'), 'utf8')) as Report['image'];
    expect(image).toEqual(reports[id]!.image);
    for (const file of image.files) expect(statSync(path(file.path)).size).toBe(file.bytes);
    expect(image.files.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        '.bootcde',
        'qr',
        'font',
        'texts-en',
        'texts-',
        ...(boards[id]!.audio.pack === undefined ? [] : boards[id]!.languages).map((tag) => `voice-${tag}`),
      ]),
    );
  });

  test('fits: the program into its budget, all of it into Storage', () => {
    const { files } = reports[id]!.image;
    expect(files[0]!.bytes).toBeLessThanOrEqual(APP_LIMIT_BYTES);
    // 224 pages of 4 kB (boards/ESP32_CYD.py), two journals, and five turns of them before Storage must be compacted.
    expect(files.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(224 * 4096 - 7 * 8192);
  });

  test('is one expression of ASCII that names the board', () => {
    const js = readFileSync(path('app.js'), 'latin1');
    expect(js).toMatch(/^[\x0a\x20-\x7e]+$/);
    expect(js).toContain(id);
    expect(() => new Function(js)).not.toThrow();
  });

  test('is the same every time', { timeout: LIMIT_MS }, async () => {
    const again = await builtImage(id);
    for (const file of ['image.json', 'app.js'])
      expect(readFileSync(join(again, file))).toEqual(readFileSync(path(file)));
  });

  test('is reported with its budget and its largest parts', () => {
    const text = reportText(reports[id]!, 'out');
    expect(text).toMatch(/program +[\d.]+ kB of +40\.0 kB/);
    expect(text).toContain('firmware/screens/registry.ts');
  });
});

test('a board that is not there is refused with the boards that are', async () => {
  await expect(buildImage('toaster', join(folder, 'x'))).rejects.toThrow(/no board "toaster".*esp32-cyd/);
});

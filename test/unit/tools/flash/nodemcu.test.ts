import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { flashBox, type FlashFile, type FlashReport } from '../../../../tools/flash/flash';
import { openLine } from '../../../../tools/flash/line';
import { cabledNodemcu } from '../../../../tools/flash/nodemcu';
import { seeded } from '../../../../tools/seeded';
import { cabledOverPty } from '../../../support/cabled';
import { need } from '../../../support/need';

const LIMIT_MS = 60_000;
const CONSOLE = join(process.cwd(), 'test/support/nodemcu-console.lua');

interface Shelf {
  files: string;
  /** A box with these files on a serial port of its own. */
  plugIn(): Promise<string>;
}

function shelf(lua: string): Shelf {
  const folder = mkdtempSync(join(tmpdir(), 'ghanti-flash-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const files = join(folder, 'files');
  mkdirSync(files);
  return {
    files,
    async plugIn() {
      const cable = await cabledOverPty(`env FILES=${files} ${lua} ${CONSOLE}`, folder);
      onTestFinished(() => cable.unplug());
      return cable.port;
    },
  };
}

async function flash(port: string, image: FlashFile[], own?: Buffer): Promise<FlashReport> {
  const line = await openLine(port);
  try {
    const box = await cabledNodemcu(line);
    expect(box.runtime).toBe('esp32');
    return await flashBox(box, image, own, () => undefined);
  } finally {
    await line.close();
  }
}

const random = seeded(5);
const voice = Buffer.from(Array.from({ length: 10_000 }, () => Math.floor(random() * 256)));
const image = [
  { name: 'app.lua', bytes: Buffer.from('print("hello")\n') },
  { name: 'voice', bytes: voice },
];
const settings = Buffer.from('{"id":"counter-1"}');

describe.each(['lua5.1', 'lua5.3'] as const)('a box with NodeMCU and %s on a serial cable', (lua) => {
  need(lua, 'flashed', () => {
    need('socat', 'through a real serial port', () => {
      test('has every byte of its image and its settings', { timeout: LIMIT_MS }, async () => {
        const { files, plugIn } = shelf(lua);
        const report = await flash(await plugIn(), image, settings);
        expect(report).toMatchObject({ sent: ['voice', 'app.lua', 'ghanti.json'], settings: 'written' });
        for (const { name, bytes } of image) expect(readFileSync(join(files, name)).equals(bytes)).toBe(true);
        expect(readFileSync(join(files, 'ghanti.json')).equals(settings)).toBe(true);
      });

      test('goes on where its cable was pulled, and keeps its settings', { timeout: LIMIT_MS }, async () => {
        const { files, plugIn } = shelf(lua);
        writeFileSync(join(files, 'ghanti.json'), settings);
        writeFileSync(join(files, 'app.lua'), 'old');
        writeFileSync(join(files, 'voice'), voice.subarray(0, 8300));
        const report = await flash(await plugIn(), image);
        const again = 10_000 - 2 * 4096;
        expect(report).toMatchObject({ sentBytes: again + image[0]!.bytes.length, settings: 'kept' });
        for (const { name, bytes } of image) expect(readFileSync(join(files, name)).equals(bytes)).toBe(true);
      });

      test('refuses an image that its flash has no room for', { timeout: LIMIT_MS }, async () => {
        const { plugIn } = shelf(lua);
        const large = [image[0]!, { name: 'voice', bytes: Buffer.alloc(70_000) }];
        await expect(flash(await plugIn(), large)).rejects.toThrow(/60000 bytes of files free; 70143 are needed/);
      });
    });
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { CableGone, serialPort } from '../../../../tools/flash/line';
import { flashRuntime } from '../../../../tools/flash/runtime';
import type { RuntimePart } from '../../../../tools/flash/runtime-parts';
import { seeded } from '../../../../tools/seeded';
import { moduleOnPty, type ModuleOnPty } from '../../../support/module-on-pty';
import { need } from '../../../support/need';

const LIMIT_MS = 60_000;
const MEGABYTE = 1_048_576;

async function plugged(name: 'esp32' | 'esp8266', flashBytes = 4 * MEGABYTE): Promise<ModuleOnPty> {
  const folder = mkdtempSync(join(tmpdir(), 'ghanti-runtime-'));
  const plug = await moduleOnPty(name, flashBytes, folder);
  onTestFinished(async () => {
    await plug.unplug();
    rmSync(folder, { recursive: true, force: true });
  });
  return plug;
}

const random = seeded(11);
/** Half of it compresses, as a program does. */
const program = (bytes: number): Uint8Array =>
  Uint8Array.from({ length: bytes }, (_, i) => (i % 512 < 256 ? 0 : Math.floor(random() * 256)));

/** The image header of an ESP32: magic, and chip id 0 where an ESP8266's has its first segment's length. */
function image(bytes: number, header: number[]): Uint8Array {
  const all = program(bytes);
  all.set(header);
  return all;
}
const ESP32_HEADER = [0xe9, 3, 2, 0x20, 0, 0, 8, 0x40, 0xee, 0, 0, 0, 0, 0, 0, 0];
const ESP8266_HEADER = [0xe9, 3, 2, 0x20, 0, 0, 0x10, 0x40, 0, 0, 0x10, 0x40, 0x40, 1, 0, 0];

const engine: RuntimePart[] = [
  { file: 'bootloader.bin', bytes: image(12_000, ESP32_HEADER), address: 0x1000 },
  { file: 'partitions.bin', bytes: program(3_072), address: 0x8000 },
  // Not a multiple of 4.
  { file: 'espruino.bin', bytes: image(90_001, ESP32_HEADER), address: 0x10000 },
];

const flash = (plug: ModuleOnPty, parts: RuntimePart[], chip = 'ESP32'): Promise<void> =>
  flashRuntime(plug.path, parts, chip, () => undefined, plug.portAt);

function hasAll(plug: ModuleOnPty, parts: RuntimePart[]): boolean {
  return parts.every(({ bytes, address }) =>
    plug.module.flash.subarray(address, address + bytes.length).equals(Buffer.from(bytes)),
  );
}

const isErased = ({ module: { flash: held } }: ModuleOnPty): boolean => held.equals(Buffer.alloc(held.length, 0xff));

need('socat', 'a new chip on a serial cable', () => {
  test('has every byte of its engine, nothing else, and starts it', { timeout: LIMIT_MS }, async () => {
    const plug = await plugged('esp32');
    const steps: string[] = [];
    await flashRuntime(plug.path, engine, 'ESP32', ({ file }) => void steps.push(file), plug.portAt);
    expect(hasAll(plug, engine)).toBe(true);
    for (const { bytes, address } of engine) plug.module.flash.fill(0xff, address, address + bytes.length);
    expect(isErased(plug)).toBe(true);
    expect(plug.module.state()).toBe('program');
    expect(plug.module.refusals).toEqual([]);
    expect([...new Set(steps)]).toEqual(['bootloader.bin', 'partitions.bin', 'espruino.bin']);
  });

  test('may be an ESP8266', { timeout: LIMIT_MS }, async () => {
    const plug = await plugged('esp8266');
    const parts = [{ file: 'nodemcu.bin', bytes: image(40_000, ESP8266_HEADER), address: 0 }];
    await flash(plug, parts, 'ESP8266');
    expect(hasAll(plug, parts)).toBe(true);
    expect(plug.module.state()).toBe('program');
    expect(plug.module.refusals).toEqual([]);
  });

  test('is written again when its cable was pulled in the middle', { timeout: LIMIT_MS }, async () => {
    const plug = await plugged('esp32');
    plug.cutAfter(40_000);
    await expect(flash(plug, engine)).rejects.toThrow(CableGone);
    expect(isErased(plug)).toBe(false);
    const again = await plugged('esp32');
    again.module.flash.set(plug.module.flash);
    await flash(again, engine);
    expect(hasAll(again, engine)).toBe(true);
  });

  test('gets a block again that came with a wrong bit', { timeout: LIMIT_MS }, async () => {
    const plug = await plugged('esp32');
    plug.garbleAt(40_000);
    await flash(plug, engine);
    expect(plug.module.refusals).toEqual(['the checksum of a block is wrong']);
    expect(hasAll(plug, engine)).toBe(true);
  });

  test('is not called written when its flash is worn', { timeout: LIMIT_MS }, async () => {
    const plug = await plugged('esp32');
    const worn = setInterval(() => (plug.module.flash[0x1234] = 0x55), 1);
    onTestFinished(() => clearInterval(worn));
    await expect(flash(plug, engine)).rejects.toThrow(/MD5 of file does not match data in flash/);
  });

  test('is left alone when it is another than the board has', { timeout: LIMIT_MS }, async () => {
    const plug = await plugged('esp8266');
    await expect(flash(plug, engine)).rejects.toThrow(/this chip is an ESP8266; the board wants an ESP32/);
    expect(isErased(plug)).toBe(true);
  });

  test('is left alone when its flash is too small for the engine', { timeout: LIMIT_MS }, async () => {
    const plug = await plugged('esp32', 2 * MEGABYTE);
    const parts = [...engine, { file: 'files.bin', bytes: program(4096), address: 2 * MEGABYTE }];
    await expect(flash(plug, parts)).rejects.toThrow(
      /files\.bin would reach to 0x201000; this chip's flash ends at 0x200000/,
    );
    expect(isErased(plug)).toBe(true);
  });

  test('that does not answer is told from a cable that is out', { timeout: LIMIT_MS }, async () => {
    const plug = await plugged('esp32');
    // No reset lines: nobody holds BOOT.
    await expect(flashRuntime(plug.path, engine, 'ESP32', () => undefined, serialPort)).rejects.toThrow(
      /no bootloader answers .* Hold BOOT/,
    );
    await expect(flashRuntime('/dev/absent', engine, 'ESP32', () => undefined, serialPort)).rejects.toThrow(
      /\/dev\/absent: .*No such file/,
    );
  });
});

describe('the files of an engine', () => {
  const before = (parts: RuntimePart[], chip = 'ESP32'): Promise<void> =>
    flashRuntime('/dev/absent', parts, chip, () => undefined, serialPort);

  test('may not lie on each other', async () => {
    const low = { file: 'low.bin', bytes: new Uint8Array(0x1001), address: 0x1000 };
    const high = { file: 'high.bin', bytes: new Uint8Array(8), address: 0x2000 };
    await expect(before([high, low])).rejects.toThrow('low.bin reaches to 0x2001 and high.bin begins at 0x2000');
  });

  test('begin where the flash can be erased', async () => {
    const part = { file: 'engine.bin', bytes: new Uint8Array(8), address: 0x10100 };
    await expect(before([part])).rejects.toThrow('engine.bin goes to 0x10100; a part begins at a multiple of 0x1000');
  });

  test('are not empty, and are of the chip that the board has', async () => {
    await expect(before([{ file: 'cut.bin', bytes: new Uint8Array(0), address: 0 }])).rejects.toThrow(
      'cut.bin is empty',
    );
    const esp8266 = { file: 'nodemcu.bin', bytes: image(64, ESP8266_HEADER), address: 0 };
    await expect(before([esp8266])).rejects.toThrow('nodemcu.bin is an image for another chip than the ESP32');
    const esp32 = { file: 'espruino.bin', bytes: image(64, ESP32_HEADER), address: 0 };
    await expect(before([esp32], 'ESP8266')).rejects.toThrow(
      'espruino.bin is an image for another chip than the ESP8266',
    );
  });
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { expect, onTestFinished, test } from 'vitest';
import { buildImage } from '../../tools/build/image';
import { register } from '../../tools/flash/command';
import { cabledEspruino } from '../../tools/flash/espruino';
import { flashBox, type FlashFile, type FlashReport } from '../../tools/flash/flash';
import { CableGone, openLine } from '../../tools/flash/line';
import { cydPrelude } from '../../tools/simulator/prelude/cyd';
import { startTestBridge } from '../support/bridge';
import { identity } from '../support/bridge-config';
import { cabledOverTcp, cutAfter } from '../support/cabled';
import { runInEspruino } from '../support/espruino';
import { need } from '../support/need';
import { seeded } from '../../tools/seeded';

const LIMIT_MS = 90_000;
const BOX = 'counter-1';
const settings = Buffer.from('{"id":"counter-1","host":"127.0.0.1"}');

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ghanti-flash-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function cabled(folder: string): Promise<string> {
  const cable = await cabledOverTcp(process.env['ESPRUINO_BIN']!, folder);
  onTestFinished(() => cable.unplug());
  return cable.port;
}

async function flash(port: string, image: FlashFile[], own?: Buffer): Promise<FlashReport> {
  const line = await openLine(port);
  try {
    return await flashBox(await cabledEspruino(line), image, own, () => undefined);
  } finally {
    await line.close();
  }
}

/** An image of every byte there is, and a program that does nothing. */
function example(seed: number): FlashFile[] {
  const random = seeded(seed);
  const noise = (bytes: number): Buffer => Buffer.from(Array.from({ length: bytes }, () => Math.floor(random() * 256)));
  return [
    { name: '.bootcde', bytes: Buffer.from(`print("program ${seed}")`.padEnd(1000)) },
    { name: 'voice', bytes: noise(20_000) },
    { name: 'texts', bytes: noise(768) },
  ];
}

/** The files as the interpreter itself reads them. */
async function filesIn(folder: string, names: string[]): Promise<string[]> {
  const script = names.map((name) => `print(btoa(require("Storage").read(${JSON.stringify(name)})||""));`).join('');
  const lines = await runInEspruino(`${script}quit();`, { folder });
  return lines.map((line) => Buffer.from(line, 'base64').toString('latin1'));
}

const asText = (files: FlashFile[]): string[] => files.map(({ bytes }) => bytes.toString('latin1'));
const namesOf = (files: FlashFile[]): string[] => files.map(({ name }) => name);

need('ESPRUINO_BIN', 'a box with Espruino on a cable', () => {
  test('has every byte of its image and its settings', { timeout: LIMIT_MS }, async () => {
    const folder = temporary();
    const image = example(1);
    const port = await cabled(folder);
    const report = await flash(port, image, settings);
    expect(report).toEqual({
      sent: ['voice', 'texts', '.bootcde', 'ghanti.json'],
      kept: [],
      sentBytes: 20_000 + 768 + 1000 + settings.length,
      settings: 'written',
    });
    expect(await filesIn(folder, [...namesOf(image), 'ghanti.json'])).toEqual([
      ...asText(image),
      settings.toString('latin1'),
    ]);
  });

  test('keeps its settings and what has not changed when it is updated', { timeout: LIMIT_MS }, async () => {
    const folder = temporary();
    const port = await cabled(folder);
    const old = example(1);
    await flash(port, old, settings);
    const image = [example(2)[0]!, old[1]!, example(2)[2]!];
    const report = await flash(port, image);
    expect(report).toMatchObject({ sent: ['texts', '.bootcde'], kept: ['voice'], settings: 'kept' });
    expect(await filesIn(folder, [...namesOf(image), 'ghanti.json'])).toEqual([
      ...asText(image),
      settings.toString('latin1'),
    ]);
    expect(await flash(port, image)).toMatchObject({ sent: [], sentBytes: 0 });
  });

  test('has no program while its cable is out, and goes on when it is back', { timeout: LIMIT_MS }, async () => {
    const folder = temporary();
    const port = await cabled(folder);
    await flash(port, example(1), settings);
    const image = example(2);
    const cable = await cutAfter(port, 15_000);
    onTestFinished(() => cable.unplug());
    await expect(flash(cable.port, image)).rejects.toThrow(CableGone);
    expect((await filesIn(folder, ['.bootcde', 'ghanti.json']))[0]).toBe('');

    const report = await flash(port, image);
    expect(report).toMatchObject({ sent: ['voice', 'texts', '.bootcde'], settings: 'kept' });
    expect(report.sentBytes).toBeLessThan(20_000);
    expect(await filesIn(folder, [...namesOf(image), 'ghanti.json'])).toEqual([
      ...asText(image),
      settings.toString('latin1'),
    ]);
  });

  test('starts after flashing and meets its bridge', { timeout: LIMIT_MS }, async () => {
    const folder = temporary();
    const imageFolder = temporary();
    const { image } = await buildImage('esp32-cyd', imageFolder);
    const bytesOf = (path: string): Buffer => readFileSync(join(imageFolder, path));
    const program = image.files[0]!;
    const texts = image.files.find(({ name }) => name === 'texts-en')!;
    // The Linux build's flash is too small for the rest, and it lacks what the board has.
    const large = image.files.filter((file) => file !== program && file !== texts);
    const files = Object.fromEntries(large.map(({ name, path }) => [name, join(imageFolder, path)]));
    const flashed = [program, texts].map(({ name, path }) => ({ name, bytes: bytesOf(path) }));
    flashed.push({ name: '.boot0', bytes: Buffer.from(cydPrelude({ files, panel: false })) });

    const shop = await startTestBridge({ devices: [{ id: BOX, board: 'esp32-cyd', switches: [] }] });
    const { password, key } = identity(BOX);
    const wifi = { ssid: 'shop', password: '' };
    const hex = Buffer.from(key, 'latin1').toString('hex');
    const own = { id: BOX, host: '127.0.0.1', port: shop.mqttPort!, password, key: hex, wifi };
    const port = await cabled(folder);
    await flash(port, flashed, Buffer.from(JSON.stringify(own)));

    const line = await openLine(port);
    onTestFinished(() => line.close());
    let heard = '';
    line.onBytes((bytes) => (heard += bytes));
    await expect.poll(() => heard, { timeout: LIMIT_MS / 2 }).toContain('{"screen":"idle"}');
    expect(heard).toContain('{"link":"online"}');
  });

  test('is not given the image of another board', { timeout: LIMIT_MS }, async () => {
    const port = await cabled(temporary());
    const program = new Command();
    register(program);
    const run = program.parseAsync(['node', 'ghanti', 'flash', 'esp32-cyd', '--port', port]);
    await expect(run).rejects.toThrow(`${port}: this is LINUX; esp32-cyd wants ESP32_CYD.`);
  });

  test('is told from a cable with nothing at its end', { timeout: LIMIT_MS }, async () => {
    await expect(openLine('tcp://127.0.0.1:1')).rejects.toThrow(/cannot be opened .* Is the cable in/);
  });
});

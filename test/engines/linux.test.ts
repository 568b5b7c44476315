// A box on a computer: the image of the board `linux` in the real interpreter as it is, on the real bridge.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { nepalpay } from '../../bridge/switches/nepalpay/index';
import { buildImage } from '../../tools/build/image';
import { readQr } from '../../tools/demo/screen-reader';
import { startNepalpay } from '../../tools/switches/nepalpay';
import { startTestBridge, untilTrue } from '../support/bridge';
import type { TestBridge } from '../support/bridge';
import { identity } from '../support/bridge-config';
import { runInEspruino } from '../support/espruino';
import { need } from '../support/need';

const BOX = 'counter-1';
const LIMIT_MS = 90_000;
const WAIT_MS = 15_000;
const isNew = (line: string): boolean => line.startsWith('{"said"') && line.includes('"kind":"new"');
/** More than the fixed memory of a chip holds; the Linux build as it comes takes more when it needs it. */
const GROWS =
  'var l=[];for(var i=0;i<5;i++)l.push(new Uint8Array(65000));print(l.every(function(b){return b.length===65000;}));quit();';

interface Box {
  file(name: string): Buffer;
  lines: string[];
  type(line: string): void;
}

/** The image, the settings and nothing else in a folder, and the interpreter started in it. */
async function boxOn(shop: TestBridge): Promise<Box> {
  const folder = mkdtempSync(join(tmpdir(), 'ghanti-linux-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  await buildImage('linux', folder);
  const { password, key } = identity(BOX);
  const settings = { id: BOX, host: '127.0.0.1', port: shop.mqttPort, password };
  writeFileSync(
    join(folder, 'ghanti.json'),
    JSON.stringify({ ...settings, key: Buffer.from(key, 'latin1').toString('hex') }),
  );
  const child = spawn(process.env['ESPRUINO_BIN']!, ['app.js'], { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((done) => child.on('close', done));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const lines: string[] = [];
  createInterface(child.stdout).on('line', (line) => lines.push(line.trim()));
  return {
    lines,
    file: (name) => readFileSync(join(folder, name)),
    type: (line) => void child.stdin.write(`${line}\n`),
  };
}

/** How long the sound of a WAV file is, and how loud its loudest tenth of a second, of 1. */
function heard(wav: Buffer): { samples: number; rateHz: number; level: number } {
  expect(wav.toString('latin1', 0, 4) + wav.toString('latin1', 8, 16) + wav.toString('latin1', 36, 40)).toBe(
    'RIFFWAVEfmt data',
  );
  expect(wav.readUInt32LE(4)).toBe(wav.length - 8);
  expect(wav.readUInt32LE(40)).toBe(wav.length - 44);
  const rateHz = wav.readUInt32LE(24);
  const samples = wav.subarray(44);
  let level = 0;
  for (let from = 0; from < samples.length; from += rateHz / 10) {
    const tenth = samples.subarray(from, from + rateHz / 10);
    level = Math.max(level, Math.sqrt(tenth.reduce((sum, one) => sum + ((one - 128) / 128) ** 2, 0) / tenth.length));
  }
  return { samples: samples.length, rateHz, level };
}

need('ESPRUINO_BIN', 'a box on a computer, with the interpreter as it was built', () => {
  test('takes a payment from the switch to the file with the voice', { timeout: LIMIT_MS }, async ({ skip }) => {
    const [grows] = await runInEspruino(GROWS).catch(() => ['false']);
    if (grows !== 'true') skip('this interpreter has the fixed memory of a chip: no room for a picture in 16 colours');
    const npi = await startNepalpay();
    onTestFinished(() => npi.close());
    const config = { switches: { nepalpay: nepalpay.config.parse(npi.config) } };
    const shop = await startTestBridge({ config, devices: [{ id: BOX, board: 'linux', switches: ['nepalpay'] }] });
    const box = await boxOn(shop);
    const prints = (wanted: string): Promise<void> =>
      expect.poll(() => box.lines.some((line) => line.startsWith(wanted)), { timeout: WAIT_MS }).toBe(true);
    await prints('{"screen":"idle"}');

    const charge = await shop.charge();
    await expect.poll(() => readQr(box.file('screen.bmp')), { timeout: WAIT_MS }).toBe(charge.qr);
    const session = [...npi.ledger.traces.keys()].at(-1)!;
    await untilTrue(shop, 'the switch would tell', async () => npi.listens(session));
    npi.pay(session);
    await prints('{"screen":"paid"}');
    await expect.poll(() => box.lines.filter(isNew).length, { timeout: WAIT_MS }).toBe(1);
    const sentence = heard(box.file('speaker.wav'));
    expect(sentence.rateHz).toBe(8000);
    expect(sentence.samples / 8000).toBeGreaterThan(2);
    expect(sentence.samples / 8000).toBeLessThan(9);
    expect(sentence.level).toBeGreaterThan(0.05);
    await untilTrue(shop, 'it is spoken', async () => (await shop.bridge.charge(charge.id))?.spokenAtMs !== undefined);
    expect(await readQr(box.file('screen.bmp'))).toBeUndefined();

    box.type('key("repeat")');
    await expect.poll(() => box.lines.filter((line) => line.includes('"replay"')).length, { timeout: WAIT_MS }).toBe(2);
    expect(box.lines.filter((line) => line.includes('fault') || line.startsWith('Uncaught'))).toEqual([]);
  });
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Aedes } from 'aedes';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { buildImage } from '../../tools/build/image';
import type { Image } from '../../tools/build/image';
import { residentIn } from '../../tools/bench/resident';
import { flashScript, runScript } from '../support/espruino-box';
import { runInEspruino, startEspruino } from '../support/espruino';
import type { EspruinoProcess } from '../support/espruino';
import { need } from '../support/need';
import { ScriptedBridge } from '../support/scripted-bridge';
import { paid, showQr } from '../support/shop-box';

const KEY = '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff';
/** Sound is over this much faster than real time. */
const SOUND_SPEED = 20;
const LIMIT_MS = 60_000;
let folder = '';
let image: Image;
const running: EspruinoProcess[] = [];
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ghanti-image-'));
  image = (await buildImage('esp32-cyd', folder)).image;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(async () => {
  for (const box of running.splice(0)) await box.kill();
  for (const close of closing.splice(0).reverse()) await close();
});

/** A box of its own: the image on flash, ready to be switched on. */
async function flashed(port: number): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'ghanti-box-'));
  closing.push(async () => rmSync(home, { recursive: true, force: true }));
  await runInEspruino(flashScript(image, folder, { id: 'demo-1', port, password: 'secret', key: KEY }), {
    folder: home,
  });
  return home;
}

function switchOn(home: string, options: { before?: string; after?: string; panel?: boolean } = {}): EspruinoProcess {
  const js = runScript(image, folder, { soundSpeed: SOUND_SPEED, panel: false, ...options });
  const box = startEspruino(js, { folder: home, limitMs: LIMIT_MS });
  running.push(box);
  return box;
}

async function bridge(): Promise<{ bridge: ScriptedBridge; port: number }> {
  const aedes = await Aedes.createBroker();
  const server: Server = createServer(aedes.handle as (socket: Socket) => void);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closing.push(() => new Promise<void>((done) => aedes.close(() => server.close(() => done()))));
  return { bridge: new ScriptedBridge(aedes, 'demo-1', KEY), port: (server.address() as AddressInfo).port };
}

const fact =
  (name: string, value: unknown) =>
  (line: string): boolean =>
    line === JSON.stringify({ [name]: value });
const saidOf =
  (seq: number) =>
  (line: string): boolean =>
    line.startsWith(`{"said":{"seqs":[${seq}]`);

need('ESPRUINO_BIN', 'the built image in a real Espruino', () => {
  test.each(['esp32-cyd', 'esp32-epaper-154', 'esp32-epaper-213-keypad'])(
    '%s starts, and stays under 2000 variables',
    async (id) => {
      const built = id === 'esp32-cyd' ? folder : mkdtempSync(join(tmpdir(), 'ghanti-image-'));
      if (built !== folder) {
        closing.push(async () => rmSync(built, { recursive: true, force: true }));
        await buildImage(id, built);
      }
      const own = JSON.parse(readFileSync(join(built, 'image.json'), 'utf8')) as Image;
      const { variables, poolVariables } = await residentIn(process.env['ESPRUINO_BIN']!, own, built);
      console.log(`${id} resident in Espruino: ${variables} of ${poolVariables} variables`);
      expect(variables).toBeGreaterThan(500);
      expect(variables).toBeLessThanOrEqual(2000);
    },
  );

  test('takes a charge from the QR to the voice, over its own sockets', { timeout: LIMIT_MS }, async () => {
    const { bridge: shop, port } = await bridge();
    const box = switchOn(await flashed(port));
    await shop.welcome();
    await box.line(fact('screen', 'idle'));
    shop.say(showQr({ seq: 0, expiresAt: shop.now() + 300 }));
    await box.line(fact('screen', 'qr'));
    shop.say({ is: 'progress', seq: 0, charge: 1, stage: 'scanned' });
    await box.line(fact('screen', 'scanned'));
    const seq = shop.say(paid({ seq: 0, paidAt: shop.now() }));
    await box.line(fact('screen', 'paid'));
    await shop.ack(seq, 'received');
    const said = JSON.parse(await box.line(saidOf(seq))) as { said: unknown };
    expect(said.said).toMatchObject({ seqs: [seq], kind: 'new', language: 'en' });
    await shop.ack(seq, 'spoken');
  });

  test('says a payment once, however often it is delivered', { timeout: LIMIT_MS }, async () => {
    const { bridge: shop, port } = await bridge();
    const box = switchOn(await flashed(port));
    await shop.welcome();
    const message = paid({ seq: 0, paidAt: shop.now() });
    const seq = shop.say(message);
    shop.repeat(message);
    await shop.ack(seq, 'spoken');
    shop.repeat(message);
    await shop.ack(seq, 'spoken', 2);
    expect(box.lines.filter((line) => line.startsWith('{"said"'))).toHaveLength(1);
  });

  test('after a power cut in the middle of a sentence says it again, as again', { timeout: LIMIT_MS }, async () => {
    const { bridge: shop, port } = await bridge();
    const home = await flashed(port);
    const first = switchOn(home);
    await shop.welcome();
    const message = paid({ seq: 0, paidAt: shop.now() });
    const seq = shop.say(message);
    await first.line((line) => line.startsWith('{"saying"'));
    await first.kill();
    const second = switchOn(home);
    await second.line((line) => line === JSON.stringify({ saying: { seqs: [seq], kind: 'again' } }));
    await second.line(saidOf(seq));
    await shop.welcome(2);
    shop.repeat({ ...message, again: true });
    await shop.ack(seq, 'spoken');
    expect(second.lines.filter((line) => line.startsWith('{"said"'))).toHaveLength(1);
  });

  test('is deaf to a forger on the broker', { timeout: LIMIT_MS }, async () => {
    const { bridge: shop, port } = await bridge();
    const box = switchOn(await flashed(port));
    await shop.welcome();
    shop.forge(paid({ seq: 0, paidAt: shop.now() }));
    await box.line(fact('fault', 'not-ours'));
    const seq = shop.say(paid({ seq: 0, paidAt: shop.now(), amountMinor: 300 }));
    await shop.ack(seq, 'spoken');
    expect(box.lines.filter((line) => line.startsWith('{"said"'))).toHaveLength(1);
  });
});

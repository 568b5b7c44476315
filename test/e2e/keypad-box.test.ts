// A box on which the shop keys its amounts in, with a buzzer for a voice: the built program, drivers and parts' models.
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { Aedes } from 'aedes';
import { afterEach, describe, expect, test } from 'vitest';
import { tonesOf } from '../../firmware/speech/tones';
import { motifOf } from '../../firmware/wire/motif';
import { startBox } from '../../tools/simulator/box';
import type { SimulatedBox } from '../../tools/simulator/box';
import { readImage } from '../../tools/simulator/image';
import { builtImage } from '../support/built-image';
import { ScriptedBridge } from '../support/scripted-bridge';
import { paid } from '../support/shop-box';
import { nativeSha256 } from '../support/wire';

const KEY = '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff';
const LIMIT_MS = 120_000;
/** Each key is held for 0.1 s; a hand is slower. */
const BETWEEN_MS = 250;
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function shop(): Promise<{ bridge: ScriptedBridge; box: SimulatedBox }> {
  const aedes = await Aedes.createBroker();
  const server: Server = createServer(aedes.handle as (socket: Socket) => void);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closing.push(() => new Promise<void>((done) => aedes.close(() => server.close(() => done()))));
  const folder = await builtImage('esp32-epaper-213-keypad');
  const bridge = new ScriptedBridge(aedes, 'counter-1', KEY);
  const { port } = server.address() as AddressInfo;
  const wifi = { ssid: 'shop', password: '' };
  const box = startBox(readImage(folder), { id: 'counter-1', host: '127.0.0.1', port, password: '', key: KEY, wifi });
  closing.push(() => box.close());
  await bridge.welcome();
  await box.line((line) => line === '{"screen":"idle"}', LIMIT_MS);
  return { bridge, box };
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

describe('a box with a keypad and a buzzer', () => {
  test('asks the bridge for the amount that was keyed in', { timeout: LIMIT_MS }, async () => {
    const { bridge, box } = await shop();
    for (const key of ['1', '2', '5', '00', 'enter']) {
      box.key(key);
      await pause(BETWEEN_MS);
    }
    const request = await bridge.charge();
    expect(request).toMatchObject({ amountMinor: 12_500, currency: 524 });
    expect(box.panelFaults).toEqual([]);
  });

  test('sounds its own motif for a new payment, and never for its repetition', { timeout: LIMIT_MS }, async () => {
    const { bridge, box } = await shop();
    const seq = bridge.say(paid({ seq: 0, paidAt: bridge.now() }));
    await bridge.ack(seq, 'spoken');
    const heard = box.tones().filter(({ hz }) => hz > 0);
    const motif = motifOf(nativeSha256, Buffer.from(KEY, 'hex').toString('latin1'));
    const notes = tonesOf({
      say: 'paid',
      kind: 'new',
      motif,
      amountMinor: 1,
      currency: 524,
      seqs: [1],
      language: 'en',
    });
    expect(heard.slice(-3).map(({ hz }) => hz)).toEqual(notes.map(([hz]) => hz));
    expect(box.said().at(-1)).toMatchObject({ seqs: [seq], kind: 'new', language: 'en' });
    box.key('repeat');
    await box.line((line) => line.startsWith('{"said"') && line.includes('"replay"'), LIMIT_MS);
    const again = box
      .tones()
      .filter(({ hz }) => hz > 0)
      .slice(heard.length);
    expect(again.map(({ hz }) => hz)).toEqual([2637, 2637]);
    expect(box.panelFaults).toEqual([]);
  });
});

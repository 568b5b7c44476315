// A stranger on a broker without access lists, and real boxes: the built image, whose words are what a shop would hear.
import { connectAsync } from 'mqtt';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { encodeMessage, hmacSha256, seal, topicOf } from '../../firmware/wire/index';
import type { Down } from '../../firmware/wire/index';
import { readQr } from '../../tools/demo/screen-reader';
import { startBox } from '../../tools/simulator/box';
import type { SimulatedBox } from '../../tools/simulator/box';
import { readImage } from '../../tools/simulator/image';
import type { Image } from '../../tools/simulator/image';
import { builtImage } from '../support/built-image';
import { startTestBridge, untilTrue } from '../support/bridge';
import type { TestBridge } from '../support/bridge';
import { identity } from '../support/bridge-config';
import { eveAt } from '../support/eve';
import type { Eve } from '../support/eve';
import { startMosquitto } from '../support/mosquitto';
import { need } from '../support/need';
import { nativeSha256 } from '../support/wire';

const BOX = 'counter-1';
const OTHER = 'counter-2';
const DOWN = topicOf(BOX, 'd');
const UP = topicOf(BOX, 'u');
const LIMIT_MS = 60_000;
const WAIT_MS = 20_000;
const NOT_OURS = '{"fault":"not-ours"}';
const FORGED_MINOR = 9_999_900;

let image: Image;
beforeAll(async () => {
  image = readImage(await builtImage('esp32-cyd'));
}, LIMIT_MS);

interface Counter {
  shop: TestBridge;
  box: SimulatedBox;
  port: number;
  eve: Eve;
}

async function counter(): Promise<Counter> {
  const port = await startMosquitto();
  const config = { mqtt: { external: { url: `mqtt://127.0.0.1:${port}` } } };
  const shop = await startTestBridge({ config, devices: [{ board: 'esp32-cyd' }, { id: OTHER, board: 'esp32-cyd' }] });
  await untilTrue(shop, 'the road is open', async () => (await shop.bridge.readiness()).ready);
  const eve = await eveAt(port);
  return { shop, port, eve, box: await boxAt(port, BOX) };
}

async function boxAt(port: number, id: string): Promise<SimulatedBox> {
  const { key, password } = identity(id);
  const hex = Buffer.from(key, 'latin1').toString('hex');
  const wifi = { ssid: 'shop', password: '' };
  const box = startBox(image, { id, host: '127.0.0.1', port, password, key: hex, wifi }, { soundSpeed: 40 });
  onTestFinished(() => box.close());
  await box.line((line) => line === '{"screen":"idle"}', WAIT_MS);
  return box;
}

const announced = (box: SimulatedBox) => box.said().filter(({ seqs }) => seqs.length > 0);

/** A customer really pays, and the box says it: whatever came before has been dealt with by then. */
async function pays({ shop, box }: Counter): Promise<void> {
  const before = announced(box).length;
  const { id } = await shop.charge();
  await shop.till.tell(`session-${shop.till.made.length}`, 'paid', { txnId: id });
  await untilTrue(shop, 'it is spoken', async () => (await shop.bridge.charge(id))?.spokenAtMs !== undefined);
  expect(
    announced(box)
      .slice(before)
      .map(({ kind }) => kind),
  ).toEqual(['new']);
}

function made(topic: string, key: string, different: Partial<Down> = {}): Buffer {
  const { seq, charge, again } = { seq: 100_000, charge: 1, again: false };
  const money = { amountMinor: FORGED_MINOR, currency: 524, paidAt: Math.floor(Date.now() / 1000) };
  const message = { is: 'paid', seq, charge, again, ...money, ...different } as Down;
  return Buffer.from(seal(nativeSha256, key, topic, encodeMessage(message)), 'latin1');
}

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const bstr = (content: string): string =>
  (content.length < 24 ? String.fromCharCode(0x40 + content.length) : `\x58${String.fromCharCode(content.length)}`) +
  content;

/** COSE_Mac0 (RFC 9052 section 6.2) of Eve's making around a payload that the box would take. */
function cose(parts: { protectedHeader: string; unprotected: string; tag: string; prefix?: string }): Buffer {
  const { protectedHeader, unprotected, tag, prefix = '' } = parts;
  const payload = encodeMessage({
    ...{ is: 'paid', seq: 100_000, charge: 1, amountMinor: FORGED_MINOR, currency: 524 },
    ...{ paidAt: Math.floor(Date.now() / 1000), again: false },
  });
  return bytes(`${prefix}\x84${bstr(protectedHeader)}${unprotected}${bstr(payload)}${bstr(tag)}`);
}
const HMAC_64 = '\xa1\x01\x04';
const guess = hmacSha256(nativeSha256, '\0'.repeat(32), 'a guess');

need('mosquitto', 'a stranger on a broker without access lists', () => {
  test.each<[string, (eve: Eve) => Buffer]>([
    ['invents a payment under a key of her own', () => made(DOWN, 'k'.repeat(32))],
    ['seals a payment with the key of a stolen box', () => made(DOWN, identity(OTHER).key)],
    ['moves a message of a stolen box to another', () => made(topicOf(OTHER, 'd'), identity(OTHER).key)],
    ['sends what the box itself has said down to it', (eve) => eve.recorded(BOX, 'hello')],
    ['changes one bit of a real message', (eve) => flipped(eve.recorded(BOX, 'watch'))],
    ['cuts a real message short', (eve) => eve.recorded(BOX, 'watch').subarray(0, -1)],
    ['adds a byte to a real message', (eve) => Buffer.concat([eve.recorded(BOX, 'watch'), Buffer.from([0])])],
    ['leaves the tag out', () => cose({ protectedHeader: HMAC_64, unprotected: '\xa0', tag: '' })],
    ['sends a tag of four bytes', () => cose({ protectedHeader: HMAC_64, unprotected: '\xa0', tag: '\0\0\0\0' })],
    ['names no algorithm', () => cose({ protectedHeader: '', unprotected: '\xa0', tag: guess.slice(0, 8) })],
    ['names a longer MAC', () => cose({ protectedHeader: '\xa1\x01\x05', unprotected: '\xa0', tag: guess })],
    [
      'puts the algorithm where nobody protects it',
      () => cose({ protectedHeader: '', unprotected: '\xa1\x01\x04', tag: guess.slice(0, 8) }),
    ],
    [
      'sends it as a tagged COSE_Mac0',
      () => cose({ protectedHeader: HMAC_64, unprotected: '\xa0', tag: guess.slice(0, 8), prefix: '\xd1' }),
    ],
    ['sends the payment without an envelope', () => bytes('\xa7\x01\x05\x02\x1a\0\x01\x86\xa0')],
  ])('%s: the box refuses it, says nothing, and goes on', { timeout: LIMIT_MS }, async (_what, forgery) => {
    const at = await counter();
    await expect.poll(() => tries(() => at.eve.recorded(BOX, 'watch')), { timeout: WAIT_MS }).toBe(true);
    const refused = () => at.box.consoleLines.filter((line) => line === NOT_OURS).length;
    await at.eve.put(DOWN, forgery(at.eve));
    await expect.poll(refused, { timeout: WAIT_MS }).toBe(1);
    expect(announced(at.box)).toEqual([]);
    await pays(at);
  });

  test(
    'sends a real payment again and again, also to a box that was off: it is said once',
    { timeout: LIMIT_MS },
    async () => {
      const at = await counter();
      await pays(at);
      const paid = at.eve.recorded(BOX, 'paid');
      for (let n = 0; n < 20; n++) await at.eve.put(DOWN, paid);
      at.box.powerCut();
      at.box.powerOn();
      await at.box.line((line) => line === '{"screen":"idle"}', WAIT_MS);
      for (let n = 0; n < 20; n++) await at.eve.put(DOWN, paid);
      await pays(at);
      expect(announced(at.box)).toHaveLength(2);
    },
  );

  test('repeats an old QR over a new one: the box keeps the new one', { timeout: LIMIT_MS }, async () => {
    const at = await counter();
    await at.shop.charge();
    await expect.poll(() => tries(() => at.eve.recorded(BOX, 'show-qr')), { timeout: WAIT_MS }).toBe(true);
    const old = at.eve.recorded(BOX, 'show-qr');
    const { qr } = await at.shop.charge();
    const shows = () => readQr(at.box.screenPng());
    await expect.poll(shows, { timeout: WAIT_MS }).toBe(qr);
    for (let n = 0; n < 5; n++) await at.eve.put(DOWN, old);
    // One that it answers, after those: then they have been read.
    await at.eve.put(DOWN, made(DOWN, 'k'.repeat(32)));
    await at.box.line((line) => line === NOT_OURS, WAIT_MS);
    expect(await shows()).toBe(qr);
    await at.shop.till.tell('session-2', 'paid', { txnId: 't2' });
    await expect.poll(() => announced(at.box).length, { timeout: WAIT_MS }).toBe(1);
  });

  test('leaves retained messages for the box and the bridge: both pass them over', { timeout: LIMIT_MS }, async () => {
    const at = await counter();
    await pays(at);
    await at.eve.put(DOWN, at.eve.recorded(BOX, 'paid'), true);
    await at.eve.put(UP, at.eve.recorded(BOX, 'hello'), true);
    await at.eve.put(topicOf(BOX, 's'), 'offline', true);
    at.box.cutConnections();
    const welcomes = () => at.eve.heard.filter(({ topic }) => topic === topicOf(BOX, 's')).length;
    await expect.poll(welcomes, { timeout: WAIT_MS }).toBeGreaterThan(2);
    const restarted = await at.shop.close().then(() => at.shop.again());
    await untilTrue(restarted, 'the road is open', async () => (await restarted.bridge.readiness()).ready);
    await pays({ ...at, shop: restarted });
    expect(announced(at.box)).toHaveLength(2);
  });

  test('repeats what the box has said: the bridge takes nothing twice', { timeout: LIMIT_MS }, async () => {
    const at = await counter();
    await pays(at);
    const refused = () => at.shop.wire.filter(({ reason }) => reason === 'old').length;
    for (const is of ['hello', 'ack', 'telemetry'] as const) await at.eve.put(UP, at.eve.recorded(BOX, is));
    await untilTrue(at.shop, 'all are refused', async () => refused() === 3);
    await pays(at);
  });

  test(
    'takes the place of the box with its client id: the box comes back, and nothing is lost',
    { timeout: LIMIT_MS },
    async () => {
      const at = await counter();
      for (let n = 0; n < 3; n++) {
        const thief = await connectAsync(`mqtt://127.0.0.1:${at.port}`, { clientId: BOX, reconnectPeriod: 0 });
        thief.on('error', () => undefined);
        onTestFinished(() => thief.endAsync(true));
      }
      await pays(at);
    },
  );

  test(
    'says with her last will that the box is gone: its next payment is told all the same',
    { timeout: LIMIT_MS },
    async () => {
      const at = await counter();
      const will = { topic: topicOf(BOX, 's'), payload: Buffer.from('offline'), qos: 1, retain: true } as const;
      const dying = await connectAsync(`mqtt://127.0.0.1:${at.port}`, { will, reconnectPeriod: 0 });
      dying.on('error', () => undefined);
      dying.stream.destroy();
      await untilTrue(
        at.shop,
        'it is believed for now',
        async () => (await at.shop.bridge.device(BOX))?.online === false,
      );
      await pays(at);
      expect((await at.shop.bridge.device(BOX))?.online).toBe(true);
    },
  );

  test('sends the box a hundred kilobytes: it hangs up on them and comes back', { timeout: LIMIT_MS }, async () => {
    const at = await counter();
    await at.eve.put(DOWN, Buffer.alloc(100_000, 0x84));
    await pays(at);
    expect(at.box.consoleLines.filter((line) => line.startsWith('Uncaught'))).toEqual([]);
  });

  test('floods the box with a thousand forgeries: the payment among them is said', { timeout: LIMIT_MS }, async () => {
    const at = await counter();
    const forged = made(DOWN, 'k'.repeat(32));
    const flood = Promise.all(Array.from({ length: 1_000 }, () => at.eve.put(DOWN, forged)));
    await pays(at);
    await flood;
    expect(at.box.consoleLines.filter((line) => line.startsWith('Uncaught'))).toEqual([]);
  });

  test(
    'claims ten thousand boxes that there never were: the bridge keeps none of them',
    { timeout: LIMIT_MS },
    async () => {
      const at = await counter();
      const lines = at.shop.log.length;
      for (let n = 0; n < 10_000; n += 100)
        await Promise.all(
          Array.from({ length: 100 }, (_none, i) =>
            at.eve.client.publishAsync(topicOf(`ghost-${n + i}`, i % 2 === 0 ? 's' : 'u'), 'online', { qos: 0 }),
          ),
        );
      await pays(at);
      const seen = at.shop.wire.filter(({ reason }) => reason === 'unknown-device').length;
      expect(seen).toBeGreaterThan(4_000);
      expect((await at.shop.bridge.devices()).map(({ id }) => id)).toEqual([BOX, OTHER]);
      // A flood of forgeries is not a flood of log lines.
      expect(at.shop.log.length - lines).toBeLessThan(100);
    },
  );
});

function flipped(real: Buffer): Buffer {
  const changed = Buffer.from(real);
  changed[Math.floor(changed.length / 2)]! ^= 1;
  return changed;
}

function tries(look: () => unknown): boolean {
  try {
    look();
    return true;
  } catch {
    return false;
  }
}

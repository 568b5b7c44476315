// A box of the shop that has turned hostile: it has its own keys and password, and nothing else.
import { connectAsync } from 'mqtt';
import { describe, expect, onTestFinished, test } from 'vitest';
import { topicOf } from '../../firmware/wire/index';
import type { Up } from '../../firmware/wire/index';
import { startTestBridge, untilTrue } from '../support/bridge';
import type { TestBridge } from '../support/bridge';
import type { ScriptedBox } from '../support/box';

const TWO = [{}, { id: 'counter-2' }];
const MOST = 2_147_483_647;

const refusals = (shop: TestBridge, reason: string): number =>
  shop.wire.filter((record) => record.direction === 'refused' && record.reason === reason).length;

/** The bridge has taken, or refused, all that this box has said. */
async function heard(shop: TestBridge, box: ScriptedBox): Promise<void> {
  await box.say({ is: 'key', key: 'ok' });
  const { id } = box.options;
  await untilTrue(shop, `all of ${id} is heard`, async () => (await shop.bridge.device(id))?.lastUp === box.lastNumber);
}

/** A payment of the victim that is not spoken yet. @returns its charge and sequence number */
async function unspoken(shop: TestBridge, victim: ScriptedBox): Promise<{ id: string; seq: number }> {
  victim.speech = 'deaf';
  const told = victim.next('paid');
  const { id } = await shop.charge();
  await shop.till.tell(`session-${shop.till.made.length}`, 'paid', { txnId: id });
  return { id, seq: (await told).seq };
}

describe('a hostile box', () => {
  test('cannot say for another that it has spoken: not in its words, nor on its topic', async () => {
    const shop = await startTestBridge({ devices: TWO });
    const victim = await shop.box().start();
    const { id, seq } = await unspoken(shop, victim);
    const hostile = await shop.box({ id: 'counter-2' }).start();
    for (let of = 1; of <= seq + 3; of++) await hostile.ack(of, 'spoken');
    await heard(shop, hostile);
    expect((await shop.bridge.charge(id))?.spokenAtMs).toBeUndefined();
    expect((await shop.bridge.device('counter-1'))?.unspoken).toBe(1);
  });

  test('cannot end what it was never told: acks of numbers that there are not change nothing', async () => {
    const shop = await startTestBridge({ devices: TWO });
    const hostile = await shop.box().start();
    for (const of of [1, 77, 1_000_000, MOST]) {
      await hostile.ack(of, 'spoken');
      await hostile.ack(of, 'refused', 'malformed');
    }
    await heard(shop, hostile);
    const { id } = await shop.charge();
    await shop.till.tell('session-1', 'paid', { txnId: 't' });
    await untilTrue(shop, 'it is spoken', async () => (await shop.bridge.charge(id))?.spokenAtMs !== undefined);
    expect(hostile.said.map(({ kind }) => kind)).toEqual(['new']);
  });

  test('that takes the last sequence number there is locks out itself alone', async () => {
    const shop = await startTestBridge({ devices: TWO });
    const hostile = await shop.box().start();
    const last: Up = { is: 'key', seq: MOST, key: 'ok' };
    await hostile.sayRaw(hostile.sealed(last));
    await hostile.say({ is: 'key', key: 'ok' });
    await untilTrue(shop, 'the next one is old', async () => refusals(shop, 'old') === 1);
    const other = await shop.box({ id: 'counter-2' }).start();
    const shown = other.next('show-qr');
    await shop.charge({}, 'counter-2');
    await shown;
  });

  test.each([0, -1, 2 ** 31, 2 ** 32 + 5])('with the sequence number %d is refused', async (seq) => {
    const shop = await startTestBridge();
    const hostile = await shop.box().start();
    const before = await shop.bridge.device('counter-1');
    await hostile.sayRaw(hostile.sealed({ is: 'key', seq, key: 'ok' }));
    await heard(shop, hostile);
    expect(shop.wire.filter(({ direction }) => direction === 'refused').length).toBeGreaterThanOrEqual(1);
    expect((await shop.bridge.device('counter-1'))!.lastUp).toBeGreaterThan(before!.lastUp);
  });

  test('that lies about its journal in its hello still gets what it has not spoken', async () => {
    const shop = await startTestBridge();
    const hostile = await shop.box().start();
    const { seq } = await unspoken(shop, hostile);
    const again = hostile.next('paid');
    const lie = { boot: hostile.boot, last: MOST, floor: MOST, firmware: 'x', journal: 'ok' } as const;
    await hostile.say({ is: 'hello', ...lie, board: 'esp32-cyd' });
    expect((await again).seq).toBe(seq);
  });

  test.each(['__proto__', 'constructor', 'toString', 'no-such-board'])(
    'that says it is built on the board %s is shown its QR all the same',
    async (board) => {
      const shop = await startTestBridge();
      const hostile = shop.box();
      await hostile.connect();
      const welcomed = hostile.next('welcome');
      await hostile.hello({ board });
      await welcomed;
      const shown = hostile.next('show-qr');
      await shop.charge();
      await shown;
      expect((await shop.bridge.device('counter-1'))?.board).not.toBe(board);
    },
  );

  test('writes no line into the log and nothing into a terminal with its fault, its firmware or its board', async () => {
    const shop = await startTestBridge();
    const hostile = await shop.box().start();
    const evil = '\u001b[2J\n{"level":60}\r\u0007';
    const telemetry = { uptimeSeconds: MOST, freeMemory: MOST, rssi: 255, restarts: MOST } as const;
    await hostile.say({ is: 'telemetry', ...telemetry, fault: evil });
    const lie = { boot: hostile.boot, last: 0, floor: 0, journal: 'ok' } as const;
    await hostile.say({ is: 'hello', ...lie, firmware: evil, board: evil.slice(0, 8) });
    await heard(shop, hostile);
    for (const line of shop.log) {
      expect(() => JSON.parse(line) as unknown).not.toThrow();
      expect(line.trimEnd()).not.toMatch(/[\u0000-\u001f\u007f]/);
    }
    const seen = await (await shop.api('/v1/devices/counter-1')).text();
    expect(seen).not.toMatch(/[\u0000-\u001f\u007f]/);
    expect(await (await shop.api('/metrics')).text()).not.toContain('level');
  });

  test.each([
    ['nothing', { amountMinor: 0, currency: 524 }],
    ['a currency that there is not', { amountMinor: 900, currency: 998 }],
    ['a currency of another switch', { amountMinor: 900, currency: 116 }],
  ])('that keys in %s makes no charge', async (_what, asked) => {
    const shop = await startTestBridge();
    const hostile = await shop.box().start();
    await hostile.say({ is: 'charge-request', request: 1, ...asked }).catch(() => undefined);
    await heard(shop, hostile);
    expect(await shop.bridge.charges({})).toEqual([]);
  });

  test('leaves no last will on the topics of another box', async () => {
    const shop = await startTestBridge({ devices: TWO });
    const victim = await shop.box().start();
    const hello = victim.sealed({ is: 'key', seq: victim.nextNumber(), key: 'ok' });
    const { id, password } = shop.box({ id: 'counter-2' }).options;
    for (const [topic, payload] of [
      [topicOf('counter-1', 's'), Buffer.from('offline')],
      [topicOf('counter-1', 'u'), hello],
      [topicOf('counter-1', 'd'), Buffer.from('x')],
    ] as const) {
      const dying = await connectAsync(`mqtt://127.0.0.1:${shop.mqttPort}`, {
        ...{ clientId: id, username: id, password, protocolVersion: 4, clean: true, reconnectPeriod: 0 },
        will: { topic, payload, qos: 1, retain: false },
      });
      onTestFinished(() => dying.endAsync(true));
      dying.on('error', () => undefined);
      const before = (await shop.bridge.device('counter-1'))!.lastUp;
      dying.stream.destroy();
      await untilTrue(shop, 'it is gone', async () => (await shop.bridge.device('counter-2'))?.online === false);
      expect((await shop.bridge.device('counter-1'))?.online).toBe(true);
      expect((await shop.bridge.device('counter-1'))?.lastUp).toBe(before);
    }
    expect(victim.faults).toEqual([]);
  });

  test('cannot make the bridge greet another box with its own hello', async () => {
    const shop = await startTestBridge({ devices: TWO });
    const victim = await shop.box().start();
    const hostile = await shop.box({ id: 'counter-2' }).start();
    const gone = new Promise<void>((closed) => hostile.client!.once('close', closed));
    const bytes = victim.sealed({ is: 'key', seq: victim.nextNumber(), key: 'ok' });
    hostile.client!.publish(topicOf('counter-1', 'u'), bytes, { qos: 1 });
    await gone;
    expect(victim.taken.filter(({ is }) => is === 'welcome')).toHaveLength(1);
  });
});

import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { proved } from '../../bridge/gateway/key-versions';
import { openSqlite } from '../../bridge/store/sqlite';
import { topicOf } from '../../firmware/wire/index';
import { startTestBridge, untilTrue } from '../support/bridge';
import { identity } from '../support/bridge-config';
import type { TestBridge } from '../support/bridge';
import type { ScriptedBox } from '../support/box';

const TWO = [{}, { id: 'counter-2' }];

async function metric(shop: TestBridge, line: string): Promise<number> {
  const text = await (await shop.api('/metrics')).text();
  return Number(
    text
      .split('\n')
      .find((one) => one.startsWith(`${line} `))
      ?.split(' ')
      .at(-1) ?? 0,
  );
}

function refusals(shop: TestBridge, reason: string): number {
  return shop.wire.filter((record) => record.direction === 'refused' && record.reason === reason).length;
}

/** Resolves when the broker has hung up. */
function hungUp(box: ScriptedBox): Promise<void> {
  return new Promise((resolve) => box.client!.once('close', resolve));
}

describe('the broker', () => {
  test('lets nobody in with the credentials of another box, and the other box stays', async () => {
    const shop = await startTestBridge({ devices: TWO });
    const box = await shop.box().start();
    const thief = shop.box({ id: 'counter-1', password: identity('counter-2').password });
    await expect(thief.connect()).rejects.toThrow(/Bad|Not authorized/i);
    const stranger = shop.box({ ...identity('counter-9') });
    await expect(stranger.connect()).rejects.toThrow(/Bad|Not authorized/i);
    const shown = box.next('show-qr');
    await shop.charge();
    await shown;
    expect(await metric(shop, 'ghanti_connections_refused_total{reason="credentials"}')).toBe(2);
  });

  test('gives the place of a box to its newer connection', async () => {
    const shop = await startTestBridge();
    const old = await shop.box().start();
    const gone = hungUp(old);
    const fresh = shop.box();
    await fresh.connect();
    await gone;
    expect((await shop.bridge.device('counter-1'))?.online).toBe(true);
  });

  test.each([
    [
      'publishes to another box',
      (box: ScriptedBox) => box.client!.publishAsync(topicOf('counter-2', 'd'), 'x', { qos: 1 }),
    ],
    [
      'publishes as another box',
      (box: ScriptedBox) => box.client!.publishAsync(topicOf('counter-2', 'u'), 'x', { qos: 1 }),
    ],
    [
      'writes into its own downward topic',
      (box: ScriptedBox) => box.client!.publishAsync(topicOf('counter-1', 'd'), 'x', { qos: 1 }),
    ],
    [
      'leaves a retained message',
      (box: ScriptedBox) => box.client!.publishAsync(topicOf('counter-1', 'u'), 'x', { qos: 1, retain: true }),
    ],
    [
      'sends a packet of a kilobyte',
      (box: ScriptedBox) => box.client!.publishAsync(topicOf('counter-1', 'u'), Buffer.alloc(1_000), { qos: 1 }),
    ],
    ['uses QoS 2', (box: ScriptedBox) => box.client!.publishAsync(topicOf('counter-1', 'u'), 'x', { qos: 2 })],
  ])('hangs up on a box that %s', async (_what, act) => {
    const shop = await startTestBridge({ devices: TWO });
    const victim = await shop.box({ id: 'counter-2' }).start();
    const box = await shop.box().start();
    const gone = hungUp(box);
    act(box).catch(() => undefined);
    await gone;
    expect(victim.faults).toEqual([]);
    expect((await shop.bridge.device('counter-2'))?.online).toBe(true);
  });

  test.each([topicOf('counter-2', 'd'), 'g/+/d', '#', '$SYS/#', topicOf('counter-1', 'u')])(
    'refuses a subscription to %s',
    async (topic) => {
      const shop = await startTestBridge({ devices: TWO });
      const box = await shop.box().start();
      await expect(box.client!.subscribeAsync(topic, { qos: 1 })).rejects.toThrow();
    },
  );

  test('refuses sessions that outlive their connection, retained wills, and boxes without a keepalive', async () => {
    const shop = await startTestBridge();
    const will = { topic: topicOf('counter-1', 's'), payload: Buffer.from('offline'), qos: 1, retain: true } as const;
    for (const different of [{ clean: false }, { will }, { keepalive: 0 }, { keepalive: 3_600 }]) {
      await expect(shop.box().connect(different)).rejects.toThrow();
    }
  });

  test('hangs up on an address that connects too often', async () => {
    const slow = { burst: 2, perSecond: 0.001 };
    const shop = await startTestBridge({ config: { mqtt: { limits: { ratePerAddress: slow } } } });
    await shop.box().connect();
    await shop.box().connect();
    await expect(shop.box().connect()).rejects.toThrow();
    expect(await metric(shop, 'ghanti_connections_refused_total{reason="rate"}')).toBe(1);
  });

  test('hangs up on a connection that does not introduce itself', async () => {
    const shop = await startTestBridge({ config: { mqtt: { limits: { connectTimeoutMs: 100 } } } });
    const socket = connect(shop.mqttPort!, '127.0.0.1');
    socket.on('error', () => undefined);
    await new Promise<void>((resolve) => socket.once('close', () => resolve()));
  });
});

describe('a message from a box', () => {
  test('with a wrong tag, for another box, or that is no message is refused, counted, and has no effect', async () => {
    const shop = await startTestBridge({ devices: TWO });
    const box = await shop.box().start();
    await shop.charge();
    const paid = box.next('paid');
    box.speech = 'deaf';
    await shop.till.tell('session-1', 'paid');
    const { seq } = await paid;
    const forged = { is: 'ack', seq: box.nextNumber(), of: seq, stage: 'spoken', reason: undefined } as const;
    await box.sayRaw(box.sealed(forged, identity('counter-2').key));
    await box.sayRaw(Buffer.from('hello'));
    await box.sayRaw(Buffer.alloc(0));
    await box.say({ is: 'telemetry', uptimeSeconds: 1, freeMemory: 1, rssi: 60, restarts: 0, fault: 'audio-timeout' });
    await untilTrue(
      shop,
      'the true message is taken',
      async () => (await shop.bridge.device('counter-1'))?.fault === 'audio-timeout',
    );
    expect(refusals(shop, 'mac')).toBe(3);
    expect(await metric(shop, 'ghanti_messages_refused_total{reason="mac"}')).toBe(3);
    expect((await shop.bridge.device('counter-1'))?.unspoken).toBe(1);
  });

  test('is taken once: the same bytes again are old', async () => {
    const shop = await startTestBridge();
    const box = await shop.box().start();
    const bytes = box.sealed({
      is: 'charge-request',
      seq: box.nextNumber(),
      request: 5,
      amountMinor: 900,
      currency: 524,
    });
    const shown = box.next('show-qr');
    await box.sayRaw(bytes);
    await shown;
    await box.sayRaw(bytes);
    await box.say({ is: 'key', key: 'ok' });
    await untilTrue(
      shop,
      'the last message is taken',
      async () => (await shop.bridge.device('counter-1'))?.lastUp === box.lastNumber,
    );
    expect(refusals(shop, 'old')).toBe(1);
    expect(await shop.bridge.charges({})).toHaveLength(1);
  });

  test('leaves neither keys nor codes nor the words of a refused message in the log', async () => {
    const shop = await startTestBridge();
    const box = await shop.box().start();
    await box.sayRaw(Buffer.from('a secret that must not be logged'));
    await box.say({ is: 'scan', charge: 0, code: '5999-customer-code' });
    await shop.charge();
    await untilTrue(
      shop,
      'the scan is taken',
      async () => (await shop.bridge.device('counter-1'))?.lastUp === box.lastNumber,
    );
    const log = shop.log.join('');
    expect(log).toContain('"reason":"mac"');
    for (const secret of ['a secret', '5999-customer', identity('counter-1').password, 'test-token'])
      expect(log).not.toContain(secret);
  });

  test('of a box whose keys were renewed is refused, and its new keys are taken at once', async () => {
    const shop = await startTestBridge();
    const box = await shop.box().start();
    const store = await openSqlite(`${shop.folder}/ghanti.db`);
    await store.write(async (tx) => tx.updateDevice(proved((await tx.device('counter-1'))!, 2)));
    await store.close();
    await box.say({ is: 'key', key: 'ok' });
    await box.cut();
    await expect(box.connect()).rejects.toThrow();
    const renewed = await shop.box({ ...identity('counter-1', 2) }).start();
    expect(renewed.taken.map(({ is }) => is)).toContain('welcome');
    expect(refusals(shop, 'mac')).toBe(1);
  });
});

import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { connectAsync } from 'mqtt';
import { Aedes } from 'aedes';
import { afterEach, describe, expect, test } from 'vitest';
import { openMiddle } from '../../../../tools/demo/middle';
import type { Middle } from '../../../../tools/demo/middle';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function road(): Promise<{ middle: Middle; brokerPort: number }> {
  const broker = await Aedes.createBroker();
  const server: Server = createServer(broker.handle as (socket: Socket) => void);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closing.push(() => new Promise<void>((done) => broker.close(() => server.close(() => done()))));
  const brokerPort = (server.address() as AddressInfo).port;
  const middle = await openMiddle(brokerPort);
  closing.push(() => middle.close());
  return { middle, brokerPort };
}

describe('the road that a thief owns', () => {
  test('passes every message on, remembers it, and slips his own in between two packets', async () => {
    const { middle, brokerPort } = await road();
    const options = { protocolVersion: 4, reconnectPeriod: 0 } as const;
    const box = await connectAsync(`mqtt://127.0.0.1:${middle.port}`, options);
    const bridge = await connectAsync(`mqtt://127.0.0.1:${brokerPort}`, options);
    closing.push(
      () => box.endAsync(true),
      () => bridge.endAsync(true),
    );
    const heard: string[] = [];
    const all = new Promise<void>((done) =>
      box.on('message', (topic, payload) => {
        heard.push(`${topic} ${payload.length} ${payload[0]}`);
        if (heard.length === 3) done();
      }),
    );
    await box.subscribeAsync('g/demo-1/d', { qos: 1 });
    // Longer than one TCP segment, so that a packet comes in pieces; and longer than one length byte.
    await bridge.publishAsync('g/demo-1/d', Buffer.alloc(100_000, 7), { qos: 1 });
    expect(middle.inject('g/demo-1/d', Buffer.alloc(300, 9))).toBe(true);
    await bridge.publishAsync('g/demo-1/d', Buffer.alloc(2, 8), { qos: 1 });
    await all;
    expect(heard.sort()).toEqual(['g/demo-1/d 100000 7', 'g/demo-1/d 2 8', 'g/demo-1/d 300 9']);
    expect(middle.seen().map(({ payload }) => payload.length)).toEqual([100_000, 2]);
  });

  test('has nobody to deceive when no box is connected', async () => {
    const { middle } = await road();
    expect(middle.inject('g/demo-1/d', Buffer.from('x'))).toBe(false);
  });
});

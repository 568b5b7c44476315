// Floods against the bridge as a process, and what they leave of its memory.
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { TestContext } from 'vitest';
import { topicOf } from '../../firmware/wire/index';
import type { Up } from '../../firmware/wire/index';
import { ScriptedBox } from '../support/box';
import { shopFolder } from '../support/bridge';
import { TOKEN, identity } from '../support/bridge-config';
import { buildBridge, removeBridge, startBridgeProgram } from '../support/bridge-program';
import type { BridgeProgram } from '../support/bridge-program';

/** What any of these floods may leave; a leak of its messages would be several times as much. */
const GROWTH_LIMIT_MB = 120;
const LIMIT_MS = 90_000;
const UP = topicOf('counter-1', 'u');

let program = '';
beforeAll(async () => {
  program = await buildBridge();
});
afterAll(() => removeBridge(program));

async function boxOn(port: number, id = 'counter-1'): Promise<ScriptedBox> {
  const box = new ScriptedBox({ ...identity(id), port });
  onTestFinished(() => box.cut());
  return box.start();
}

/** The other box of the shop still gets what is its own, and the memory is bounded. */
async function bears(context: TestContext, flood: (bridge: BridgeProgram) => Promise<unknown>): Promise<BridgeProgram> {
  const bridge = await startBridgeProgram(program, await shopFolder([{}, { id: 'counter-2' }]));
  const other = await boxOn(bridge.mqttPort, 'counter-2');
  await bridge.api('/healthz');
  const beforeMb = bridge.residentMb();
  await flood(bridge);
  const shown = other.next('show-qr');
  const { status } = await bridge.api('/v1/devices/counter-2/charges', { amount: '7.00', currency: 'NPR' });
  expect(status).toBe(201);
  await shown;
  const afterMb = bridge.residentMb();
  await context.annotate(`resident: ${beforeMb.toFixed(0)} MB before, ${afterMb.toFixed(0)} MB after`);
  expect(afterMb - beforeMb).toBeLessThan(GROWTH_LIMIT_MB);
  return bridge;
}

async function metric(bridge: BridgeProgram, line: string): Promise<number> {
  const { text } = (await bridge.api('/metrics')).body as { text: string };
  return Number(
    text
      .split('\n')
      .find((one) => one.startsWith(`${line} `))
      ?.split(' ')
      .at(-1) ?? 0,
  );
}

/** Authentic messages as fast as the line takes them; ends when the broker hangs up. */
async function pour(box: ScriptedBox, times: number, message: (n: number) => Up): Promise<void> {
  const client = box.client!;
  for (let n = 0; n < times && client.connected; n++) {
    client.publish(UP, box.sealed(message(n)), { qos: 0 });
    if (n % 50 === 49) await new Promise((turn) => setTimeout(turn, 100));
  }
}

const refused = 'ghanti_messages_refused_total{reason="flood"}';

test('1,000 hellos of one box are answered as often as a box needs it', { timeout: LIMIT_MS }, async (context) => {
  const bridge = await bears(context, async ({ mqttPort }) => {
    const box = await boxOn(mqttPort);
    const { boot } = box;
    const rest = { boot, last: 0, floor: 0, firmware: '0.1.0', board: 'esp32-cyd', journal: 'ok' } as const;
    await pour(box, 1_000, () => ({ is: 'hello', seq: box.nextNumber(), ...rest }));
  });
  expect(await metric(bridge, 'ghanti_messages_up_total{kind="hello"}')).toBeLessThan(100);
  expect(await metric(bridge, refused)).toBeGreaterThan(500);
});

test('1,000 amounts keyed in at one box become a few charges', { timeout: LIMIT_MS }, async (context) => {
  const bridge = await bears(context, async ({ mqttPort }) => {
    const box = await boxOn(mqttPort);
    const money = { amountMinor: 900, currency: 524 };
    await pour(box, 1_000, (n) => ({ is: 'charge-request', seq: box.nextNumber(), request: n + 1, ...money }));
  });
  const { charges } = (await bridge.api('/v1/charges?limit=500')).body as { charges: unknown[] };
  expect(charges.length).toBeLessThan(40);
});

test('1,000 codes scanned at one box reach the switch a few times', { timeout: LIMIT_MS }, async (context) => {
  const bridge = await bears(context, async ({ mqttPort }) => {
    const box = await boxOn(mqttPort);
    await pour(box, 1_000, () => ({ is: 'scan', seq: box.nextNumber(), charge: 0, code: '5999-0000-1111' }));
  });
  expect(await metric(bridge, 'ghanti_messages_up_total{kind="scan"}')).toBeLessThan(40);
});

test('a box that sends 50,000 packets at once is hung up on', { timeout: LIMIT_MS }, async (context) => {
  const bridge = await bears(context, async ({ mqttPort }) => {
    const box = await boxOn(mqttPort);
    const gone = new Promise<void>((closed) => box.client!.once('close', closed));
    for (let n = 0; n < 50_000 && box.client!.connected; n++) box.client!.publish(UP, 'x'.repeat(800), { qos: 0 });
    await gone;
  });
  expect(await metric(bridge, 'ghanti_connections_refused_total{reason="flood"}')).toBeGreaterThan(0);
});

test(
  '3,000 connections that say nothing leave room for the box of the shop',
  { timeout: LIMIT_MS },
  async (context) => {
    const sockets: Socket[] = [];
    onTestFinished(() => sockets.forEach((socket) => socket.destroy()));
    await bears(context, async ({ mqttPort }) => {
      for (let n = 0; n < 3_000; n++) {
        sockets.push(connect(mqttPort, '127.0.0.2').on('error', () => undefined));
        if (n % 100 === 99) await new Promise((turn) => setTimeout(turn, 10));
      }
    });
  },
);

test('3,000 requests with wrong tokens and wrong paths', { timeout: LIMIT_MS }, async (context) => {
  await bears(context, async ({ httpPort }) => {
    for (let round = 0; round < 30; round++) {
      const ask = (n: number): Promise<unknown> =>
        fetch(`http://127.0.0.1:${httpPort}/v1/${n % 2 === 0 ? 'charges' : `none-${round}-${n}`}`, {
          headers: { authorization: `Bearer wrong-${round}-${n}` },
        }).then((answer) => answer.arrayBuffer());
      await Promise.all(Array.from({ length: 100 }, (_none, n) => ask(n)));
    }
  });
});

test('500 webhooks of 60 kilobytes, and 100 too large to be read', { timeout: LIMIT_MS }, async (context) => {
  await bears(context, async ({ httpPort }) => {
    const push = (bytes: number): Promise<number> =>
      fetch(`http://127.0.0.1:${httpPort}/v1/webhooks/till/x`, { method: 'POST', body: 'a'.repeat(bytes) }).then(
        async (answer) => {
          await answer.arrayBuffer();
          return answer.status;
        },
        () => 0,
      );
    for (let round = 0; round < 25; round++) await Promise.all(Array.from({ length: 20 }, () => push(60_000)));
    for (let round = 0; round < 5; round++) {
      const statuses = await Promise.all(Array.from({ length: 20 }, () => push(1_000_000)));
      expect(statuses.filter((status) => status !== 413 && status !== 0)).toEqual([]);
    }
  });
});

test(
  '150 followers of the events that read nothing: a hundred are taken, and the slow ones dropped',
  { timeout: LIMIT_MS },
  async (context) => {
    const sockets: Socket[] = [];
    onTestFinished(() => sockets.forEach((socket) => socket.destroy()));
    const bridge = await bears(context, async ({ httpPort, api }) => {
      let refusals = 0;
      for (let n = 0; n < 150; n++) {
        const socket = connect(httpPort, '127.0.0.1').on('error', () => undefined);
        sockets.push(socket);
        const head = await new Promise<string>((got) => {
          socket.once('data', (bytes) => got(bytes.toString('latin1')));
          socket.write(`GET /v1/events HTTP/1.1\r\nHost: bridge\r\nAuthorization: Bearer ${TOKEN}\r\n\r\n`);
        });
        socket.pause();
        if (head.startsWith('HTTP/1.1 503')) refusals++;
      }
      expect(refusals).toBe(50);
      for (let n = 0; n < 30; n++)
        await Promise.all(
          Array.from({ length: 10 }, () => api('/v1/devices/counter-1/charges', { amount: '9.00', currency: 'NPR' })),
        );
    });
    expect(await metric(bridge, 'ghanti_event_streams')).toBeLessThanOrEqual(100);
  },
);

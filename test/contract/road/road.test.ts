import { connectAsync } from 'mqtt';
import type { MqttClient } from 'mqtt';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Road } from '../../../bridge/gateway/port';
import { topicOf } from '../../../firmware/wire/index';
import { need } from '../../support/need';
import { passwordOf, roads } from './registry';
import type { RoadKind } from './registry';

interface Seen {
  up: { device: string; bytes: string }[];
  presence: { device: string; online: boolean }[];
  /** Resolves when the look finds something, after any news. */
  until<T>(look: () => T | undefined): Promise<T>;
}

function watch(road: Road): Seen {
  const waiting = new Set<() => void>();
  const news = (): void => [...waiting].forEach((look) => look());
  const seen: Seen = {
    up: [],
    presence: [],
    until: (look) =>
      new Promise((resolve) => {
        const check = (): void => {
          const found = look();
          if (found === undefined) return;
          waiting.delete(check);
          resolve(found);
        };
        waiting.add(check);
        check();
      }),
  };
  road.onUp((device, bytes) => {
    seen.up.push({ device, bytes: Buffer.from(bytes).toString('latin1') });
    news();
  });
  road.onPresence((device, online) => {
    seen.presence.push({ device, online });
    news();
  });
  return seen;
}

async function lay(kind: RoadKind): Promise<{ road: Road; port: number; seen: Seen }> {
  const { road, port } = await kind.lay();
  onTestFinished(() => road.close());
  const seen = watch(road);
  await new Promise<void>((resolve) => road.onOpen(resolve));
  return { road, port, seen };
}

async function box(port: number, id: string): Promise<MqttClient> {
  const will = { topic: topicOf(id, 's'), payload: Buffer.from('offline'), qos: 1, retain: false } as const;
  const options = {
    clientId: id,
    username: id,
    password: passwordOf(id),
    clean: true,
    protocolVersion: 4,
    reconnectPeriod: 0,
    will,
  } as const;
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`, options, false);
  client.on('error', () => undefined);
  onTestFinished(() =>
    client.endAsync(true).then(
      () => undefined,
      () => undefined,
    ),
  );
  await client.subscribeAsync(topicOf(id, 'd'), { qos: 1 });
  await client.publishAsync(topicOf(id, 's'), 'online', { qos: 1 });
  return client;
}

function kit(kind: RoadKind): void {
  test('brings bytes to the box that they are for, in their order, and to no other', async () => {
    const { road, port } = await lay(kind);
    const [mine, other] = [await box(port, 'counter-1'), await box(port, 'counter-2')];
    const got: string[] = [];
    other.on('message', () => got.push('at the wrong box'));
    const all = new Promise<void>((resolve) =>
      mine.on('message', (_topic, payload, { qos, retain }) => {
        got.push(`${payload.toString('hex')} ${qos} ${retain}`);
        if (got.length === 3) resolve();
      }),
    );
    await Promise.all(
      [Buffer.from([0]), Buffer.from([255, 10, 13]), Buffer.alloc(900, 7)].map((bytes) =>
        road.publish('counter-1', bytes),
      ),
    );
    await all;
    expect(got).toEqual(['00 1 false', 'ff0a0d 1 false', `${'07'.repeat(900)} 1 false`]);
  });

  test('brings up what a box says, with its name', async () => {
    const { port, seen } = await lay(kind);
    const client = await box(port, 'counter-1');
    await client.publishAsync(topicOf('counter-1', 'u'), Buffer.from([1, 2, 255]), { qos: 1 });
    expect(await seen.until(() => seen.up[0])).toEqual({ device: 'counter-1', bytes: '\x01\x02\xff' });
  });

  test('says when a box comes, and when its power goes', async () => {
    const { port, seen } = await lay(kind);
    const client = await box(port, 'counter-1');
    await seen.until(() => seen.presence.find(({ online }) => online));
    client.stream.destroy();
    await seen.until(() => seen.presence.find(({ online }) => !online));
    expect(seen.presence).toEqual([
      { device: 'counter-1', online: true },
      { device: 'counter-1', online: false },
    ]);
  });

  test('does not keep for later what no box takes now', async () => {
    const { road, port, seen } = await lay(kind);
    const sent = road.publish('counter-1', Buffer.from('lost'));
    if (kind.knowsBox) await expect(sent).rejects.toThrow('the box is not connected');
    else await sent;
    const client = await box(port, 'counter-1');
    const got: string[] = [];
    client.on('message', (_topic, payload) => got.push(payload.toString()));
    await seen.until(() => seen.presence.find(({ online }) => online));
    const came = new Promise<void>((resolve) => client.on('message', () => resolve()));
    await Promise.all([came, road.publish('counter-1', Buffer.from('now'))]);
    expect(got).toEqual(['now']);
  });

  test('is open until it is closed, and then takes nothing', async () => {
    const { road, port } = await lay(kind);
    await box(port, 'counter-1');
    expect(road.isOpen()).toBe(true);
    expect(road.address).toContain(String(port));
    await road.close();
    expect(road.isOpen()).toBe(false);
    await expect(road.publish('counter-1', Buffer.from('x'))).rejects.toThrow();
  });
}

for (const kind of roads) {
  const title = `the road over ${kind.name}`;
  if (kind.needs === undefined) describe(title, () => kit(kind));
  else need(kind.needs, title, () => kit(kind));
}

import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { Aedes } from 'aedes';
import { afterEach, describe, expect, test } from 'vitest';
import { mqttClient } from '../../../../../firmware/platforms/espruino/mqtt';
import type { Mqtt, MqttOptions } from '../../../../../firmware/platforms/espruino/mqtt';
import { packetsIn } from '../../../../../firmware/platforms/espruino/mqtt-packets';
import { nodeConnect } from '../../../../support/node-socket';

const closing: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closing.push(() => new Promise<void>((done) => void server.close(() => done())));
  return (server.address() as AddressInfo).port;
}

/** A client whose events can be waited for, with a clock that the test turns. */
function client(port: number, given: Partial<MqttOptions> = {}) {
  const happened: string[] = [];
  let wake: () => void = () => undefined;
  const note = (what: string): void => {
    happened.push(what);
    wake();
  };
  const clock = { seconds: 0 };
  const options: MqttOptions = {
    host: '127.0.0.1',
    port,
    id: 'box-1',
    password: 'secret',
    subscribeTo: 'g/box-1/d',
    willTopic: 'g/box-1/s',
    willPayload: 'offline',
    keepaliveSeconds: () => 60,
    uptimeSeconds: () => clock.seconds,
    random: () => 0,
    ...given,
  };
  const mqtt: Mqtt = mqttClient(options, nodeConnect, {
    up: () => note('up'),
    down: (reason) => note(`down: ${reason}`),
    message: (topic, payload) => note(`${topic}: ${Buffer.from(payload, 'latin1').toString('hex')}`),
  });
  closing.push(() => mqtt.stop());
  const until = async (what: string, times = 1): Promise<void> => {
    while (happened.filter((one) => one === what).length < times) await new Promise<void>((done) => (wake = done));
  };
  return { mqtt, happened, until, clock };
}

async function broker() {
  const aedes = await Aedes.createBroker();
  const server = createServer(aedes.handle as (socket: Socket) => void);
  const port = await listen(server);
  closing.push(() => new Promise<void>((done) => aedes.close(() => done())));
  const published: { topic: string; payload: string; qos: number; retain: boolean }[] = [];
  let wake: () => void = () => undefined;
  aedes.on('publish', ({ topic, payload, qos, retain }) => {
    if (topic.startsWith('$')) return;
    published.push({ topic, payload: Buffer.from(payload).toString('latin1'), qos, retain });
    wake();
  });
  const until = async (topic: string, times = 1): Promise<void> => {
    while (published.filter((one) => one.topic === topic).length < times)
      await new Promise<void>((done) => (wake = done));
  };
  const send = (payload: Buffer): Promise<void> =>
    new Promise((done, failed) => {
      const packet = { cmd: 'publish', topic: 'g/box-1/d', payload, qos: 1, retain: false, dup: false } as const;
      aedes.publish(packet, (error) => (error == null ? done() : failed(error)));
    });
  return { aedes, port, published, until, send };
}

/** A broker of the test's own making, to be rude with. */
async function rude(answer: (packet: Buffer, socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('data', (packet) => answer(packet, socket));
    socket.on('error', () => undefined);
  });
  const port = await listen(server);
  closing.push(() => sockets.forEach((socket) => socket.destroy()));
  return port;
}
const CONNACK = Buffer.from([0x20, 2, 0, 0]);
const SUBACK = Buffer.from([0x90, 3, 0, 1, 1]);
const polite = (packet: Buffer, socket: Socket): void => {
  if (packet[0] === 0x10) socket.write(CONNACK);
  if (packet[0] === 0x82) socket.write(SUBACK);
};

describe('the MQTT client of a box', () => {
  test('subscribes and takes every byte value, both ways', async () => {
    const { port, send, until, published } = await broker();
    const box = client(port);
    box.mqtt.start();
    await box.until('up');
    const all = Buffer.from(Array.from({ length: 256 }, (_none, i) => i));
    await send(all);
    await box.until(`g/box-1/d: ${all.toString('hex')}`);
    box.mqtt.publish('g/box-1/u', all.toString('latin1'));
    await until('g/box-1/u');
    expect(published.at(-1)).toEqual({ topic: 'g/box-1/u', payload: all.toString('latin1'), qos: 1, retain: false });
  });

  test('gives its name and password and leaves a will', async () => {
    const { aedes, port, until, published } = await broker();
    const seen: string[] = [];
    aedes.authenticate = (who, user, password, done) => {
      seen.push(`${who.id} ${user} ${String(password)}`);
      done(null, true);
    };
    const box = client(port);
    box.mqtt.start();
    await box.until('up');
    expect(seen).toEqual(['box-1 box-1 secret']);
    (aedes as unknown as { clients: Record<string, { conn: Socket }> }).clients['box-1']!.conn.destroy();
    await until('g/box-1/s');
    expect(published.at(-1)).toEqual({ topic: 'g/box-1/s', payload: 'offline', qos: 1, retain: false });
  });

  test('comes back by itself, for as long as it is started', async () => {
    const { aedes, port } = await broker();
    const box = client(port);
    box.mqtt.start();
    await box.until('up');
    (aedes as unknown as { clients: Record<string, { conn: Socket }> }).clients['box-1']!.conn.destroy();
    await box.until('up', 2);
    expect(box.happened).toEqual(['up', 'down: hung up', 'up']);
    box.mqtt.stop();
    box.mqtt.publish('g/box-1/u', 'x');
  });

  test('is refused and tries again', async () => {
    const { aedes, port } = await broker();
    let tries = 0;
    aedes.authenticate = (_who, _user, _password, done) => done(null, ++tries > 1);
    const box = client(port);
    box.mqtt.start();
    await box.until('up');
    expect(box.happened[0]).toMatch(/^down: refused/);
  });

  test('does not mind how its packets are cut', async () => {
    const publish = Buffer.from([0x32, 16, 0, 9, ...Buffer.from('g/box-1/d'), 0, 7, 1, 2, 3]);
    const acks: number[] = [];
    const port = await rude((packet, socket) => {
      polite(packet, socket);
      if (packet[0] === 0x40) acks.push(packet.readUInt16BE(2));
      if (packet[0] !== 0x82) return;
      socket.setNoDelay(true);
      const bytes = Buffer.concat([publish, publish]);
      let at = 0;
      const drip = (): void => {
        if (at < bytes.length) socket.write(bytes.subarray(at, ++at), () => setImmediate(drip));
      };
      drip();
    });
    const box = client(port);
    box.mqtt.start();
    await box.until('g/box-1/d: 010203', 2);
    expect(box.happened).toEqual(['up', 'g/box-1/d: 010203', 'g/box-1/d: 010203']);
  });

  test.each([
    ['a packet of 256 megabytes', Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f])],
    ['a length that never ends', Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0xff])],
    ['a message above the wire’s limit', Buffer.from([0x30, 0xe9, 0x07])],
    ['a topic longer than its packet', Buffer.from([0x30, 4, 0xff, 0xff, 1, 2])],
    ['a packet id that is missing', Buffer.from([0x32, 3, 0, 1, 97])],
    ['QoS 2', Buffer.from([0x34, 6, 0, 1, 97, 0, 1, 1])],
    ['a packet that only clients send', Buffer.from([0x10, 0])],
  ])('hangs up on %s', async (_what, bytes) => {
    let rudeness = 0;
    const port = await rude((packet, socket) => {
      polite(packet, socket);
      if (packet[0] === 0x82 && rudeness++ === 0) socket.write(bytes);
    });
    const box = client(port);
    box.mqtt.start();
    await box.until('up', 2);
    expect(box.happened).toEqual(['up', 'down: protocol', 'up']);
  });

  test('gives up a broker that does not answer its connect', async () => {
    const port = await rude(() => undefined);
    const box = client(port);
    box.mqtt.start();
    box.clock.seconds = 19;
    box.mqtt.tick();
    expect(box.happened).toEqual([]);
    box.clock.seconds = 20;
    box.mqtt.tick();
    expect(box.happened).toEqual(['down: no answer']);
  });

  test('gives up a broker that refuses the subscription', async () => {
    const port = await rude((packet, socket) => {
      if (packet[0] === 0x10) socket.write(CONNACK);
      if (packet[0] === 0x82) socket.write(Buffer.from([0x90, 3, 0, 1, 0x80]));
    });
    const box = client(port);
    box.mqtt.start();
    await box.until('down: no subscription');
    expect(box.happened).not.toContain('up');
  });

  test('pings when it is quiet, and gives up when no answer comes', async () => {
    let pinged: () => void = () => undefined;
    const ping = new Promise<void>((done) => (pinged = done));
    let pings = 0;
    const port = await rude((packet, socket) => {
      polite(packet, socket);
      if (packet[0] !== 0xc0) return;
      if (++pings === 1) socket.write(Buffer.from([0xd0, 0, 0x30, 3, 0, 1, 97]));
      else pinged();
    });
    const box = client(port);
    box.mqtt.start();
    await box.until('up');
    box.clock.seconds = 60;
    box.mqtt.tick();
    await box.until('a: ');
    box.clock.seconds = 119;
    box.mqtt.tick();
    expect(pings).toBe(1);
    box.clock.seconds = 120;
    box.mqtt.tick();
    await ping;
    box.clock.seconds = 140;
    box.mqtt.tick();
    expect(box.happened).toEqual(['up', 'a: ', 'down: no answer']);
  });

  test('gives up a broker that answers no publish, in time or in number', async () => {
    const port = await rude(polite);
    const box = client(port);
    box.mqtt.start();
    await box.until('up');
    box.mqtt.publish('g/box-1/u', 'x');
    box.clock.seconds = 20;
    box.mqtt.tick();
    await box.until('up', 2);
    for (let i = 0; i < 17; i++) box.mqtt.publish('g/box-1/u', 'x');
    expect(box.happened).toEqual(['up', 'down: no answer', 'up', 'down: no answer']);
  });

  test('keeps on when its publishes are answered', async () => {
    const { port, until } = await broker();
    const box = client(port);
    box.mqtt.start();
    await box.until('up');
    for (let round = 1; round <= 5; round++) {
      for (let i = 0; i < 10; i++) box.mqtt.publish('g/box-1/u', 'x');
      await until('g/box-1/u', round * 10);
      box.clock.seconds += 15;
      box.mqtt.tick();
    }
    expect(box.happened).toEqual(['up']);
  });

  test('does not try while it is stopped', async () => {
    const { port } = await broker();
    const box = client(port);
    box.mqtt.start();
    box.mqtt.stop();
    box.clock.seconds = 100;
    box.mqtt.tick();
    expect(box.happened).toEqual([]);
  });

  test('survives an engine that cannot even open a socket', async () => {
    const happened: string[] = [];
    const broken = (): never => {
      throw new Error('no sockets');
    };
    const mqtt = mqttClient(
      {
        ...{ host: 'x', port: 1, id: 'a', password: '', subscribeTo: 'd', willTopic: 's', willPayload: 'offline' },
        ...{ keepaliveSeconds: () => 60, uptimeSeconds: () => 0, random: () => 0 },
      },
      broken,
      { up: () => undefined, down: (reason) => happened.push(reason), message: () => undefined },
    );
    mqtt.start();
    mqtt.stop();
    expect(happened).toEqual(['connect']);
  });
});

describe('packets', () => {
  test('that are not whole yet wait', () => {
    expect(packetsIn('')).toEqual({ packets: [], used: 0, hostile: false });
    expect(packetsIn('\x30')).toEqual({ packets: [], used: 0, hostile: false });
    expect(packetsIn('\x30\x80')).toEqual({ packets: [], used: 0, hostile: false });
    expect(packetsIn('\xd0\x00\x30\x05\x00')).toEqual({ packets: [{ is: 'pingresp' }], used: 2, hostile: false });
  });

  test('of any rubbish end in a verdict, never in an exception', () => {
    let seed = 1;
    for (let round = 0; round < 2000; round++) {
      let bytes = '';
      for (let i = 0; i < 24; i++) {
        seed = (seed * 48271) % 2147483647;
        bytes += String.fromCharCode(seed & 255);
      }
      const { used } = packetsIn(bytes);
      expect(used).toBeLessThanOrEqual(bytes.length);
    }
  });
});

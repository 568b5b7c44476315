import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { Aedes } from 'aedes';
import { afterEach } from 'vitest';
import { mqttClient } from '../../firmware/platforms/espruino/mqtt';
import type { Mqtt, MqttOptions } from '../../firmware/platforms/link';
import { nodeConnect } from './node-socket';

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
export function client(port: number, given: Partial<MqttOptions> = {}) {
  const happened: string[] = [];
  let wake: () => void = () => undefined;
  const note = (what: string): void => {
    happened.push(what);
    wake();
  };
  const clock = { seconds: 0 };
  const account = { host: '127.0.0.1', port, id: 'box-1', password: 'secret' };
  const options: MqttOptions = {
    keepaliveSeconds: () => 60,
    uptimeSeconds: () => clock.seconds,
    random: () => 0,
    ...given,
  };
  const mqtt: Mqtt = mqttClient(account, options, nodeConnect, {
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

export async function broker() {
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
      aedes.publish(packet, (error) => (error === undefined || error === null ? done() : failed(error)));
    });
  return { aedes, port, published, until, send };
}

/** A broker of the test's own making, to be rude with. */
export async function rude(answer: (packet: Buffer, socket: Socket) => void): Promise<number> {
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
export const CONNACK = Buffer.from([0x20, 2, 0, 0]);
const SUBACK = Buffer.from([0x90, 3, 0, 1, 1]);
export const polite = (packet: Buffer, socket: Socket): void => {
  if (packet[0] === 0x10) socket.write(CONNACK);
  if (packet[0] === 0x82) socket.write(SUBACK);
};

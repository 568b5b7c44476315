// A box of the load: a socket, and what the wire asks of it. It answers each payment with "received" and "spoken".
import { createHash } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { decodeDown, encodeMessage, open, seal, topicOf, type Up } from '../../../firmware/wire/index';
import {
  connectPacket,
  CONNACK,
  number,
  packet,
  packets,
  PUBACK,
  PUBLISH,
  publishPacket,
  readPublish,
  SUBACK,
  SUBSCRIBE,
  text,
  type Packet,
} from './packets';

const sha256 = (bytes: string): string => createHash('sha256').update(bytes, 'latin1').digest('binary');

export interface BoxOptions {
  id: string;
  password: string;
  /** Binary; '' where messages are not sealed. */
  key: string;
  port: number;
  localAddress: string;
  paid: () => void;
}

/** A connected box; resolves when it is subscribed and, where messages are sealed, welcomed. */
export function connectBox(options: BoxOptions): Promise<Socket> {
  const { id, password, port, localAddress } = options;
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', localAddress, noDelay: true });
    const take = conversation(socket, options, () => resolve(socket));
    socket.once('connect', () => void socket.write(connectPacket(id, password)));
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`${id} was hung up on`)));
    socket.on('data', packets(take));
  });
}

function conversation(socket: Socket, options: BoxOptions, ready: () => void): (packet: Packet) => void {
  const { id, key, paid } = options;
  const up = topicOf(id, 'u');
  let said = 65_536;
  let packetId = 0;
  const say = (message: (seq: number) => Up): void => {
    said++;
    const bytes =
      key === '' ? plainAck(said) : Buffer.from(seal(sha256, key, up, encodeMessage(message(said))), 'latin1');
    packetId = (packetId % 65_535) + 1;
    socket.write(publishPacket(up, packetId, bytes));
  };
  const announced = (of: number): void => {
    say((seq) => ({ is: 'ack', seq, of, stage: 'received', reason: undefined }));
    say((seq) => ({ is: 'ack', seq, of, stage: 'spoken', reason: undefined }));
    paid();
  };
  const told = (payload: Buffer): void => {
    if (key === '') return announced(0);
    const opened = open(sha256, key, topicOf(id, 'd'), payload.toString('latin1'));
    const message = opened === undefined ? 'forged' : decodeDown(opened);
    if (typeof message === 'string') throw new Error(`${id} was told something ${message}`);
    if (message.is === 'welcome') ready();
    if (message.is === 'paid') announced(message.seq);
  };
  const hello = { boot: 1_000_003, last: 0, floor: 0, firmware: '0.1.0', board: 'esp32-cyd', journal: 'ok' } as const;
  return (got) => {
    if (got.kind === CONNACK) {
      if (got.body[1] !== 0) throw new Error(`${id} was refused: ${got.body[1]}`);
      socket.write(packet(SUBSCRIBE, 2, number(1), text(topicOf(id, 'd')), Buffer.from([1])));
    } else if (got.kind === SUBACK) {
      if (key === '') ready();
      else say((seq) => ({ is: 'hello', seq, ...hello }));
    } else if (got.kind === PUBLISH) {
      const { id: number_, payload } = readPublish(got);
      if (number_ > 0) socket.write(packet(PUBACK, 0, number(number_)));
      told(payload);
    }
  };
}

/** As long as a sealed ack. */
function plainAck(seq: number): Buffer {
  return Buffer.from(`{"ack":${seq},"stage":"ok"}`);
}

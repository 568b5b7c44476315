// The least that a durable server of boxes can be in this runtime: a hand-written MQTT subset, one table, group commit.
// No identities, no MAC, no rules: what is paid is written, sent, and marked when the box has spoken it.
import Database from 'libsql';
import { mkdtempSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { WebSocketServer } from 'ws';
import { topicOf } from '../../../firmware/wire/index';
import {
  CONNACK,
  CONNECT,
  number,
  packet,
  packets,
  PUBACK,
  PUBLISH,
  publishPacket,
  readPublish,
  SUBACK,
  SUBSCRIBE,
} from './packets';

interface Payment {
  deviceId: string;
  validationTraceId: string;
  txnId: string;
  amount: string;
}

export function runFloor(folder: string): void {
  const group = groupCommit(join(mkdtempSync(join(folder, 'floor-')), 'floor.db'));
  const boxes = new Map<string, Socket>();
  const server = createServer((socket) => serveBox(socket, boxes, group.spoken));
  const http = createHttp();
  new WebSocketServer({ server: http }).on('connection', (socket) => {
    socket.on('message', (bytes: Buffer) => {
      const payment = JSON.parse(bytes.toString()) as Payment;
      group.paid(payment, () => {
        const body = Buffer.from(JSON.stringify({ amount: payment.amount, txn: payment.txnId.slice(-16) }));
        boxes.get(payment.deviceId)?.write(publishPacket(topicOf(payment.deviceId, 'd'), 1, body));
      });
    });
  });
  server.listen(0, '127.0.0.1', () =>
    http.listen(0, '127.0.0.1', () => {
      const mqttPort = (server.address() as AddressInfo).port;
      const events = `ws://127.0.0.1:${(http.address() as AddressInfo).port}`;
      process.stdout.write(`${JSON.stringify({ mqttPort, events })}\n`);
    }),
  );
}

function serveBox(socket: Socket, boxes: Map<string, Socket>, spoken: (box: string) => void): void {
  let id = '';
  let acks = 0;
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  socket.on(
    'data',
    packets(({ kind, flags, body }) => {
      if (kind === CONNECT) {
        // Protocol name, level, flags and keepalive are 10 bytes.
        id = body.toString('latin1', 12, 12 + body.readUInt16BE(10));
        boxes.set(id, socket);
        socket.write(packet(CONNACK, 0, Buffer.from([0, 0])));
      } else if (kind === SUBSCRIBE) socket.write(packet(SUBACK, 0, body.subarray(0, 2), Buffer.from([1])));
      else if (kind === PUBLISH) {
        const { id: of } = readPublish({ kind, flags, body });
        if (of > 0) socket.write(packet(PUBACK, 0, number(of)));
        // The second word about a payment says that it was spoken.
        if (++acks % 2 === 0) spoken(id);
      }
    }),
  );
}

/** All that came in one turn of the event loop shares a transaction and a disk flush. */
function groupCommit(file: string) {
  const database = new Database(file);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE payment (id INTEGER PRIMARY KEY, box TEXT, session TEXT, txn TEXT UNIQUE, amount TEXT, spoken INTEGER);
    CREATE INDEX unspoken ON payment (box) WHERE spoken = 0`);
  const insert = database.prepare('INSERT INTO payment (box, session, txn, amount, spoken) VALUES (?, ?, ?, ?, 0)');
  const mark = database.prepare('UPDATE payment SET spoken = 1 WHERE box = ? AND spoken = 0');
  let jobs: { run: () => void; done: () => void }[] = [];
  const commit = (): void => {
    const now = jobs;
    jobs = [];
    database.exec('BEGIN IMMEDIATE');
    for (const { run } of now) run();
    database.exec('COMMIT');
    for (const { done } of now) done();
  };
  const add = (run: () => void, done: () => void): void => {
    if (jobs.push({ run, done }) === 1) setImmediate(commit);
  };
  return {
    paid: ({ deviceId, validationTraceId, txnId, amount }: Payment, done: () => void): void =>
      add(() => void insert.run([deviceId, validationTraceId, txnId, amount]), done),
    spoken: (box: string): void =>
      add(
        () => void mark.run([box]),
        () => undefined,
      ),
  };
}

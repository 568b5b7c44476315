// The event sockets: one address a QR, nothing is sent to us, everything is told to whoever is connected.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Faults } from './faults';
import { SHOP, type Ledger } from './ledger';

type Inner = Record<string, unknown>;

export class Sockets {
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: 1024 });
  readonly #open = new Map<WebSocket, { deviceId: string; frozen: boolean }>();

  constructor(
    readonly ledger: Ledger,
    readonly faults: Faults,
  ) {}

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // A client that is gone already resets the connection; that is its right.
    socket.on('error', () => socket.destroy());
    const path = /^\/convergent-webSocket-web\/merchantEndPoint\/(T\d+)\/(\w+)\/Y$/.exec(request.url ?? '');
    const known = [...this.ledger.qrs.values()].some(({ deviceId }) => deviceId === path?.[1]);
    const refuses = this.faults.use('refuse-sockets') !== undefined;
    if (path === null || !known || path[2] !== SHOP.merchantCode || refuses) {
      socket.end('HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (opened) => {
      this.#open.set(opened, { deviceId: path[1]!, frozen: false });
      opened.on('error', () => opened.terminate());
      opened.on('close', () => {
        this.#open.delete(opened);
        this.ledger.changed();
      });
      this.ledger.changed();
    });
  }

  tell(deviceId: string, inner: Inner): void {
    if (this.faults.use('silent') !== undefined) return;
    const told = [envelope(deviceId, inner)];
    if (this.faults.use('foreign-events') !== undefined) told.unshift(envelope(deviceId, STRANGERS_PAYMENT));
    if (this.faults.use('garbage') !== undefined) told.unshift('', '[]', '{"transactionStatus":"{"}');
    if (this.faults.use('duplicate-events') !== undefined) told.push(...told);
    for (const [socket, { deviceId: its, frozen }] of this.#open) {
      if (its === deviceId && !frozen) for (const text of told) socket.send(text);
    }
  }

  listens(deviceId: string): boolean {
    return [...this.#open.values()].some((one) => one.deviceId === deviceId && !one.frozen);
  }

  /** Goes on in silence: unread, unanswered, not closed. */
  freeze(): void {
    for (const [socket, state] of this.#open) {
      state.frozen = true;
      socket.pause();
    }
  }
  drop(): void {
    for (const socket of this.#open.keys()) socket.terminate();
  }
}

function envelope(deviceId: string, inner: Inner): string {
  return JSON.stringify({ merchantId: 70, deviceId, transactionStatus: JSON.stringify(inner) });
}

const STRANGERS_PAYMENT = {
  traceId: 1,
  productNumber: 'STRANGER0001',
  amount: '1250.50',
  message: 'Request Complete',
  success: true,
  paymentSuccess: true,
};

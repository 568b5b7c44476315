// The NPI WebSocket channel, path /nqrws (api_specification.md section 2): registrations and who hears of what.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Faults } from './faults';
import { decryptToken, keys } from './keys';
import { nepalTime, SHOP, type Ledger } from './ledger';
import { Queue, type Grant } from './queue';

const MESSAGE_LIMIT_BYTES = 100_000;

export class EventSockets {
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_LIMIT_BYTES });
  readonly #queues = new Set<Queue>();
  readonly #greeted = new Set<string>();

  constructor(
    readonly ledger: Ledger,
    readonly faults: Faults,
    readonly grant: Grant,
  ) {
    this.#server.on('connection', (socket: WebSocket) => {
      const queue = new Queue(socket, faults, grant, (from, body) => this.#register(from, body));
      this.#queues.add(queue);
      socket.on('close', () => this.#queues.delete(queue));
    });
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // A client that is gone already resets the connection; that is its right.
    socket.on('error', () => socket.destroy());
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    if (path !== '/nqrws' || this.faults.use('refuse-sockets') !== undefined) {
      socket.end('HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (opened) => this.#server.emit('connection', opened, request));
  }

  /** Sends the record to every connection that registered the trace id. */
  deliver(trace: string, record: Record<string, string>): void {
    if (this.faults.use('silence') !== undefined) return;
    for (const queue of this.#queues) {
      const ws_id = queue.registered.get(trace);
      if (ws_id !== undefined) queue.event({ ...record, ws_id });
    }
  }

  listens(trace: string): boolean {
    return [...this.#queues].some(({ registered, frozen }) => !frozen && registered.has(trace));
  }

  /** Cuts every connection without a word. */
  drop(): void {
    for (const { socket } of this.#queues) socket.terminate();
  }

  freeze(): void {
    for (const queue of this.#queues) queue.freeze();
  }

  close(): void {
    this.drop();
    this.#server.close();
  }

  #register(queue: Queue, body: Buffer): void {
    const asked = parse(body);
    if (asked === undefined) return queue.refuse('body');
    if (this.faults.use('error-frame') !== undefined) return queue.refuse('internal error');
    const { request_id: id, merchant_id } = asked;
    const ws_id = `${nepalTime(this.ledger.now()).replace(/\D/g, '')}${randomUUID()}`;
    const answer = { channel: 'GWQR', merchant_id, request_id: id, ws_id };
    this.ledger.count(this.ledger.seen.registrations, id);
    if (this.faults.use('bad-token') !== undefined || !isShop(asked)) {
      return queue.push({ ...answer, status: 'FAIL', message: 'Token decryption failed' });
    }
    if (this.faults.use('silence') !== undefined || !this.ledger.traces.has(id)) return;
    queue.registered.set(id, ws_id);
    if (!this.#greeted.has(id) || this.faults.use('no-repeated-entr') === undefined) {
      queue.push({ ...answer, status: 'ENTR', message: 'Connection Established' });
    }
    this.#greeted.add(id);
    this.ledger.changed();
  }
}

const FIELDS = ['request_id', 'merchant_id', 'username', 'api_token'] as const;
type Registration = Record<(typeof FIELDS)[number], string>;

function isShop({ api_token, username, merchant_id }: Registration): boolean {
  const token = decryptToken(api_token, keys().channel.privateKey);
  return token === SHOP.channel.apiToken && username === SHOP.channel.username && merchant_id === SHOP.terminalLabel;
}

function parse(body: Buffer): Registration | undefined {
  try {
    const asked = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
    const whole = FIELDS.every((name) => typeof asked[name] === 'string' && asked[name] !== '');
    return whole ? (asked as Registration) : undefined;
  } catch {
    return undefined;
  }
}

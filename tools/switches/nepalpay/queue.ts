// One client's connection to the event socket: its STOMP session, its registrations and its user queue.
import type { WebSocket } from 'ws';
import type { Faults } from './faults';
import { ClientStream, serverFrame, StompRefusal, type ClientFrame } from './stomp-server';

const QUEUE = '/user/nqrws/check-txn-status';
const REGISTER = '/nqrws/check-txn-status';

/** What CONNECTED grants: the server's own beats and those that it wants; 0 for none. */
export interface Grant {
  sendMs: number;
  wantMs: number;
}
type EventRecord = Record<string, string>;

export class Queue {
  /** Trace id -> ws_id. */
  readonly registered = new Map<string, string>();
  frozen = false;
  readonly #stream = new ClientStream();
  readonly #timers: NodeJS.Timeout[] = [];
  #connected = false;
  #subscription: string | undefined;
  /** An event that waits to come after the next one. */
  #held: EventRecord | undefined;
  #lastHeardMs = Date.now();
  #messages = 0;

  constructor(
    readonly socket: WebSocket,
    readonly faults: Faults,
    readonly grant: Grant,
    readonly onRegister: (queue: Queue, body: Buffer) => void,
  ) {
    socket.on('message', (piece: Buffer) => this.#hear(piece));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => this.#timers.forEach((timer) => clearInterval(timer)));
  }

  /** Goes on in silence: unread, unanswered, not closed. */
  freeze(): void {
    this.frozen = true;
    this.socket.pause();
  }

  refuse(why: string): void {
    this.#write(serverFrame('ERROR', { message: why, 'content-length': 0 }));
    this.socket.close();
  }

  /** An event of the customer's; may be held back to come after the next one. */
  event(record: EventRecord): void {
    const late = this.#held;
    this.#held = undefined;
    if (late === undefined && this.faults.use('reordered-events') !== undefined) {
      this.#held = record;
      return;
    }
    this.push(record);
    if (late !== undefined) this.push(late);
  }

  push(record: EventRecord): void {
    // A user queue without a subscriber forgets.
    if (this.#subscription === undefined) return;
    const frames = [this.#message(record)];
    if (this.faults.use('foreign-events') !== undefined) frames.unshift(this.#message(STRANGERS_PAYMENT));
    if (this.faults.use('duplicate-events') !== undefined) frames.push(...frames);
    if (this.faults.use('broken-frame') !== undefined)
      frames.push(serverFrame('MESSAGE', { 'content-length': 3 }, '{"status":"x"}'));
    if (this.faults.use('endless-frame') !== undefined) frames.push(`MESSAGE\nx:${'y'.repeat(90_000)}`);
    if (this.faults.use('merged-frames') !== undefined) this.#write(`\n${frames.join('\n')}\n\n`);
    else for (const frame of frames) this.#write(frame);
  }

  #message(record: EventRecord): string {
    const body = JSON.stringify(record);
    const headers = {
      destination: QUEUE,
      'content-type': 'application/json',
      subscription: this.#subscription ?? '',
      'message-id': `m-${++this.#messages}`,
      'content-length': Buffer.byteLength(body),
    };
    return serverFrame('MESSAGE', headers, body);
  }

  #write(bytes: string): void {
    if (this.frozen) return;
    const pieces = this.faults.use('split-frames') === undefined ? [bytes] : cut(bytes);
    for (const piece of pieces) this.socket.send(piece);
  }

  #hear(piece: Buffer): void {
    this.#lastHeardMs = Date.now();
    try {
      for (const frame of this.#stream.take(piece)) this.#take(frame);
    } catch (error) {
      if (!(error instanceof StompRefusal)) throw error;
      this.refuse(error.message);
    }
  }

  #take(frame: ClientFrame): void {
    if (frame.command === 'CONNECT' || frame.command === 'STOMP') return this.#connect(frame);
    // The vendor's sample sends on without CONNECTED; a server that never answered ignores it.
    if (!this.#connected) return;
    const destination = frame.headers.get('destination');
    if (frame.command === 'SUBSCRIBE') {
      if (destination !== QUEUE) return this.refuse('destination');
      this.#subscription = frame.headers.get('id') ?? '0';
    } else if (frame.command === 'UNSUBSCRIBE') this.#subscription = undefined;
    else if (frame.command === 'DISCONNECT') this.socket.close();
    else if (destination !== REGISTER) this.refuse('destination');
    else this.onRegister(this, frame.body);
  }

  #connect(frame: ClientFrame): void {
    const versions = (frame.headers.get('accept-version') ?? '1.0').split(',');
    const version = ['1.2', '1.1', '1.0'].find((known) => versions.includes(known));
    if (version === undefined) return this.refuse('version');
    if (this.faults.use('no-connected') !== undefined) return;
    this.#connected = true;
    const { sendMs, wantMs } = this.grant;
    const [canMs = 0, wantsMs = 0] = (frame.headers.get('heart-beat') ?? '0,0').split(',').map(Number);
    this.#write(serverFrame('CONNECTED', { version, 'heart-beat': `${sendMs},${wantMs}` }));
    if (sendMs > 0 && wantsMs > 0) this.#every(Math.max(sendMs, wantsMs), () => this.#beat());
    const patienceMs = 3 * Math.max(wantMs, canMs);
    if (wantMs > 0 && canMs > 0) this.#every(patienceMs, () => this.#checkBeats(patienceMs));
  }

  #beat(): void {
    if (this.faults.use('no-heart-beats') === undefined) this.#write('\n');
  }
  #checkBeats(patienceMs: number): void {
    if (Date.now() - this.#lastHeardMs > patienceMs) this.refuse('no heart-beat');
  }
  #every(ms: number, run: () => void): void {
    this.#timers.push(setInterval(run, ms));
  }
}

const STRANGERS_PAYMENT = {
  status: 'COMPLETED',
  channel: 'NQR',
  txn_id: '2601010000007777TST',
  debit_status: '000',
  credit_status: '000',
};

/** In the head, at the blank line, in the body. */
function cut(bytes: string): string[] {
  const blank = bytes.indexOf('\n\n');
  const cuts = [0, 4, blank + 1, blank + 7, bytes.length].filter(
    (at, index, all) => index === 0 || at > all[index - 1]!,
  );
  return cuts.slice(1).map((end, index) => bytes.slice(cuts[index], end));
}

import type { Hello, Up } from '../../firmware/wire/index';
import type { Clock } from '../clock';
import { reasonOf } from '../log';
import type { Log } from '../log';
import type { Metrics } from '../metrics/registry';
import { Rates } from '../net/rates';
import type { Rate } from '../net/rates';
import type { BridgeEvent } from '../service';
import type { Store } from '../store/port';
import { acknowledge } from './acks';
import type { Delivery } from './delivery';
import { greet, opening } from './greet';
import type { Greeting } from './greet';
import type { BoxKeys } from './keys';
import { declined } from './messages';
import { Opener } from './opener';
import type { WireTap } from './port';
import { posting } from './posting';
import type { Presence } from './presence';

const MESSAGE_LIMIT_BYTES = 900;
/** Messages of one box that wait for their turn; a box in order has two or three. */
const QUEUE = 64;
/** What one box may say: far above what a counter needs, and below what would keep the others waiting. */
const ANYTHING = { burst: 1_000, perSecond: 100 };
/** Each is answered with all that waits. */
const HELLOS = { burst: 60, perSecond: 1 };
/** Each has a switch asked. */
const REQUESTS = { burst: 10, perSecond: 0.5 };
/** Lines of one kind in the log; the metrics count what is not written. */
const LINES = { burst: 20, perSecond: 0.1 };

export interface InboxParts {
  store: Store;
  keys: BoxKeys;
  delivery: Delivery;
  presence: Presence;
  greeting: Greeting;
  clock: Clock;
  log: Log;
  metrics: Metrics;
  tap: WireTap;
  changed(events: BridgeEvent[]): void;
  /** An amount keyed in at the box. @returns why it becomes no charge, in few words for the box's screen */
  chargeRequested(
    device: string,
    asked: { request: number; amountMinor: number; currency: number },
  ): Promise<string | undefined>;
  /** A customer's code, read at the box. `charge` is the number that the box is about, 0 for none. */
  codeScanned(device: string, charge: number, code: string): Promise<void>;
}

/** Messages of one box that wait for one another. `turn` never rejects. */
interface Line {
  queued: number;
  turn: Promise<void>;
}

/** Takes what boxes say, one message of a box after the other. Nothing is looked at before its tag was found good. */
export class Inbox {
  readonly #turns = new Map<string, Line>();
  /** Of each box's last hello: a welcome without it would be taken for a recording. */
  readonly #boots = new Map<string, number>();

  readonly #said: Rates;
  readonly #hellos: Rates;
  readonly #requests: Rates;
  readonly #lines: Rates;
  readonly #opener: Opener;

  constructor(private readonly parts: InboxParts) {
    const rates = (rate: Rate): Rates => new Rates(rate, () => parts.clock.nowMs());
    this.#said = rates(ANYTHING);
    this.#hellos = rates(HELLOS);
    this.#requests = rates(REQUESTS);
    this.#lines = rates(LINES);
    this.#opener = new Opener(parts);
  }

  /** Never rejects and never throws: what cannot be taken is counted. */
  take(device: string, bytes: Uint8Array): void {
    const line = this.#turns.get(device) ?? { queued: 0, turn: Promise.resolve() };
    if (line.queued >= QUEUE) return this.#refuse(device, bytes, 'flood');
    line.queued++;
    this.#turns.set(device, line);
    line.turn = this.#takeTurn(line, device, bytes, this.parts.presence.turn(device));
  }

  async #takeTurn(line: Line, device: string, bytes: Uint8Array, turn: number): Promise<void> {
    await line.turn;
    try {
      await this.#read(device, bytes, turn);
    } catch (error) {
      this.parts.log.error('gateway: a message could not be taken', { device, reason: reasonOf(error) });
    }
    line.queued--;
    if (line.queued === 0) this.#turns.delete(device);
  }

  /** Welcomes these boxes anew, as far as they are known to be there: their day begins, or what they are told has changed. */
  async welcomeAgain(devices: string[]): Promise<void> {
    const { store, greeting, clock, delivery } = this.parts;
    const told = await store.write(async (tx) => {
      const postings = [];
      for (const id of devices) {
        const boot = this.#boots.get(id);
        const device = boot === undefined ? undefined : await tx.device(id);
        if (device !== undefined) postings.push(...(await opening(tx, device, boot!, greeting, clock.nowMs())));
      }
      return postings;
    });
    for (const one of told) delivery.post(one);
  }

  /** Resolves when all that came in so far is done. */
  async settled(): Promise<void> {
    await Promise.all([...this.#turns.values()].map(({ turn }) => turn));
  }

  async #read(device: string, bytes: Uint8Array, turn: number): Promise<void> {
    if (bytes.length > MESSAGE_LIMIT_BYTES) return this.#refuse(device, bytes, 'too-long');
    const { clock, metrics, tap, presence } = this.parts;
    const opened = await this.#opener.open(device, bytes);
    if (typeof opened === 'string') return this.#refuse(device, bytes, opened);
    const { message, version } = opened;
    const seen = discreet(message, bytes);
    if (!this.#isBearable(device, message)) return this.#refuse(device, seen.bytes, 'flood');
    if (!(await this.#act(device, version, message))) {
      if (!opened.remembered) return this.#refuse(device, seen.bytes, 'old');
      // Its number, or its key: now the store says which.
      this.#opener.forget(device);
      return this.#read(device, bytes, turn);
    }
    metrics.count('ghanti_messages_up_total', { kind: message.is });
    presence.heard(device, message, turn, clock.nowMs());
    tap({ atMs: clock.nowMs(), device, direction: 'up', ...seen, reason: undefined });
  }

  /** After the tag: nobody else can use up what a box may say. */
  #isBearable(device: string, { is }: Up): boolean {
    if (!this.#said.admit(device)) return false;
    if (is === 'hello') return this.#hellos.admit(device);
    return (is !== 'charge-request' && is !== 'scan') || this.#requests.admit(device);
  }

  /** False when the message's number was taken before (a copy, or an old one), or its key counts no more. */
  async #act(device: string, version: number, message: Up): Promise<boolean> {
    const taken = (): Promise<boolean> => this.parts.store.write((tx) => tx.takeUp(device, message.seq, version));
    switch (message.is) {
      case 'hello':
        return this.#welcome(device, version, message);
      case 'ack':
        return this.#acknowledge(device, version, message);
      case 'charge-request':
        if (!(await taken())) return false;
        this.#meanwhile(device, 'a charge keyed in at the box was not made', () => this.#request(device, message));
        return true;
      case 'scan':
        if (!(await taken())) return false;
        this.#meanwhile(device, 'a code read at the box was not taken', () =>
          this.parts.codeScanned(device, message.charge, message.code),
        );
        return true;
      case 'telemetry':
      case 'key':
      case 'update-status':
        return taken();
    }
  }

  /** The switch is asked meanwhile: the box's next words must not wait for it. */
  #meanwhile(device: string, failed: string, work: () => Promise<void>): void {
    void work().catch((error: unknown) => {
      this.parts.log.warn(`gateway: ${failed}`, { device, reason: reasonOf(error) });
    });
  }

  async #request(device: string, asked: Extract<Up, { is: 'charge-request' }>): Promise<void> {
    const { store, delivery, log, chargeRequested } = this.parts;
    const reason = await chargeRequested(device, asked);
    if (reason === undefined) return;
    log.warn('gateway: a charge keyed in at the box was declined', { device, reason });
    const to = await store.write((tx) => tx.nextDown(device));
    delivery.post(posting(to, declined(to.seq, asked.request, reason)));
  }

  async #welcome(device: string, version: number, hello: Hello): Promise<boolean> {
    const { store, delivery, greeting, clock, log } = this.parts;
    delivery.hold(device);
    try {
      const answer = await store.write(async (tx) => {
        const known = (await tx.takeUp(device, hello.seq, version)) ? await tx.device(device) : undefined;
        return known && greet(tx, known, hello, greeting, clock.nowMs());
      });
      if (answer === undefined) return false;
      log.info('box: hello', { device, kind: hello.board, count: answer.waiting.length });
      if (hello.journal !== 'ok') log.warn('box: its journal was damaged', { device, state: hello.journal });
      this.#boots.set(device, hello.boot);
      delivery.greet(device, answer.first, answer.waiting);
      return true;
    } finally {
      delivery.release(device);
    }
  }

  async #acknowledge(device: string, version: number, ack: Extract<Up, { is: 'ack' }>): Promise<boolean> {
    const { store, clock, delivery, metrics, log, changed } = this.parts;
    const done = await store.write(async (tx) => {
      if (!(await tx.takeUp(device, ack.seq, version))) return undefined;
      return acknowledge(tx, device, ack, delivery.sent(device, ack.of), clock.nowMs());
    });
    if (done === undefined) return false;
    if (ack.stage === 'refused' && this.#lines.admit(`ack ${ack.reason}`))
      log.warn('box: refused a message', { device, seq: ack.of, reason: ack.reason ?? '' });
    if (done.again) return true;
    metrics.count('ghanti_announcements_total', { stage: ack.stage });
    delivery.answered(device, ack.of, ack.stage, done.row);
    if (done.frees) delivery.look(device);
    const events: BridgeEvent[] = done.charges.map((charge) => ({ type: 'charge', charge }));
    if (done.row !== undefined) events.unshift({ type: 'announcement', row: done.row });
    changed(events);
    return true;
  }

  #refuse(device: string, bytes: Uint8Array, reason: string): void {
    const { metrics, log, tap, clock } = this.parts;
    metrics.count('ghanti_messages_refused_total', { reason });
    if (this.#lines.admit(reason)) log.warn('gateway: a message was refused', { device, reason, count: bytes.length });
    tap({ atMs: clock.nowMs(), device, direction: 'refused', message: undefined, bytes, reason });
  }
}

/** What the tap may see: of a customer's code no more than its last four characters. */
function discreet(message: Up, bytes: Uint8Array): { message: Up; bytes: Uint8Array } {
  if (message.is !== 'scan') return { message, bytes };
  return { message: { ...message, code: `…${message.code.slice(-4)}` }, bytes: new Uint8Array(bytes.length) };
}

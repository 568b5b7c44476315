import type { Clock } from '../clock';
import { reasonOf } from '../log';
import type { Log } from '../log';
import type { Metrics } from '../metrics/registry';
import type { AckStage } from '../../firmware/wire/index';
import type { JournalRow } from '../store/port';
import { sealDown } from './envelope';
import type { BoxKeys } from './keys';
import { announcement } from './messages';
import type { Road, WireTap } from './port';
import type { Posting } from './posting';

/** Announcements of one box that may be without an answer: half of the smallest journal, so none falls below its floor. */
const WINDOW = 16;
/** The window, the entries that a box may hold received and unspoken, and room. */
const LOOK_AHEAD = 128;
/** In sweeps, one a second: the machine's date may be set right meanwhile. */
const FIRST_RESEND = 10;
const LONGEST_RESEND = 300;
/** A box that has an announcement speaks it within this, others before it included. */
const SPEAKING = 60;
const SWEEP_MS = 1_000;
/** Messages that wait while a hello is answered. */
const HELD = 64;

interface Sent {
  posting: Posting;
  tries: number;
  dueAtSweep: number;
  /** The box has it and has not said that it spoke it. */
  received: boolean;
}
interface Outbox {
  /** Announcements that were sent and of which the last word (spoken, refused) has not come, by sequence number. */
  outstanding: Map<number, Sent>;
  /** Rows wait in the store for room in the window. */
  more: boolean;
  pumping: boolean;
  /** While a hello is answered, what else comes waits here, so that the welcome is first. */
  held: Posting[] | undefined;
}

export interface DeliveryParts {
  road: Road;
  keys: BoxKeys;
  clock: Clock;
  log: Log;
  metrics: Metrics;
  tap: WireTap;
  /** Rows that wait for the box, by sequence number, and the version of its key. */
  waiting(device: string, limit: number): Promise<{ rows: JournalRow[]; keyVersion: number } | undefined>;
}

/** Sends what is committed, keeps the window of each box, and sends again what was not answered. */
export class Delivery {
  readonly #outboxes = new Map<string, Outbox>();
  #stopSweep: () => void;
  #sweeps = 0;

  constructor(private readonly parts: DeliveryParts) {
    this.#stopSweep = parts.clock.after(SWEEP_MS, () => this.#sweep());
  }

  /** Sends a committed message, or leaves it in the store until there is room for it. */
  post(posting: Posting): void {
    // What a revoked box was not told stays in the store.
    if (posting.keyVersion === undefined) return;
    const outbox = this.#of(posting.device);
    if (outbox.held !== undefined) {
      if (outbox.held.length < HELD) outbox.held.push(posting);
      else if (posting.row !== undefined) outbox.more = true;
    } else if (posting.row === undefined) {
      this.#send(posting);
    } else if (posting.row.kind === 'reversed') {
      // Only the store knows whether its payment was told.
      this.look(posting.device);
    } else if (outbox.more || outbox.pumping || room(outbox) === 0) {
      // Those before it go first.
      outbox.more = true;
    } else {
      this.#announce(outbox, posting);
    }
  }

  /** From here until `greet` nothing is sent to the box. */
  hold(device: string): void {
    this.#of(device).held ??= [];
  }

  /** The answer to a hello: first these messages, then all that waits, in order, as far as the window goes. */
  greet(device: string, first: Posting[], waiting: Posting[]): void {
    const outbox = this.#of(device);
    outbox.outstanding.clear();
    for (const posting of first) this.#send(posting);
    for (const posting of waiting.slice(0, WINDOW)) this.#announce(outbox, posting);
    outbox.more = waiting.length > WINDOW;
    this.release(device);
  }

  /** Ends a hold; what was held is sent as if it came now. */
  release(device: string): void {
    const outbox = this.#of(device);
    const held = outbox.held ?? [];
    outbox.held = undefined;
    for (const posting of held) {
      if (posting.row === undefined || !outbox.outstanding.has(posting.row.seq)) this.post(posting);
    }
    if (outbox.more) void this.#pump(device, outbox);
  }

  /**
   * The box has answered for this announcement: there is room for another. One that it has only received is asked for
   * later, because its word that it was spoken may be lost on a connection that goes on.
   */
  answered(device: string, seq: number, stage: AckStage, row: JournalRow | undefined): void {
    const outbox = this.#of(device);
    const sent = outbox.outstanding.get(seq);
    if (stage !== 'received') outbox.outstanding.delete(seq);
    else if (sent !== undefined) {
      const posting = { ...sent.posting, row };
      outbox.outstanding.set(seq, { ...sent, posting, received: true, dueAtSweep: this.#sweeps + SPEAKING });
    }
    if (outbox.more) void this.#pump(device, outbox);
  }

  /** The row of an announcement whose last word has not come, as it was when the box was last heard of it. */
  sent(device: string, seq: number): JournalRow | undefined {
    return this.#outboxes.get(device)?.outstanding.get(seq)?.posting.row;
  }

  /** Something may be in the store that can be sent now. */
  look(device: string): void {
    const outbox = this.#of(device);
    outbox.more = true;
    void this.#pump(device, outbox);
  }

  /** The bridge or the road is new, and the box may not notice: everything that waits is sent again. */
  resume(device: string): void {
    const outbox = this.#of(device);
    outbox.outstanding.clear();
    outbox.more = true;
    void this.#pump(device, outbox);
  }

  /** Nothing more is sent to the box, nor again what was. */
  forget(device: string): void {
    this.#outboxes.delete(device);
  }

  close(): void {
    this.#stopSweep();
    this.#outboxes.clear();
  }

  #announce(outbox: Outbox, posting: Posting): void {
    const { seq } = posting.message;
    outbox.outstanding.set(seq, {
      posting,
      tries: 1,
      dueAtSweep: this.#sweeps + FIRST_RESEND,
      received: false,
    });
    this.#send(posting);
  }

  /** Takes from the store what has room. `more` may be set again meanwhile, by a row that this look did not see. */
  async #pump(device: string, outbox: Outbox): Promise<void> {
    if (outbox.pumping || outbox.held !== undefined) return;
    outbox.pumping = true;
    try {
      for (let round = 0; round < WINDOW && outbox.more && room(outbox) > 0; round++) {
        outbox.more = false;
        const found = await this.parts.waiting(device, LOOK_AHEAD);
        if (found === undefined) break;
        if (outbox.held !== undefined) {
          outbox.more = true;
          break;
        }
        const next = found.rows.filter((row) => !outbox.outstanding.has(row.seq));
        const { keyVersion } = found;
        const now = next.slice(0, room(outbox));
        for (const row of now) this.#announce(outbox, { device, keyVersion, message: announcement(row), row });
        if (next.length > now.length) outbox.more = true;
      }
    } catch (error) {
      outbox.more = true;
      this.parts.log.error('gateway: cannot read what waits for the box', { device, reason: reasonOf(error) });
    } finally {
      outbox.pumping = false;
    }
  }

  #sweep(): void {
    this.#sweeps++;
    for (const [device, outbox] of this.#outboxes) {
      for (const sent of outbox.outstanding.values()) {
        if (this.#sweeps < sent.dueAtSweep || outbox.held !== undefined) continue;
        sent.dueAtSweep = this.#sweeps + Math.min(LONGEST_RESEND, FIRST_RESEND * 2 ** Math.min(sent.tries, 10));
        sent.tries++;
        this.parts.metrics.count('ghanti_resends_total');
        this.#send(sent.posting);
      }
      if (outbox.more) void this.#pump(device, outbox);
    }
    this.#stopSweep = this.parts.clock.after(SWEEP_MS, () => this.#sweep());
  }

  #send({ device, keyVersion, message }: Posting): void {
    const { keys, road, log, metrics, tap, clock } = this.parts;
    if (keyVersion === undefined) return;
    const bytes = sealDown(keys.mac(device, keyVersion), device, message);
    if (bytes === undefined) {
      log.error('gateway: a message is outside the limits of the wire', { device, kind: message.is, seq: message.seq });
      return;
    }
    metrics.count('ghanti_messages_down_total', { kind: message.is });
    tap({ atMs: clock.nowMs(), device, direction: 'down', message, bytes, reason: undefined });
    road.publish(device, bytes).catch((error: unknown) => {
      log.debug('gateway: not delivered', { device, kind: message.is, seq: message.seq, reason: reasonOf(error) });
    });
  }

  #of(device: string): Outbox {
    let outbox = this.#outboxes.get(device);
    if (outbox === undefined) {
      outbox = { outstanding: new Map(), more: false, pumping: false, held: undefined };
      this.#outboxes.set(device, outbox);
    }
    return outbox;
  }
}

/** How many more announcements the box may be sent. */
function room({ outstanding }: Outbox): number {
  let unanswered = 0;
  for (const { received } of outstanding.values()) if (!received) unanswered++;
  return Math.max(0, WINDOW - unanswered);
}

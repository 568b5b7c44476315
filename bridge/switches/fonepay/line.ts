// One QR: its socket over all its lives, its look-ups, and what both come to.
import { fullJitterMs } from '../../net/backoff';
import { SwitchError, type ConnectorContext, type WatchedSession } from '../../payments/ports';
import type { SwitchEvent, SwitchEventKind } from '../../payments/types';
import type { FonepayConfig } from './config';
import { decodeMessage, type Message, type Status } from './decode';
import { isSocketOf, QrSocket } from './socket';
import { KEEP_MS, type Kept } from './kept';

export interface LineParts {
  config: FonepayConfig;
  context: ConnectorContext;
  signal: AbortSignal;
  /** Asks the status and remembers how that went. */
  ask(prn: string): Promise<Status>;
  drop(why: string): void;
  /** May one more socket be opened? */
  mayOpen(): boolean;
  /** Something about the socket changed. */
  changed(): void;
}

export class Line {
  kept: Kept;
  watched = false;
  paid = false;
  /** A socket is up; undefined when there is none to have. */
  up: boolean | undefined;
  why = '';
  #socket: QrSocket | undefined;
  #opened = false;
  /** Events may have come while no socket was up. A QR that was just made has been seen by nobody. */
  #gap: boolean;
  /** When a payment was found of which the socket, which is up, has said nothing yet. */
  #foundMs: number | undefined;
  #claimed: boolean;
  #refused = false;
  #failures = 0;
  #lives = 0;
  #retry: NodeJS.Timeout | undefined;
  #poll: NodeJS.Timeout | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(
    readonly session: Pick<WatchedSession, 'session' | 'amountMinor' | 'expiresAtMs'>,
    kept: Kept | undefined,
    readonly parts: LineParts,
  ) {
    this.kept = kept ?? { untilMs: session.expiresAtMs + KEEP_MS };
    this.#claimed = this.kept.claimedMinor !== undefined;
    this.#gap = kept === undefined;
  }

  /** What an earlier process kept; news only while this one knows nothing itself. */
  recall(kept: Kept | undefined): void {
    if (kept === undefined || this.kept.url !== undefined) return;
    this.kept = { ...kept, ...(this.kept.claimedMinor !== undefined && { claimedMinor: this.kept.claimedMinor }) };
    if (this.kept.claimedMinor !== undefined) this.#claimed = true;
  }

  /** Idempotent. */
  watch(): void {
    this.watched = true;
    this.#open();
    this.#schedule();
  }

  unwatch(): void {
    this.watched = false;
    void this.close();
  }

  close(): Promise<unknown> {
    clearTimeout(this.#retry);
    clearTimeout(this.#poll);
    this.#socket?.end('closed by us');
    return this.#queue;
  }

  /** Asks the status and tells what is new. Rejects with a SwitchError when there is no answer. */
  async lookUp(): Promise<void> {
    await this.#inOrder(() => this.#look());
    this.#schedule();
  }

  #open(): void {
    const { config, signal, mayOpen, changed } = this.parts;
    const { url } = this.kept;
    if (this.#socket !== undefined || !this.watched || this.paid || signal.aborted) return;
    if (url === undefined || !isSocketOf(config, url) || !mayOpen()) return;
    this.up ??= false;
    this.#socket = new QrSocket(url, config.timing, {
      onOpen: () => this.#onOpen(),
      onText: (text) => this.#onText(text),
      onEnd: (why) => this.#onEnd(why),
    });
    changed();
  }

  #onOpen(): void {
    this.up = true;
    this.#lives = 0;
    this.parts.changed();
    const isFirst = !this.#opened;
    this.#opened = true;
    const mayHaveMissed = this.#gap;
    this.#gap = false;
    void this.#do(async () => {
      if (isFirst) await this.#emit('page-opened');
      // What happened while nobody listened is only in the status.
      if (mayHaveMissed) await this.#look();
    });
  }

  #onEnd(why: string): void {
    const wasWanted = this.watched && !this.paid && !this.parts.signal.aborted;
    this.#socket = undefined;
    this.#gap = true;
    this.up = wasWanted ? false : undefined;
    this.why = why;
    this.parts.changed();
    if (!wasWanted) return;
    const { retryMinMs: minMs, retryMaxMs: maxMs } = this.parts.config.timing;
    this.#retry = setTimeout(() => this.#open(), fullJitterMs({ minMs, maxMs }, this.#lives++));
    this.#schedule();
  }

  #onText(text: string): void {
    const message = decodeMessage(text);
    if (message.is === 'nothing') return this.parts.drop(message.why);
    // The address is a device's: another QR's payment may come here too.
    if (message.prn !== undefined && message.prn !== this.session.session) return this.parts.drop('another prn');
    void this.#do(() => this.#take(message));
  }

  async #take(message: Exclude<Message, { is: 'nothing' }>): Promise<void> {
    if (this.paid) return this.#afterwards(message);
    if (message.is === 'scanned') return this.#emit('scanned');
    if (message.is === 'failed') {
      if (!this.#claimed) await this.#emit('failed');
      return;
    }
    this.#claimed = true;
    this.kept = { ...this.kept, claimedMinor: message.amountMinor };
    // Before the status is asked: it names no amount, and this one must not be forgotten.
    await this.parts.context.keep.put(this.session.session, JSON.stringify(this.kept));
    await this.#look().catch((error: unknown) => {
      if (!(error instanceof SwitchError)) throw error;
    });
    if (!this.paid && !this.#refused) await this.#emit('pending');
  }

  #afterwards(message: Exclude<Message, { is: 'nothing' }>): void {
    if (message.is !== 'paid' || (message.amountMinor ?? this.session.amountMinor) === this.session.amountMinor) return;
    const alarm = 'fonepay: an announced payment was told again over another amount; look it up at Fonepay';
    this.parts.context.log('error', alarm, { session: this.session.session });
  }

  async #look(): Promise<void> {
    let status: Status;
    try {
      status = await this.parts.ask(this.session.session);
      this.#failures = 0;
    } catch (error) {
      this.#failures++;
      throw error;
    }
    if (status.is === 'foreign') return this.parts.drop('the status of another prn');
    if (status.is !== 'paid' || this.paid || this.#refused || this.#mayStillHear()) return;
    const { claimedMinor } = this.kept;
    await this.parts.context.emit(this.#event('paid', status.txnId, claimedMinor));
    // The bridge has refused what differs, and keeps it for the operator; saying it again is no news.
    const differs = claimedMinor !== undefined && claimedMinor !== this.session.amountMinor;
    if (differs) {
      this.#refused = true;
      const message = 'fonepay: a payment of another amount; it is not announced';
      return this.parts.context.log('error', message, { session: this.session.session });
    }
    this.paid = true;
    this.#socket?.end('paid');
    clearTimeout(this.#poll);
  }

  /** The status is often quicker than the socket, which alone names the amount. */
  #mayStillHear(): boolean {
    if (this.#claimed || this.up !== true) return false;
    this.#foundMs ??= performance.now();
    return performance.now() - this.#foundMs < this.parts.config.timing.graceMs;
  }

  /** The next look: soon when a payment is claimed or nobody would tell of one, else now and then. */
  #schedule(): void {
    clearTimeout(this.#poll);
    const { config, signal } = this.parts;
    if (!this.watched || this.paid || this.#refused || signal.aborted) return;
    const { confirmMs, coveredMs, pollMs, retryMinMs: minMs, retryMaxMs: maxMs } = config.timing;
    const isSoon = this.#claimed || this.#foundMs !== undefined;
    const plannedMs = isSoon ? confirmMs : this.up === true ? coveredMs : pollMs;
    const backOffMs = this.#failures === 0 ? 0 : Math.max(minMs, fullJitterMs({ minMs, maxMs }, this.#failures));
    this.#poll = setTimeout(() => void this.#do(() => this.#look()), Math.max(plannedMs, backOffMs));
  }

  async #emit(kind: SwitchEventKind): Promise<void> {
    await this.parts.context.emit(this.#event(kind, undefined, undefined));
  }

  #event(kind: SwitchEventKind, txnId: string | undefined, amountMinor: number | undefined): SwitchEvent {
    const { session } = this.session;
    const nothing = { currency: undefined, payee: undefined, occurredAtMs: undefined };
    return { switch: 'fonepay', session, kind, txnId, amountMinor, ...nothing };
  }

  /** In order, logged when it fails, and the next look planned. */
  async #do(work: () => Promise<void>): Promise<void> {
    try {
      await this.#inOrder(work);
    } catch (error) {
      if (this.parts.signal.aborted) return;
      const level = error instanceof SwitchError ? 'warn' : 'error';
      const message = error instanceof Error ? error.message : 'fonepay: an event could not be settled';
      this.parts.context.log(level, message, { session: this.session.session });
    }
    this.#schedule();
  }

  #inOrder<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#queue.then(work);
    this.#queue = run.catch(() => undefined);
    return run;
  }
}

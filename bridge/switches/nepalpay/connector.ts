// NEPALPAY's connector: owns the socket, the timers and what is remembered of each QR.
import {
  SwitchError,
  type Connector,
  type ConnectorContext,
  type DoctorStep,
  type QrRequest,
  type QrSession,
  type WatchedSession,
  type Webhook,
  type WebhookReply,
} from '../../payments/ports';
import { Channel } from './channel';
import type { NepalpayConfig } from './config';
import { answerPush, type PushOutcome } from './confirm';
import { decodeRecord, type Push } from './decode';
import { examine } from './doctor';
import { createHealth } from './health';
import { PrintedQrs } from './printed';
import { createRest } from './rest';
import { createSessions, inOrder, type Followed } from './sessions';
import { Settler } from './settle';

/** A QR that nobody watches and that is still open is asked for this long after its end. */
const AFTERLIFE_MS = 600_000;
/** Look-ups of one sweep that run at once. */
const LOOK_UPS = 4;

export class NepalpayConnector implements Connector {
  readonly findsReversals = true;
  readonly webhook: ((request: Webhook) => Promise<WebhookReply>) | undefined;
  readonly #stop = new AbortController();
  readonly #sessions = createSessions();
  readonly #health;
  readonly #rest;
  readonly #settler: Settler;
  readonly #channel: Channel;
  readonly #printed: PrintedQrs;
  readonly #sweeper: NodeJS.Timeout;
  readonly #printedSweeper: NodeJS.Timeout;
  /** Outages of the socket are numbered; the first is the time before it was up. */
  #outage = 1;
  #dropped = 0;
  #sweeping = false;

  constructor(
    readonly config: NepalpayConfig,
    readonly context: ConnectorContext,
  ) {
    this.#health = createHealth(context);
    this.#rest = createRest(config, () => context.nowMs(), this.#stop.signal);
    this.#settler = new Settler(config, this.#rest, context, this.#health);
    this.#printed = new PrintedQrs({ config, rest: this.#rest, context });
    this.#channel = new Channel(config, {
      onRecord: (text) => this.#onRecord(text),
      onUp: () => this.#health.ok('channel'),
      onDown: (why, retryMs) => this.#onDown(why, retryMs),
    });
    this.webhook =
      config.push === undefined ? undefined : (asked) => answerPush(asked, config, (push) => this.#settle(push));
    this.#sweeper = setInterval(() => void this.#sweep(), config.timing.sweepMs);
    this.#printedSweeper = setInterval(() => this.#sweepPrinted(), config.timing.printedMs);
  }

  async createQr(request: QrRequest): Promise<QrSession> {
    if (request.currency !== 'NPR') {
      throw new SwitchError('refused', `nepalpay: takes NPR only, not ${request.currency}`, false);
    }
    try {
      const { session, text, warnings, billNumber } = await this.#rest.generate(request);
      this.#health.ok('qr');
      for (const warning of warnings)
        this.context.log('debug', 'nepalpay: a QR is odd but usable', { session, warning });
      const endMs = Math.min(request.expiresAtMs, this.context.nowMs() + this.config.timing.qrLifetimeMs);
      this.#sessions.remember({ session, amountMinor: request.amountMinor, expiresAtMs: endMs }, billNumber);
      const expiresAtMs = endMs < request.expiresAtMs ? endMs : undefined;
      return { session, payee: this.config.merchant.merchantId, text, expiresAtMs };
    } catch (error) {
      if (error instanceof SwitchError && error.code !== 'refused') this.#health.trouble('qr', error.message);
      throw error;
    }
  }

  watch(session: WatchedSession): void {
    const one = this.#sessions.remember(session);
    if (one.watched) return;
    one.watched = true;
    one.gap = this.#channel.up ? 0 : this.#outage;
    if (this.#channel.register(session.session)) return;
    this.context.log('warn', 'nepalpay: the socket is full; this QR is followed by report', {
      session: session.session,
    });
  }

  unwatch(session: string): void {
    const one = this.#sessions.get(session);
    if (one !== undefined) one.watched = false;
    this.#channel.forget(session);
  }

  /** Rejects with a SwitchError when the report cannot be had: then nobody knows, and silence would say "not paid". */
  lookUp(session: WatchedSession): Promise<void> {
    return this.#lookUp(this.#sessions.remember(session));
  }

  readonly printed: NonNullable<Connector['printed']> = {
    sessionOf: (text) => this.#printed.sessionOf(text),
    watch: (session) => {
      this.#printed.follow(session);
      this.#channel.register(session);
      this.#lookAtPrinted(session);
    },
    unwatch: (session) => {
      this.#printed.leave(session);
      this.#channel.forget(session);
    },
  };

  diagnose(): AsyncIterable<DoctorStep> {
    return examine(this.config, this.#rest, this.#channel, () => this.context.nowMs());
  }

  async close(): Promise<void> {
    this.#stop.abort();
    clearInterval(this.#sweeper);
    clearInterval(this.#printedSweeper);
    this.#channel.close();
    await Promise.allSettled([...this.#sessions.all()].map((one) => one.queue));
  }

  #lookUp(one: Followed): Promise<void> {
    return inOrder(one, () => this.#settler.lookUp(one));
  }

  async #settle(push: Push): Promise<PushOutcome> {
    if (this.#printed.has(push.event.session)) {
      if (push.event.kind !== 'paid') return 'taken';
      const paid = await this.#printed.look(push.event.session).catch(nobodyKnows);
      return paid.has(push.paymentRef) ? 'taken' : 'unsure';
    }
    const one = this.#sessions.get(push.event.session);
    if (one === undefined) return this.#settler.push(one, push);
    return inOrder(one, () => this.#settler.push(one, push));
  }

  #onRecord(text: string): void {
    const meaning = decodeRecord(text);
    if (meaning.is === 'nothing') return this.#drop(meaning.why);
    if (meaning.is === 'health') return this.#health.trouble('registration', `nepalpay: ${meaning.detail}`);
    if (this.#printed.has(meaning.session)) return this.#lookAtPrinted(meaning.session);
    const one = this.#sessions.get(meaning.session);
    if (one === undefined) return this.#drop('a trace id that is not ours');
    const failed = this.#failed(meaning.session);
    void inOrder(one, () => this.#settler.record(one, meaning)).catch(failed);
    if (meaning.is !== 'event' || meaning.kind !== 'page-opened') return;
    this.#channel.answered(meaning.session);
    this.#health.ok('registration');
    // Whatever happened while nobody listened is only in the report, and only from here on nothing can be missed.
    if (one.gap > 0) void this.#closeGap(one).catch(failed);
  }

  #onDown(why: string, retryMs: number): void {
    const waiting = [...this.#sessions.all()].filter(({ watched }) => watched);
    this.#outage++;
    for (const one of waiting) one.gap = this.#outage;
    const next = `trying again in ${(retryMs / 1000).toFixed(1)} s`;
    this.#health.trouble(
      'channel',
      `nepalpay: ${why}; ${waiting.length} QRs wait and are asked for by report; ${next}`,
    );
  }

  /** Asks the report about every QR whose events cannot be trusted to come, or whose outcome is open. */
  async #sweep(): Promise<void> {
    if (this.#sweeping) return;
    this.#sweeping = true;
    const due = [...this.#sessions.all()].filter((one) => this.#isDue(one));
    const work = async (): Promise<void> => {
      for (let one = due.shift(); one !== undefined; one = due.shift()) await this.#revisit(one);
    };
    await Promise.all(Array.from({ length: LOOK_UPS }, work));
    this.#sweeping = false;
  }

  #isDue(one: Followed): boolean {
    const open = one.open && this.context.nowMs() < one.session.expiresAtMs + AFTERLIFE_MS;
    return open || (one.watched && (one.gap > 0 || !this.#channel.covers(one.session.session)));
  }

  async #revisit(one: Followed): Promise<void> {
    if (this.#stop.signal.aborted) return;
    const { session } = one.session;
    if (one.watched) this.#channel.register(session);
    // Covered before the question: what comes after the answer is told by the socket.
    // Covered before the question: what comes after the answer is told by the socket.
    const look = this.#channel.covers(session) ? this.#closeGap(one) : this.#lookUp(one);
    await look.catch(this.#failed(session));
  }

  /** Asks what was missed. The socket may fall again before the answer: that gap is another one, and stays. */
  async #closeGap(one: Followed): Promise<void> {
    const { gap } = one;
    await this.#lookUp(one);
    if (one.gap === gap) one.gap = 0;
  }

  #sweepPrinted(): void {
    for (const session of this.#printed.all()) this.#lookAtPrinted(session);
  }

  #lookAtPrinted(session: string): void {
    const failed = this.#failed(session);
    this.#printed.look(session).then(
      () => this.#health.ok('report'),
      (error: unknown) => {
        if (error instanceof SwitchError) this.#health.trouble('report', error.message);
        failed(error);
      },
    );
  }

  #drop(why: string): void {
    this.#dropped++;
    // A flood of strangers' events must not become a flood of log lines.
    const dropped = this.#dropped;
    if ((dropped & (dropped - 1)) === 0) this.context.log('warn', 'nepalpay: an event was dropped', { why, dropped });
  }

  #failed(session: string): (error: unknown) => void {
    return (error) => {
      if (this.#stop.signal.aborted) return;
      const level = error instanceof SwitchError ? 'warn' : 'error';
      const message = error instanceof Error ? error.message : 'nepalpay: an event could not be settled';
      this.context.log(level, message, { session });
    };
  }
}

/** A report that cannot be had says nothing; anything else that is thrown is our own fault and goes on. */
function nobodyKnows(error: unknown): Set<string> {
  if (!(error instanceof SwitchError)) throw error;
  return new Set();
}

// Asks about every live QR as the plan says: one question for many where Bakong takes lists, else one by one.
import { nextPollMs, type PollingPlan } from '../../net/polling-plan';
import { SwitchError, type ConnectorContext } from '../../payments/ports';
import { LIST_LIMIT, type Api } from './api';
import type { BakongConfig } from './config';
import type { Verdict } from './decode';
import type { RoadHealth } from './health';
import { md5Of } from './qr-text';
import type { Followed } from './sessions';
import type { Settler } from './settle';

/** Questions under way at once: a slow answer must not hold up the other QRs. */
const ROUNDS = 4;
/** A list that was refused is tried again after this. */
const LIST_REST_MS = 3_600_000;
/** A last look that nobody answers is given up this long after the QR's end. */
const GIVE_UP_MS = 3_600_000;
/** Any MD5 that is no QR's. */
export const NO_QR = md5Of('a QR that was never shown');

export interface WatchParts {
  config: BakongConfig;
  context: Pick<ConnectorContext, 'log' | 'nowMs'>;
  api: Api;
  settler: Settler;
  health: RoadHealth;
  signal: AbortSignal;
}

export class Watch {
  readonly #followed = new Map<string, Followed>();
  readonly #plan: PollingPlan;
  readonly #rounds = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #probeAtMs = 0;
  #listNotBeforeMs = 0;

  constructor(readonly parts: WatchParts) {
    const { pollFirstMs, pollEagerMs, pollGrowth, pollLongestMs, lastLookMs } = parts.config.timing;
    this.#plan = {
      firstMs: pollFirstMs,
      eagerMs: pollEagerMs,
      growth: pollGrowth,
      longestMs: pollLongestMs,
      lastLookMs,
    };
    this.#arm();
  }

  get(session: string): Followed | undefined {
    return this.#followed.get(session);
  }

  add(one: Followed): void {
    this.#followed.set(one.session.session, one);
    this.#arm();
  }

  /** Nobody waits for it any more; it is still asked for until its last look, because the customer may hold its code. */
  release(session: string): void {
    const one = this.#followed.get(session);
    if (one === undefined) return;
    one.watched = false;
    if (one.paidHash !== undefined || one.dueAtMs === Infinity) this.#followed.delete(session);
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await Promise.allSettled(this.#rounds);
    clearTimeout(this.#timer);
  }

  /** One timer for whatever is due first, and never before Bakong wants to be asked again. */
  #arm(): void {
    clearTimeout(this.#timer);
    if (this.parts.signal.aborted || this.#rounds.size >= ROUNDS) return;
    let dueAtMs = this.#probeAtMs;
    for (const one of this.#followed.values()) if (!one.asking) dueAtMs = Math.min(dueAtMs, one.dueAtMs);
    const waitMs = Math.max(0, dueAtMs - performance.now(), this.parts.api.waitMs);
    this.#timer = setTimeout(() => this.#start(), Math.min(waitMs, LIST_REST_MS));
  }

  #start(): void {
    const round = this.#round().finally(() => {
      this.#rounds.delete(round);
      this.#arm();
    });
    this.#rounds.add(round);
    this.#arm();
  }

  async #round(): Promise<void> {
    const nowMs = performance.now();
    const due = [...this.#followed.values()]
      .filter((one) => !one.asking && one.dueAtMs <= nowMs)
      .sort((one, other) => one.dueAtMs - other.dueAtMs);
    const first = due[0];
    if (first === undefined) return this.#probeAtMs <= nowMs ? this.#probe() : undefined;
    this.#probeAtMs = nowMs + this.parts.config.timing.probeMs;
    const many = due.filter(({ alone }) => !alone).slice(0, LIST_LIMIT);
    const listed =
      !first.alone && many.length > 1 && this.parts.config.list !== 'off' && nowMs >= this.#listNotBeforeMs;
    const asked = listed ? many : [first];
    for (const one of asked) one.asking = true;
    const askedMs = this.parts.context.nowMs();
    try {
      await (listed ? this.#askList(asked, askedMs) : this.#askOne(first, askedMs));
    } finally {
      for (const one of asked) one.asking = false;
    }
  }

  async #askOne(one: Followed, askedMs: number): Promise<void> {
    await this.#settle(one, askedMs, () => this.parts.api.checkByMd5(one.session.session, this.#patience));
  }

  async #askList(many: Followed[], askedMs: number): Promise<void> {
    const { api, context } = this.parts;
    try {
      const { verdicts, odd } = await api.checkByMd5List(
        many.map(({ session }) => session.session),
        this.#patience,
      );
      this.#answered();
      const ours = new Set(many.map(({ session }) => session.session));
      const dropped = odd + [...verdicts.keys()].filter((md5) => !ours.has(md5)).length;
      if (dropped > 0) context.log('warn', 'bakong: rows of a list were dropped', { dropped });
      for (const one of many) {
        const verdict = verdicts.get(one.session.session);
        // A row that is missing or unclear is asked for alone, now.
        if (verdict === undefined || verdict.is === 'unclear') this.#askAlone(one);
        else await this.#settle(one, askedMs, () => Promise.resolve(verdict));
      }
    } catch (error) {
      this.#listFailed(many, error);
    }
  }

  #askAlone(one: Followed): void {
    one.alone = true;
    one.dueAtMs = performance.now();
  }

  #listFailed(many: Followed[], error: unknown): void {
    if (this.parts.signal.aborted) return;
    const passing = error instanceof SwitchError && (error.code === 'unreachable' || error.code === 'limit');
    if (passing) return many.forEach((one) => this.#failed(one, error));
    // 403 is what production answers here: the single look-ups tell whether the road itself is good.
    this.#listNotBeforeMs = performance.now() + LIST_REST_MS;
    const why = error instanceof Error ? error.message : 'unknown';
    this.parts.context.log('warn', 'bakong: QRs are asked for one by one, because the list is refused', { why });
    for (const one of many) one.dueAtMs = performance.now();
  }

  async #settle(one: Followed, askedMs: number, ask: () => Promise<Verdict>): Promise<void> {
    try {
      const verdict = await ask();
      this.#answered();
      await this.parts.settler.settle(one, verdict);
      one.askedMs = askedMs;
      await this.#planNext(one, verdict);
    } catch (error) {
      this.#failed(one, error);
    }
  }

  async #planNext(one: Followed, verdict: Verdict): Promise<void> {
    const waitMs =
      one.paidHash === undefined
        ? nextPollMs(this.#plan, one.session, one.askedMs, this.parts.context.nowMs())
        : undefined;
    if (waitMs !== undefined) {
      one.dueAtMs = performance.now() + waitMs;
      return;
    }
    if (verdict.is === 'absent' && one.watched) await this.parts.settler.expired(one);
    this.#finish(one);
  }

  #failed(one: Followed, error: unknown): void {
    const { signal, context, config, health } = this.parts;
    if (signal.aborted) return;
    const { session, expiresAtMs } = one.session;
    const message = error instanceof Error ? error.message : 'bakong: an event could not be settled';
    if (error instanceof SwitchError) health.trouble(`${message}; ${this.#followed.size} QRs wait`);
    else context.log('error', message, { session });
    one.dueAtMs = performance.now() + config.timing.pollFirstMs;
    if (context.nowMs() < expiresAtMs + GIVE_UP_MS) return;
    context.log('error', 'bakong: nobody could say whether a QR was paid; look at it by hand', { session });
    this.#finish(one);
  }

  #finish(one: Followed): void {
    one.dueAtMs = Infinity;
    if (!one.watched) this.#followed.delete(one.session.session);
  }

  /** Without a QR the road is tried now and then, so that trouble shows before a customer stands there. */
  async #probe(): Promise<void> {
    const { api, config, health, signal } = this.parts;
    this.#probeAtMs = Infinity;
    try {
      await api.checkByMd5(NO_QR, this.#patience);
      this.#answered();
      this.#probeAtMs = performance.now() + config.timing.probeMs;
    } catch (error) {
      if (!signal.aborted) health.trouble(error instanceof Error ? error.message : 'bakong: cannot be asked');
      this.#probeAtMs = performance.now() + Math.min(config.timing.probeMs, config.timing.retryMaxMs);
    }
  }

  #answered(): void {
    if (!this.parts.api.held) this.parts.health.ok();
  }

  get #patience(): number {
    return this.parts.config.timing.requestMs;
  }
}

// NPX's connector: owns the timers and what is remembered of each QR.
import { setMaxListeners } from 'node:events';
import { fullJitterMs } from '../../net/backoff';
import { nextPollMs } from '../../net/polling-plan';
import { formatAmount } from '../../payments/amount';
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
import type { NpxConfig } from './config';
import { Desk } from './desk';
import { examine } from './doctor';
import { createHealth } from './health';
import { make, type Made, type MakeParts } from './make';
import { redirectPath } from './page';
import { createRest } from './rest';
import { inOrder, Sessions, type Followed } from './sessions';
import { Settler } from './settle';

export class NpxConnector implements Connector {
  readonly webhook: (request: Webhook) => Promise<WebhookReply>;
  readonly #stop = new AbortController();
  readonly #sessions = new Sessions();
  readonly #health;
  readonly #settler: Settler;
  readonly #parts: MakeParts;
  #probe: NodeJS.Timeout | undefined;
  #probes = 0;

  constructor(
    readonly config: NpxConfig,
    readonly context: ConnectorContext,
  ) {
    const { signal } = this.#stop;
    // Every request that runs listens to it; their number is bounded elsewhere.
    setMaxListeners(0, signal);
    const nowMs = (): number => context.nowMs();
    const rest = createRest(config, nowMs, signal);
    this.#health = createHealth(context);
    this.#settler = new Settler(config, rest, context, this.#health);
    this.#parts = { config, rest, nowMs, signal };
    const desk = new Desk({ config, context, sessions: this.#sessions, settler: this.#settler, rest, signal });
    this.webhook = (request) => desk.answer(request);
    this.#probeIn(0);
  }

  async createQr(request: QrRequest): Promise<QrSession> {
    this.#requireRupees(request);
    try {
      const made = await make(this.#parts, request);
      this.#health.ok('link');
      return this.#shown(request, made);
    } catch (error) {
      if (error instanceof SwitchError && error.code !== 'refused') this.#health.trouble('link', error.message);
      throw error;
    }
  }

  watch(session: WatchedSession): void {
    const one = this.#sessions.remember(session);
    if (one.watched) return;
    one.watched = true;
    this.#schedule(one);
  }

  unwatch(session: string): void {
    const one = this.#sessions.get(session);
    if (one === undefined) return;
    one.watched = false;
    clearTimeout(one.timer);
  }

  /** Rejects with a SwitchError when the status cannot be had: then nobody knows, and silence would say "not paid". */
  lookUp(session: WatchedSession): Promise<void> {
    const one = this.#sessions.get(session.session) ?? this.#sessions.remember(session);
    return this.#look(one);
  }

  diagnose(): AsyncIterable<DoctorStep> {
    return examine(this.config, this.#parts);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#probe);
    const all = [...this.#sessions.all()];
    for (const one of all) clearTimeout(one.timer);
    await Promise.allSettled(all.map((one) => one.queue));
  }

  #requireRupees({ currency, amountMinor }: QrRequest): void {
    const refused = (why: string) => new SwitchError('refused', `npx: ${why}`, false);
    if (currency !== 'NPR') throw refused(`takes NPR only, not ${currency}`);
    const { leastMinor, mostMinor } = this.config.limits;
    if (amountMinor >= leastMinor && amountMinor <= mostMinor) return;
    const [least, most] = [formatAmount(leastMinor, 'NPR'), formatAmount(mostMinor, 'NPR')];
    throw refused(`takes NPR ${least} to ${most}, not ${formatAmount(amountMinor, 'NPR')} (limits)`);
  }

  #shown(request: QrRequest, { session, made, endMs }: Made): QrSession {
    const { mode, link, merchantId, secretKey, publicUrl = '' } = this.config;
    const { amountMinor, reference } = request;
    const createdAtMs = this.context.nowMs();
    const one = this.#sessions.remember({ session, amountMinor, createdAtMs, expiresAtMs: endMs });
    one.reference = reference;
    if (mode === 'page') one.processId = made;
    const path = mode === 'page' ? `p/${session}` : redirectPath(session, made, secretKey);
    const text = mode === 'page' || link.ownPage ? `${publicUrl}/${path}` : made;
    return { session, payee: merchantId, text, expiresAtMs: endMs < request.expiresAtMs ? endMs : undefined };
  }

  #look(one: Followed): Promise<void> {
    return inOrder(one, async () => this.#settler.tell(one, await this.#settler.ask(one)));
  }

  /** The next look of the plan. A paid one has none: NPX reports no reversals. */
  #schedule(one: Followed): void {
    clearTimeout(one.timer);
    if (!one.watched || one.paid !== undefined || this.#stop.signal.aborted) return;
    const gapMs = this.#gapMs(one);
    if (gapMs !== undefined) one.timer = setTimeout(() => void this.#poll(one), gapMs);
  }

  #gapMs(one: Followed): number | undefined {
    const { pollMs, pollEagerMs, pollLaterMs, afterEndMs, pollLateMs } = this.config.timing;
    const { createdAtMs, expiresAtMs } = one.session;
    const plan = {
      firstMs: pollMs,
      eagerMs: pollEagerMs,
      growth: Math.max(1, pollLaterMs / pollMs),
      longestMs: pollLaterMs,
      lastLookMs: 0,
    };
    const qr = { createdAtMs, expiresAtMs: expiresAtMs + afterEndMs };
    const planned = nextPollMs(plan, qr, one.askedMs, this.context.nowMs());
    // After the plan only what is in process is asked about, as long as the bridge watches.
    const gapMs = planned ?? (one.open ? pollLateMs : undefined);
    if (gapMs === undefined || one.failures === 0) return gapMs;
    return Math.max(gapMs, this.#backOffMs(one.failures));
  }

  async #poll(one: Followed): Promise<void> {
    await this.#look(one).catch((error: unknown) => {
      if (this.#stop.signal.aborted) return;
      const level = error instanceof SwitchError ? 'warn' : 'error';
      const message = error instanceof Error ? error.message : 'npx: a status could not be settled';
      this.context.log(level, message, { session: one.session.session });
    });
    this.#schedule(one);
  }

  /** While nothing is polled nobody would learn that the road is good again, or that it never was. */
  #probeIn(ms: number): void {
    clearTimeout(this.#probe);
    if (!this.#stop.signal.aborted) this.#probe = setTimeout(() => void this.#ring(), ms);
  }

  async #ring(): Promise<void> {
    const isPolling = [...this.#sessions.all()].some(({ watched, paid }) => watched && paid === undefined);
    if (this.#health.isDoubtful('api') && !isPolling) {
      try {
        await this.#parts.rest.instruments();
        this.#health.ok('api');
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        if (error instanceof SwitchError) this.#health.trouble('api', error.message);
      }
    }
    this.#probes = this.#health.isDoubtful('api') ? this.#probes + 1 : 0;
    this.#probeIn(this.#probes === 0 ? this.config.timing.retryMaxMs : this.#backOffMs(this.#probes));
  }

  #backOffMs(failures: number): number {
    const { retryMinMs: minMs, retryMaxMs: maxMs } = this.config.timing;
    return Math.max(minMs, fullJitterMs({ minMs, maxMs }, failures));
  }
}

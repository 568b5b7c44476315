// Fonepay's connector: makes QRs and keeps one line for each.
import { setMaxListeners } from 'node:events';
import { fullJitterMs } from '../../net/backoff';
import {
  SwitchError,
  type Connector,
  type ConnectorContext,
  type DoctorStep,
  type QrRequest,
  type QrSession,
  type WatchedSession,
} from '../../payments/ports';
import type { FonepayConfig } from './config';
import type { Status } from './decode';
import { examine } from './doctor';
import { createHealth } from './health';
import { KEEP_MS, readKept, type Kept } from './kept';
import { Line, type LineParts } from './line';
import { createRest } from './rest';
import { isSocketOf } from './socket';

/** QRs remembered; the oldest that nobody watches go first. */
const LIMIT = 2_000;
const REFUSALS_REMEMBERED = 50;

export class FonepayConnector implements Connector {
  readonly webhook = undefined;
  readonly #stop = new AbortController();
  readonly #lines = new Map<string, Line>();
  readonly #refusals = new Set<string>();
  readonly #health;
  readonly #rest;
  readonly #parts: LineParts;
  #kept: Promise<Map<string, Kept>>;
  #probe: NodeJS.Timeout | undefined;
  #probes = 0;
  #dropped = 0;

  constructor(
    readonly config: FonepayConfig,
    readonly context: ConnectorContext,
  ) {
    const { signal } = this.#stop;
    // Every request that runs listens to it; their number is bounded elsewhere.
    setMaxListeners(0, signal);
    this.#health = createHealth(context);
    this.#rest = createRest(config, () => context.nowMs(), signal);
    this.#parts = {
      ...{ config, context, signal },
      ask: (prn) => this.#ask(prn),
      drop: (why) => this.#drop(why),
      mayOpen: () => [...this.#lines.values()].filter(({ up }) => up !== undefined).length < config.sockets,
      changed: () => this.#tellSockets(),
    };
    this.#kept = readKept(context.keep, context.nowMs()).catch(() => {
      context.log('warn', 'fonepay: what was kept cannot be read; open QRs are followed by status', {});
      return new Map<string, Kept>();
    });
    this.#probeIn(0);
  }

  async createQr(request: QrRequest): Promise<QrSession> {
    if (request.currency !== 'NPR') {
      throw new SwitchError('refused', `fonepay: takes NPR only, not ${request.currency}`, false);
    }
    try {
      const { session, text, socketUrl } = await this.#rest.makeQr(request);
      this.#health.ok('qr');
      const endMs = Math.min(request.expiresAtMs, this.context.nowMs() + this.config.timing.qrLifetimeMs);
      await this.#remember(session, request.amountMinor, endMs, socketUrl);
      const expiresAtMs = endMs < request.expiresAtMs ? endMs : undefined;
      return { session, payee: this.config.merchantCode, text, expiresAtMs };
    } catch (error) {
      if (error instanceof SwitchError && error.code !== 'refused') this.#health.trouble('qr', error.message);
      throw error;
    }
  }

  watch(session: WatchedSession): void {
    const known = this.#lines.get(session.session);
    if (known !== undefined) return known.watch();
    // After a restart: the line waits for where its socket is.
    const line = this.#add(session, undefined);
    line.watched = true;
    void this.#kept.then((kept) => {
      line.recall(kept.get(session.session));
      if (line.watched && !this.#stop.signal.aborted) line.watch();
    });
  }

  unwatch(session: string): void {
    const line = this.#lines.get(session);
    if (line === undefined) return;
    line.unwatch();
    // Nothing more is waited for. When this fails, the entry's own end removes it at a later start.
    if (line.paid) this.context.keep.remove(session).catch(() => undefined);
  }

  /** Rejects with a SwitchError when the status cannot be had: then nobody knows, and silence would say "not paid". */
  async lookUp(session: WatchedSession): Promise<void> {
    const kept = await this.#kept;
    const line = this.#lines.get(session.session) ?? this.#add(session, undefined);
    line.recall(kept.get(session.session));
    return line.lookUp();
  }

  diagnose(): AsyncIterable<DoctorStep> {
    return examine(this.config, this.#rest, () => this.context.nowMs());
  }

  async close(): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#probe);
    await Promise.allSettled([...this.#lines.values()].map((line) => line.close()));
  }

  async #remember(session: string, amountMinor: number, endMs: number, socketUrl: string | undefined): Promise<void> {
    const isGood = socketUrl !== undefined && isSocketOf(this.config, socketUrl);
    if (!isGood)
      this.context.log('warn', 'fonepay: a QR without a socket of ours; it is followed by status', { session });
    const kept: Kept = { untilMs: endMs + KEEP_MS, ...(isGood && { url: socketUrl }) };
    this.#add({ session, amountMinor, expiresAtMs: endMs }, kept);
    await this.context.keep.put(session, JSON.stringify(kept)).catch(() => {
      this.context.log('warn', 'fonepay: where a QR’s events come could not be kept', { session });
    });
  }

  #add(session: Pick<WatchedSession, 'session' | 'amountMinor' | 'expiresAtMs'>, kept: Kept | undefined): Line {
    const line = new Line(session, kept, this.#parts);
    this.#lines.set(session.session, line);
    if (this.#lines.size > LIMIT) {
      const [oldest] = [...this.#lines].find(([, { watched }]) => !watched) ?? [];
      if (oldest !== undefined) this.#lines.delete(oldest);
    }
    return line;
  }

  async #ask(prn: string): Promise<Status> {
    try {
      const status = await this.#rest.status(prn);
      this.#health.ok('status');
      // One code for every error: each new text is worth one line, a poll every few seconds is not.
      if (status.is === 'refused' && this.#refusals.size < REFUSALS_REMEMBERED && !this.#refusals.has(status.why)) {
        this.#refusals.add(status.why);
        this.context.log('info', 'fonepay: the status says', { error: status.why });
      }
      return status;
    } catch (error) {
      if (error instanceof SwitchError && !this.#stop.signal.aborted) this.#health.trouble('status', error.message);
      throw error;
    }
  }

  #tellSockets(): void {
    if (this.#stop.signal.aborted) return;
    const down = [...this.#lines.values()].filter(({ up }) => up === false);
    const why = down.find((line) => line.why !== '')?.why;
    // A socket that is on its first way up is no trouble.
    if (why === undefined) this.#health.ok('socket');
    else {
      const detail = `fonepay: the event socket is ${why}; ${down.length} QRs are followed by status`;
      this.#health.trouble('socket', detail);
    }
  }

  #drop(why: string): void {
    // A flood of strangers' events must not become a flood of log lines.
    const dropped = ++this.#dropped;
    if ((dropped & (dropped - 1)) === 0) this.context.log('warn', 'fonepay: an event was dropped', { why, dropped });
  }

  /** While no QR is followed nobody would learn that the road is good again, or that it never was. */
  #probeIn(ms: number): void {
    if (!this.#stop.signal.aborted) this.#probe = setTimeout(() => void this.#ring(), ms);
  }

  async #ring(): Promise<void> {
    const isPolling = [...this.#lines.values()].some(({ watched, paid }) => watched && !paid);
    if (this.#health.isDoubtful('status') && !isPolling) await this.#ask(PROBE).catch(() => undefined);
    this.#probes = this.#health.isDoubtful('status') ? this.#probes + 1 : 0;
    const { retryMinMs: minMs, retryMaxMs: maxMs } = this.config.timing;
    this.#probeIn(this.#probes === 0 ? maxMs : Math.max(minMs, fullJitterMs({ minMs, maxMs }, this.#probes)));
  }
}

/** A prn that no charge can have: any answer shows that the road is good. */
const PROBE = 'GHANTI-PROBE';

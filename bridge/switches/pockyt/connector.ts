// Pockyt's connector: owns the timers and what is remembered of each charge. The switch pushes little, so whatever was
// handed in is asked for until its outcome is certain.
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
import { fullJitterMs } from '../../net/backoff';
import { createPace } from '../../net/pace';
import { createApi, type Api } from './api';
import { bookTransaction } from './book';
import { codeProblem } from './code';
import type { PockytConfig } from './config';
import type { Notice } from './decode';
import { examine } from './doctor';
import { createHealth } from './health';
import { answerIpn } from './ipn';
import { Payer } from './payer';
import { createSessions, referenceOf, tryOf, type Followed } from './sessions';
import { payeeOf, Settler } from './settle';

/** A reference that no charge can have: asking for it tries address, signature and shop. */
const PROBE = 'GHANTI-PROBE';

export class PockytConnector implements Connector {
  readonly findsReversals = true;
  readonly #stop = new AbortController();
  readonly #sessions = createSessions();
  readonly #health;
  readonly #api: Api;
  readonly #settler: Settler;
  readonly #payer: Payer;
  #prober: NodeJS.Timeout | undefined;
  #dropped = 0;

  constructor(
    readonly config: PockytConfig,
    readonly context: ConnectorContext,
  ) {
    const { signal } = this.#stop;
    this.#health = createHealth(context);
    this.#api = createApi({
      config,
      signal,
      pace: createPace(config.timing.queryGapMs, signal),
      health: this.#health,
      foreign: () => this.#drop('an answer about another transaction'),
    });
    this.#settler = new Settler(config, context);
    this.#payer = new Payer({ config, context, signal, api: this.#api, settler: this.#settler });
    void this.#probe(0);
  }

  async createQr(request: QrRequest): Promise<QrSession> {
    const { currency, amountMinor, expiresAtMs } = request;
    if (currency !== 'USD') throw new SwitchError('refused', `pockyt: takes USD only, not ${currency}`, false);
    const session = request.chargeId.replace(/^ch_/, '');
    const { merchantNo, storeNo } = this.config;
    const money = { amountMinor, currency };
    const transactionNo = await bookTransaction(this.#api, this.config, session, money, this.#stop.signal);
    const one = this.#sessions.remember({ session, amountMinor, currency, expiresAtMs });
    one.transactionNo = transactionNo;
    one.stage = 'made';
    return { session, payee: payeeOf(merchantNo, storeNo), text: '', presents: 'customer', expiresAtMs: undefined };
  }

  async present(session: WatchedSession, code: string): Promise<void> {
    if (this.#stop.signal.aborted) throw new SwitchError('unreachable', 'pockyt: the bridge is closing', true);
    const problem = codeProblem(code);
    if (problem !== undefined) throw new SwitchError('refused', `pockyt: ${problem}`, false);
    await this.#payer.present(this.#sessions.remember(session), code);
  }

  watch(session: WatchedSession): void {
    const one = this.#sessions.remember(session);
    one.watched = true;
    this.#payer.follow(one);
  }

  unwatch(session: string): void {
    const one = this.#sessions.get(session);
    if (one === undefined) return;
    one.watched = false;
    // What was handed in is followed to its end all the same.
  }

  cancel(session: string): void {
    const one = this.#sessions.get(session);
    if (one !== undefined) this.#payer.callBack(one);
  }

  refund(session: WatchedSession): Promise<void> {
    return this.#payer.refund(this.#sessions.remember(session));
  }

  lookUp(session: WatchedSession): Promise<void> {
    return this.#payer.ask(this.#sessions.remember(session));
  }

  webhook = (request: Webhook): Promise<WebhookReply> =>
    answerIpn(request, this.config.token, (notice) => this.#take(notice));

  diagnose(): AsyncIterable<DoctorStep> {
    return examine(this.config, this.#api, () => this.context.nowMs());
  }

  async close(): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#prober);
    for (const one of this.#sessions.all()) clearTimeout(one.timer);
    await this.#payer.idle();
  }

  /**
   * A webhook whose signature is good. It is believed about the transaction that we know as the charge's newest try;
   * about any other, about refunds, and while we take a payment back, the switch's books are asked.
   * @returns false when it says paid and the books do not (yet)
   */
  async #take({ record, aboutRefund }: Notice): Promise<boolean> {
    const named = record.reference === undefined ? undefined : tryOf(record.reference);
    const one = named === undefined ? this.#known(record.transactionNo) : this.#sessions.get(named.session);
    if (one === undefined && named === undefined) {
      this.#drop('a webhook about a transaction that is not ours');
      return true;
    }
    if (one === undefined || (named !== undefined && named.attempt !== one.attempt && one.stage !== 'unknown'))
      return this.#byTheBooks(named!, record.is === 'paid');
    const open = one.stage === 'made' || one.stage === 'paying';
    if (!aboutRefund && open && record.transactionNo !== undefined && record.transactionNo === one.transactionNo) {
      await this.#payer.take(one, record);
      return true;
    }
    await this.#payer.ask(one).catch(unlessOurFault);
    return aboutRefund || record.is !== 'paid' || one.paid !== 'no' || one.reversed;
  }

  /** A charge that is not remembered, or an older try of one: what the books say is told, and the store knows the rest. */
  async #byTheBooks({ session, attempt }: { session: string; attempt: number }, saysPaid: boolean): Promise<boolean> {
    const found = await this.#api.query(referenceOf(session, attempt)).catch(unlessOurFault);
    if (found?.is === 'paid') await this.#settler.tell(session, 'paid', found);
    if (found?.is === 'refunded') await this.#settler.tell(session, 'reversed', found);
    return !saysPaid || found?.is === 'paid' || found?.is === 'refunded';
  }

  #known(transactionNo: string | undefined): Followed | undefined {
    if (transactionNo === undefined) return undefined;
    return [...this.#sessions.all()].find((one) => one.transactionNo === transactionNo);
  }

  async #probe(failures: number): Promise<void> {
    const { probeMs, retryMinMs: minMs, retryMaxMs: maxMs } = this.config.timing;
    if (this.#health.goodForMs() >= probeMs) {
      await this.#api.query(PROBE).catch(unlessOurFault);
    }
    if (this.#stop.signal.aborted) return;
    const bad = this.#health.bad();
    const pauseMs = bad ? Math.max(minMs, fullJitterMs({ minMs, maxMs }, failures)) : probeMs;
    this.#prober = setTimeout(() => void this.#probe(bad ? failures + 1 : 0), pauseMs);
  }

  #drop(why: string): void {
    this.#dropped++;
    // A flood of strangers' webhooks must not become a flood of log lines.
    const dropped = this.#dropped;
    if ((dropped & (dropped - 1)) === 0) this.context.log('warn', 'pockyt: something was dropped', { why, dropped });
  }
}

/** An answer that cannot be had says nothing; anything else that is thrown is our own fault and goes on. */
function unlessOurFault(error: unknown): undefined {
  if (!(error instanceof SwitchError)) throw error;
}

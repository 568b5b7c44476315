// One code on its way: handed to the switch, asked for, given up in time.
import { SwitchError, type ConnectorContext } from '../../payments/ports';
import { nothingDone, type Api } from './api';
import { bookTransaction } from './book';
import { endOf, isEmvCpm } from './code';
import type { PockytConfig } from './config';
import type { TxnRecord } from './decode';
import { fingerprint, isUnderWay, referenceOf, TRIES, type Followed, type GivenUp } from './sessions';
import type { Settler } from './settle';

/** An outcome that stays open is asked for this long after the charge's end; then a person has to look. */
const AFTERLIFE_MS = 600_000;

export interface PayerParts {
  config: PockytConfig;
  context: Pick<ConnectorContext, 'log' | 'nowMs'>;
  api: Api;
  settler: Settler;
  signal: AbortSignal;
}

export class Payer {
  readonly #running = new Set<Promise<unknown>>();

  constructor(readonly parts: PayerParts) {}

  /** Hands the code to the switch. @throws SwitchError when it was not taken; then nothing is paid with it */
  async present(one: Followed, code: string): Promise<void> {
    if (one.busy) throw refused('a code is being paid for this charge', true);
    one.busy = true;
    try {
      await this.#run(this.#present(one, code));
    } finally {
      one.busy = false;
      this.follow(one);
    }
  }

  /** Asks what became of the newest try, and tells it. Rejects when nobody can say. */
  ask(one: Followed): Promise<void> {
    return this.#run(one.stage === 'unknown' ? this.#recover(one) : this.#look(one));
  }

  /** Takes what the switch said by itself. */
  async take(one: Followed, record: TxnRecord): Promise<void> {
    try {
      await this.parts.settler.settle(one, record);
    } catch (error) {
      // It could not be kept, so it must be found again.
      await this.parts.settler.open(one).catch(() => undefined);
      throw error;
    } finally {
      this.follow(one);
    }
  }

  /** The shop takes the charge away: nobody shall pay it any more, and who has just paid gets the money back. */
  callBack(one: Followed): void {
    if (one.stage !== 'made' && one.stage !== 'paying') return;
    giveUp(one, undefined);
    this.follow(one);
  }

  /** Orders all of the payment back. @throws SwitchError when it was not taken, or nobody knows */
  async refund(one: Followed): Promise<void> {
    await this.#run(this.#refund(one));
    this.follow(one);
  }

  /** Sets the timer of the next question, when there is something to ask for. Idempotent. */
  follow(one: Followed): void {
    const { config, context, signal } = this.parts;
    const open = (one.stage === 'unknown' && one.watched) || isUnderWay(one);
    if (!open || one.busy || one.timer !== undefined || signal.aborted) return;
    if (context.nowMs() > Math.max(one.session.expiresAtMs, one.giveUpAtMs) + AFTERLIFE_MS) {
      const { session } = one.session;
      context.log('error', 'pockyt: the outcome could not be found; look at it in the portal', { session });
      return;
    }
    const { pollStepMs, pollMostMs } = config.timing;
    one.polls++;
    one.timer = setTimeout(() => void this.#poll(one), Math.min(pollMostMs, pollStepMs * one.polls));
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await Promise.allSettled([...this.#running]);
  }

  async #poll(one: Followed): Promise<void> {
    const { context, signal } = this.parts;
    try {
      if (one.stage !== 'cancelling') await this.ask(one);
      // Only after a look that was kept: a payment that our own store could not take must not be sent back for it.
      if (one.stage === 'paying' && context.nowMs() >= one.giveUpAtMs) giveUp(one, 'expired');
      if (one.stage === 'cancelling') await this.#run(this.#cancel(one));
    } catch (error) {
      if (!signal.aborted) this.#report(one, error);
    }
    one.timer = undefined;
    this.follow(one);
  }

  async #present(one: Followed, code: string): Promise<void> {
    const { api, config, context, settler, signal } = this.parts;
    const seen = fingerprint(code);
    if (one.handed.has(seen)) throw refused('this code was handed in before; the customer needs a new one', false);
    if (one.stage === 'unknown') await this.#recover(one);
    if (one.paid !== 'no' || one.reversed) throw refused('the charge was paid', false);
    if (one.stage === 'paying' || one.stage === 'cancelling')
      throw refused('a code is being paid for this charge', true);
    const { session } = one.session;
    if (one.stage === 'over') {
      if (one.attempt >= TRIES) throw refused(`${TRIES} codes have failed; make a new charge`, false);
      const next = referenceOf(session, one.attempt + 1);
      one.transactionNo = await bookTransaction(api, config, next, one.session, signal);
      one.attempt++;
      one.stage = 'made';
    }
    await settler.tell(session, 'scanned', { transactionNo: one.transactionNo });
    const form = isEmvCpm(code) ? 'emv' : 'digits or text';
    context.log('info', 'pockyt: a code is handed in', { session, form, ends: endOf(code), attempt: one.attempt });
    one.handed.add(seen);
    Object.assign(one, { stage: 'paying', pending: false, polls: 0 } satisfies Partial<Followed>);
    one.giveUpAtMs = context.nowMs() + config.timing.patienceMs;
    await this.#pay(one, code);
  }

  async #pay(one: Followed, code: string): Promise<void> {
    const { api, settler } = this.parts;
    let record: TxnRecord | undefined;
    try {
      record = await api.pay(referenceOf(one.session.session, one.attempt), one.transactionNo, code);
    } catch (error) {
      if (!(error instanceof SwitchError)) throw error;
      if (!nothingDone(error)) return settler.open(one);
      // Refused outright. The transaction is closed before we say so, so that the refusal can never turn into a payment.
      giveUp(one, 'failed');
      await this.#cancel(one).catch((second: unknown) => this.#report(one, second));
      throw error;
    }
    if (record === undefined) return settler.open(one);
    await settler.settle(one, record);
    if (one.stage === 'paying') await settler.open(one);
  }

  async #refund(one: Followed): Promise<void> {
    const { api, context } = this.parts;
    const { session, amountMinor } = one.session;
    if (one.stage === 'unknown') await this.#recover(one);
    if (one.reversed || one.stage === 'refunding') return;
    const reference = referenceOf(session, Math.max(1, one.attempt));
    try {
      // One reference for all tries of one refund, so that the switch cannot take two.
      await api.refund(reference, { amountMinor, currency: one.session.currency }, `${reference}-R`);
    } catch (error) {
      // It may be that only the answer was lost, or that an earlier try was taken: the books know.
      await this.#look(one).catch((second: unknown) => this.#report(one, second));
      if (one.reversed) return;
      throw error;
    }
    Object.assign(one, { stage: 'refunding', polls: 0, giveUpAtMs: context.nowMs() } satisfies Partial<Followed>);
    await this.#look(one).catch((error: unknown) => this.#report(one, error));
  }

  /** Takes the newest try back. Whatever the switch answers, its books are believed. */
  async #cancel(one: Followed): Promise<void> {
    const { api, settler } = this.parts;
    if (one.gaveUp.taken !== true) {
      try {
        const answer = await api.cancel(referenceOf(one.session.session, one.attempt));
        one.gaveUp.taken = true;
        if (answer?.is === 'refunded') return await settler.settle(one, answer);
      } catch (error) {
        // "Not in this state": it ended meanwhile, and the books say how.
        if (!(error instanceof SwitchError) || error.code !== 'refused') throw error;
        one.gaveUp.taken = false;
      }
    }
    await this.#look(one);
  }

  async #look(one: Followed): Promise<void> {
    const { attempt } = one;
    const record = await this.parts.api.query(referenceOf(one.session.session, Math.max(1, attempt)));
    // A code may have been handed in while the question was out.
    if (record !== undefined && one.attempt === attempt) await this.parts.settler.settle(one, record);
  }

  /** After a restart: finds the newest try by the references that it can have. */
  async #recover(one: Followed): Promise<void> {
    const { api, settler } = this.parts;
    let ended: TxnRecord | undefined;
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const record = await api.query(referenceOf(one.session.session, attempt));
      // Asked twice at once (by the clock and by a customer): whoever came first has settled it.
      if (one.stage !== 'unknown') return;
      if (record === undefined) break;
      one.attempt = attempt;
      one.transactionNo = record.transactionNo;
      ended = record.is === 'failed' || record.is === 'closed' ? record : undefined;
      if (ended === undefined) return settler.settle(one, record);
    }
    if (ended !== undefined) return settler.settle(one, ended);
    one.attempt = 0;
    one.stage = 'over';
  }

  #report(one: Followed, error: unknown): void {
    const level = error instanceof SwitchError ? 'warn' : 'error';
    const message = error instanceof Error ? error.message : 'pockyt: an outcome could not be told';
    this.parts.context.log(level, message, { session: one.session.session });
  }

  #run<T>(work: Promise<T>): Promise<T> {
    this.#running.add(work);
    return work.finally(() => this.#running.delete(work));
  }
}

function giveUp(one: Followed, tell: GivenUp['tell']): void {
  one.stage = 'cancelling';
  one.gaveUp = { tell, taken: undefined };
}

function refused(why: string, retry: boolean): SwitchError {
  return new SwitchError('refused', `pockyt: ${why}`, retry);
}

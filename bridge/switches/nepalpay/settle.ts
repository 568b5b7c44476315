// What a word of the switch comes to. The socket names no amount and may be wrong about failures, so the report has the
// last word wherever money may have moved.
import { setTimeout as wait } from 'node:timers/promises';
import { SwitchError, type ConnectorContext } from '../../payments/ports';
import type { SwitchEvent } from '../../payments/types';
import { fullJitterMs } from '../../net/backoff';
import type { NepalpayConfig } from './config';
import type { PushOutcome } from './confirm';
import { bare, judgeReport, type Push, type RecordMeaning, type ReportMeaning, type ReportRow } from './decode';
import type { RoadHealth } from './health';
import type { Rest } from './rest';
import type { Followed } from './sessions';

const CONFIRM_PAUSE = { minMs: 100, maxMs: 400 };

export class Settler {
  constructor(
    readonly config: NepalpayConfig,
    readonly rest: Rest,
    readonly context: Pick<ConnectorContext, 'emit' | 'nowMs'>,
    readonly health: RoadHealth,
  ) {}

  /** One meaning of the socket, told when it is sure. Rejects when the bridge could not keep the event. */
  async record(one: Followed, meaning: Extract<RecordMeaning, { is: 'event' | 'ask' }>): Promise<void> {
    if (meaning.is === 'ask') return this.#ask(one, meaning.fallback);
    if (meaning.kind === 'paid') return this.#paid(one);
    if (meaning.kind === 'page-opened') {
      if (one.opened) return;
      one.opened = true;
    }
    await this.#tell(one, bare(meaning.kind, meaning.session));
  }

  /** Asks the report and tells what is new. Rejects with a SwitchError when it cannot be asked. */
  async lookUp(one: Followed): Promise<void> {
    await this.#tellNew(one, await this.#judged(one, this.config.timing.requestMs));
  }

  /** A push with a good signature. */
  async push(one: Followed | undefined, push: Push): Promise<PushOutcome> {
    const { event } = push;
    // The trace id is not under the signature, the bill number is: it ties the push to the charge.
    if (one?.billNumber !== undefined && one.billNumber !== push.billNumber) return 'differs';
    if (event.kind !== 'paid') {
      if (one !== undefined && !one.paid) await this.#tell(one, event);
      return 'taken';
    }
    const asked = { session: event.session, amountMinor: one?.session.amountMinor ?? event.amountMinor ?? 0 };
    const believed = await this.#believable(one, push, asked);
    if (believed === undefined) {
      if (one !== undefined) one.open = true;
      return 'unsure';
    }
    if (one === undefined) await this.context.emit(believed);
    else if (!one.paid) await this.#tell(one, believed);
    return event.amountMinor === asked.amountMinor ? 'taken' : 'differs';
  }

  /** The payment as the report has it; else as the push has it, when the bill is ours and the report does not deny it. */
  async #believable(
    one: Followed | undefined,
    push: Push,
    asked: { session: string; amountMinor: number },
  ): Promise<SwitchEvent | undefined> {
    const rows = await this.#report(asked.session, this.config.timing.confirmMs).catch(noRows);
    const found = judgeReport(rows, asked, one?.paid ?? false).events.find(({ kind }) => kind === 'paid');
    if (found !== undefined) return found;
    // Status and amount are not under the signature either; the payment's id is, and the report knows it better.
    const denied = rows.some(({ txnId, is }) => txnId === push.paymentRef && is !== 'paid' && is !== 'refunded');
    return one?.billNumber !== undefined && !denied ? push.event : undefined;
  }

  async #paid(one: Followed): Promise<void> {
    if (one.paid) return;
    const meaning = await this.#confirmation(one);
    // Without the report the record still stands: it named our own QR, which was checked to carry the charge's amount.
    if (meaning === undefined) await this.#tell(one, bare('paid', one.session.session));
    else await this.#tellNew(one, meaning);
    one.open = false;
  }

  async #ask(one: Followed, fallback: 'pending' | 'failed'): Promise<void> {
    if (one.paid) return;
    const meaning = await this.#judged(one, this.config.timing.requestMs).catch(nothing);
    if (meaning !== undefined && (await this.#tellNew(one, meaning))) return;
    one.open = fallback === 'pending';
    await this.#tell(one, bare(fallback, one.session.session));
  }

  /** The report's word on a payment that the socket has told, within confirmMs; it may lag behind the socket. */
  async #confirmation(one: Followed): Promise<ReportMeaning | undefined> {
    const endMs = this.context.nowMs() + this.config.timing.confirmMs;
    const leftMs = (): number => Math.max(1, endMs - this.context.nowMs());
    for (let attempt = 0; this.context.nowMs() < endMs; attempt++) {
      try {
        const meaning = await this.#judged(one, leftMs());
        if (meaning.events.some(({ kind }) => kind === 'paid')) return meaning;
      } catch (error) {
        if (!(error instanceof SwitchError)) throw error;
        if (!error.retry || error.code === 'limit') return undefined;
      }
      const pauseMs = Math.max(CONFIRM_PAUSE.minMs / 2, fullJitterMs(CONFIRM_PAUSE, attempt));
      await wait(Math.min(pauseMs, leftMs()));
    }
    return undefined;
  }

  /** Tells what the report has that was not told. @returns was there anything? */
  async #tellNew(one: Followed, meaning: ReportMeaning): Promise<boolean> {
    const isNews = ({ kind }: SwitchEvent): boolean =>
      kind === 'reversed' || (!one.paid && (kind !== 'failed' || meaning.failures > one.failures));
    const news = meaning.events.filter(isNews);
    for (const event of news) await this.#tell(one, event);
    if (news.some(({ kind }) => kind === 'failed')) one.failures = meaning.failures;
    one.open = meaning.open || (one.open && news.length === 0 && !one.paid);
    return news.length > 0;
  }

  async #tell(one: Followed, event: SwitchEvent): Promise<void> {
    try {
      await this.context.emit(event);
    } catch (error) {
      // Not on disk, so not told: the sweep finds it again in the report.
      one.open = true;
      throw error;
    }
    if (event.kind === 'failed') one.failures++;
    const { amountMinor } = one.session;
    if (event.kind === 'paid' && (event.amountMinor ?? amountMinor) === amountMinor) one.paid = true;
  }

  async #judged(one: Followed, timeoutMs: number): Promise<ReportMeaning> {
    return judgeReport(await this.#report(one.session.session, timeoutMs), one.session, one.paid);
  }

  async #report(session: string, timeoutMs: number): Promise<ReportRow[]> {
    try {
      const rows = await this.rest.report(session, timeoutMs);
      this.health.ok('report');
      return rows;
    } catch (error) {
      if (error instanceof SwitchError) this.health.trouble('report', error.message);
      throw error;
    }
  }
}

/** A report that cannot be had says nothing; anything else that is thrown is our own fault and goes on. */
function nothing(error: unknown): undefined {
  if (!(error instanceof SwitchError)) throw error;
}
function noRows(error: unknown): ReportRow[] {
  if (!(error instanceof SwitchError)) throw error;
  return [];
}

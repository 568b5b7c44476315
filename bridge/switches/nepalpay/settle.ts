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

export interface Settler {
  /** One meaning of the socket, told when it is sure. Rejects when the bridge could not keep the event. */
  record(one: Followed, meaning: Extract<RecordMeaning, { session: string; is: 'event' | 'ask' }>): Promise<void>;
  /** Asks the report and tells what is new. Rejects with a SwitchError when it cannot be asked. */
  lookUp(one: Followed): Promise<void>;
  /** A push with a good signature. */
  push(one: Followed | undefined, push: Push): Promise<PushOutcome>;
}

export function createSettler(
  config: NepalpayConfig,
  rest: Rest,
  context: Pick<ConnectorContext, 'emit' | 'nowMs'>,
  health: RoadHealth,
): Settler {
  const { confirmMs, requestMs } = config.timing;

  const report = async (session: string, timeoutMs: number): Promise<ReportRow[]> => {
    try {
      const rows = await rest.report(session, timeoutMs);
      health.ok('report');
      return rows;
    } catch (error) {
      if (error instanceof SwitchError) health.trouble('report', error.message);
      throw error;
    }
  };
  const judged = async (one: Followed, timeoutMs: number): Promise<ReportMeaning> =>
    judgeReport(await report(one.session.session, timeoutMs), one.session, one.paid);

  const tell = async (one: Followed, event: SwitchEvent): Promise<void> => {
    try {
      await context.emit(event);
    } catch (error) {
      // Not on disk, so not told: the sweep finds it again in the report.
      one.open = true;
      throw error;
    }
    if (event.kind === 'failed') one.failures++;
    if (event.kind === 'paid' && (event.amountMinor ?? one.session.amountMinor) === one.session.amountMinor)
      one.paid = true;
  };

  /** Tells what the report has that was not told. @returns was there anything? */
  const tellNew = async (one: Followed, meaning: ReportMeaning): Promise<boolean> => {
    const isNews = ({ kind }: SwitchEvent) =>
      kind === 'reversed' || (!one.paid && (kind !== 'failed' || meaning.failures > one.failures));
    const news = meaning.events.filter(isNews);
    for (const event of news) await tell(one, event);
    if (news.some(({ kind }) => kind === 'failed')) one.failures = meaning.failures;
    one.open = meaning.open || (one.open && news.length === 0 && !one.paid);
    return news.length > 0;
  };

  /** The report's word on a payment that the socket has told, within confirmMs; it may lag behind the socket. */
  const confirmation = async (one: Followed): Promise<ReportMeaning | undefined> => {
    const endMs = context.nowMs() + confirmMs;
    for (let attempt = 0; context.nowMs() < endMs; attempt++) {
      try {
        const meaning = await judged(one, Math.max(1, endMs - context.nowMs()));
        if (meaning.events.some(({ kind }) => kind === 'paid')) return meaning;
      } catch (error) {
        if (!(error instanceof SwitchError)) throw error;
        if (!error.retry || error.code === 'limit') return undefined;
      }
      const pauseMs = Math.max(CONFIRM_PAUSE.minMs / 2, fullJitterMs(CONFIRM_PAUSE, attempt));
      await wait(Math.min(pauseMs, Math.max(1, endMs - context.nowMs())));
    }
    return undefined;
  };

  const paid = async (one: Followed): Promise<void> => {
    if (one.paid) return;
    const meaning = await confirmation(one);
    // Without the report the record still stands: it named our own QR, which was checked to carry the charge's amount.
    if (meaning === undefined) await tell(one, bare('paid', one.session.session));
    else await tellNew(one, meaning);
    one.open = false;
  };

  const ask = async (one: Followed, fallback: 'pending' | 'failed'): Promise<void> => {
    if (one.paid) return;
    const meaning = await judged(one, requestMs).catch((error: unknown) => {
      if (error instanceof SwitchError) return undefined;
      throw error;
    });
    if (meaning !== undefined && (await tellNew(one, meaning))) return;
    one.open = fallback === 'pending';
    await tell(one, bare(fallback, one.session.session));
  };

  return {
    async record(one, meaning) {
      if (meaning.is === 'ask') return ask(one, meaning.fallback);
      if (meaning.kind === 'paid') return paid(one);
      if (meaning.kind === 'page-opened') {
        if (one.opened) return;
        one.opened = true;
      }
      await tell(one, bare(meaning.kind, meaning.session));
    },
    async lookUp(one) {
      await tellNew(one, await judged(one, requestMs));
    },
    async push(one, push) {
      const { event } = push;
      const bill = one?.billNumber;
      // The trace id is not under the signature, the bill number is: it ties the push to the charge.
      if (bill !== undefined && bill !== push.billNumber) return 'differs';
      if (event.kind !== 'paid') {
        if (one !== undefined && !one.paid) await tell(one, event);
        return 'taken';
      }
      const asked = { session: event.session, amountMinor: one?.session.amountMinor ?? event.amountMinor ?? 0 };
      const rows = await report(event.session, confirmMs).catch((error: unknown) => {
        if (error instanceof SwitchError) return [] as ReportRow[];
        throw error;
      });
      const found = judgeReport(rows, asked, one?.paid ?? false).events.find(({ kind }) => kind === 'paid');
      // Status and amount are not under the signature either; the payment's id is, and the report knows it better.
      const denied = rows.some(({ txnId, is }) => txnId === push.paymentRef && is !== 'paid' && is !== 'refunded');
      const believed = found ?? (bill !== undefined && !denied ? event : undefined);
      if (believed === undefined) {
        if (one !== undefined) one.open = true;
        return 'unsure';
      }
      if (one === undefined) await context.emit(believed);
      else if (!one.paid) await tell(one, believed);
      return event.amountMinor === asked.amountMinor ? 'taken' : 'differs';
    },
  };
}

const CONFIRM_PAUSE = { minMs: 100, maxMs: 400 };

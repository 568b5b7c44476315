import { isLive, stageOf, type LiveState } from './charge';
import { mismatch } from './match';
import type { Charge, Notice, Rejection, SwitchEvent } from './types';

/** What an event did. With a rejection the charge is the one that came in and there are no notices. */
export interface Ingested {
  charge: Charge | undefined;
  notices: Notice[];
  rejection: Rejection | undefined;
}

/** How far a try has come. A failed try starts again from nothing: the customer may open, scan and pay once more. */
const PROGRESS: Record<LiveState, number> = { open: 0, failed: 0, 'page-opened': 1, scanned: 2, pending: 3 };

/**
 * Takes one event of a switch into the charge of its session. The rules:
 *
 * - What the event states must equal the charge, or it is rejected and never announced.
 * - A charge is announced paid at most once, whatever transaction ids come: its own state remembers.
 * - Progress only goes forward within a try; `failed` ends the try and keeps the QR.
 * - Money is money: a payment after expiry or cancelling is announced, marked late.
 * - A reversal that comes before its payment closes the charge as reversed without a word of money, so that the payment
 *   that comes after it is never announced (state `reversed` with `paidAtMs` undefined is how that is remembered).
 *
 * @param charge the charge of (event.switch, event.session); undefined when there is none
 * @param alreadySeen was an event of the same switch, session, kind and transaction id accepted before? It decides only
 *   for what a customer can truly do twice (open, scan, fail) and only when the id names one try; paid, expired and
 *   reversed are remembered by the state, so a stale or over-careful answer here can never swallow money.
 */
export function ingest(charge: Charge | undefined, event: SwitchEvent, nowMs: number, alreadySeen: boolean): Ingested {
  if (charge === undefined) return { charge, notices: [], rejection: 'unknown-session' };
  const differs = mismatch(charge, event);
  if (differs !== undefined) return reject(charge, differs);
  switch (event.kind) {
    case 'page-opened':
    case 'scanned':
    case 'pending':
      return progress(charge, event.kind, alreadySeen && transactionOf(event) !== undefined);
    case 'failed':
      return fail(charge, alreadySeen && transactionOf(event) !== undefined);
    case 'expired':
      return expire(charge);
    case 'paid':
      return pay(charge, event, nowMs);
    case 'reversed':
      return reverse(charge, transactionOf(event));
  }
}

/** May this happen twice to one charge, so that `ingest` asks whether it was seen? The rest is remembered by the state. */
export function mayRepeat(kind: SwitchEvent['kind']): boolean {
  return kind !== 'paid' && kind !== 'expired' && kind !== 'reversed';
}

function progress(charge: Charge, kind: 'page-opened' | 'scanned' | 'pending', repeated: boolean): Ingested {
  if (!isLive(charge.state)) return reject(charge, 'after-final');
  const before = PROGRESS[charge.state];
  if (repeated || PROGRESS[kind] === before) return reject(charge, 'duplicate');
  if (PROGRESS[kind] < before) return reject(charge, 'backwards');
  return accept({ ...charge, state: kind }, (next) => ({
    ...{ tell: 'progress', charge: next },
    stage: stageOf(next)!,
  }));
}

function fail(charge: Charge, repeated: boolean): Ingested {
  if (charge.state === 'failed' || repeated) return reject(charge, 'duplicate');
  if (!isLive(charge.state)) return reject(charge, 'after-final');
  return accept({ ...charge, state: 'failed' }, (next) => ({ tell: 'closed', charge: next, how: 'failed' }));
}

function expire(charge: Charge): Ingested {
  if (charge.state === 'expired') return reject(charge, 'duplicate');
  if (!isLive(charge.state)) return reject(charge, 'after-final');
  return accept({ ...charge, state: 'expired' }, (next) => ({ tell: 'closed', charge: next, how: 'expired' }));
}

function pay(charge: Charge, event: SwitchEvent, nowMs: number): Ingested {
  const txnId = transactionOf(event);
  if (charge.state === 'paid') return payAgain(charge, txnId);
  if (charge.state === 'reversed') return reject(charge, 'after-final');
  const paidAtMs = timeOfPayment(charge, event.occurredAtMs, nowMs);
  const late = !isLive(charge.state);
  const paid: Charge = { ...charge, state: 'paid', paidAtMs, switchTxnId: txnId, late };
  return accept(paid, (next) => ({ tell: 'paid', charge: next, paidAtMs }));
}

/**
 * A second word about a paid charge. Without an id on either side it is the same payment told again; the first id that
 * comes is kept for the books. Another id is another payment on the same QR, which the operator has to look at.
 */
function payAgain(charge: Charge, txnId: string | undefined): Ingested {
  if (txnId === undefined || txnId === charge.switchTxnId) return reject(charge, 'duplicate');
  if (charge.switchTxnId !== undefined) return reject(charge, 'after-final');
  return { charge: { ...charge, switchTxnId: txnId }, notices: [], rejection: undefined };
}

function reverse(charge: Charge, txnId: string | undefined): Ingested {
  if (charge.state === 'reversed') return reject(charge, 'duplicate');
  const { paidAtMs } = charge;
  if (paidAtMs !== undefined) {
    return accept({ ...charge, state: 'reversed' }, (next) => ({ tell: 'reversed', charge: next, paidAtMs }));
  }
  // The payment was never announced, so nothing is taken back aloud; only a QR still on the screen must go.
  const closed: Charge = { ...charge, state: 'reversed', switchTxnId: txnId };
  if (!isLive(charge.state)) return { charge: closed, notices: [], rejection: undefined };
  return accept(closed, (next) => ({ tell: 'closed', charge: next, how: 'cancelled' }));
}

/** The id of one transaction. Some switches repeat the session there (NEPALPAY: txn_id), which names the QR and no try. */
function transactionOf(event: SwitchEvent): string | undefined {
  return event.txnId === event.session || event.txnId === '' ? undefined : event.txnId;
}

/** The switch's time as far as it can be: not before the charge was made and not in the future, whatever its clock says. */
function timeOfPayment(charge: Charge, occurredAtMs: number | undefined, nowMs: number): number {
  if (occurredAtMs === undefined || !Number.isFinite(occurredAtMs)) return Math.max(charge.createdAtMs, nowMs);
  return Math.max(charge.createdAtMs, Math.min(Math.floor(occurredAtMs), nowMs));
}

function accept(charge: Charge, notice: (charge: Charge) => Notice): Ingested {
  return { charge, notices: [notice(charge)], rejection: undefined };
}

function reject(charge: Charge, rejection: Rejection): Ingested {
  return { charge, notices: [], rejection };
}

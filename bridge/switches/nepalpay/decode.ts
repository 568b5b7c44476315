// NEPALPAY's words into ours. Pure. Sources: npidocs (the site behind doc.connectips.com, 2025), pages
// NEPALPAY-QR-Websocket/api_specification.md section 2, Transaction-Report/transaction_report.md,
// QR-Merchant-Bulk-Enrollment/payment_confirmation_api.md, NEPALPAY API Specification/Annexure.md.
import { AmountError, parseAmount } from '../../payments/amount';
import type { SwitchEvent, SwitchEventKind } from '../../payments/types';

/** What one record of the event socket means. */
export type RecordMeaning =
  | { is: 'event'; kind: SwitchEventKind; session: string }
  /** Money may have moved or not: only the report can tell. `fallback` is told when the report says nothing about it. */
  | { is: 'ask'; session: string; fallback: 'pending' | 'failed' }
  | { is: 'health'; session: string | undefined; detail: string }
  | { is: 'nothing'; why: string };

export const SESSION = /^[0-9A-Za-z]{1,20}$/;
const PAID_CREDITS = ['000', '999', 'DEFER'];
/** B001 is a debit timeout and B999 "to be investigated": nobody knows yet whether the payer was charged. */
const OPEN_CODES = ['B001', 'B999'];
const CODE = /^[A-Z]?\d{3}$/;

/** @param text the body of one MESSAGE frame: a WsTxnRecord as JSON. Never throws. */
export function decodeRecord(text: string): RecordMeaning {
  const record = fields(text);
  if (record === undefined) return { is: 'nothing', why: 'no JSON object' };
  const session = [record.txn_id, record.request_id, record.txnId, record.requestId].map(word).find(isSession);
  const status = word(record.status);
  // FAIL (an undecryptable token, say) is about the channel, unlike FAILED: no payment failed.
  if (status === 'FAIL') return { is: 'health', session, detail: refusal(word(record.message)) };
  if (session === undefined) return { is: 'nothing', why: 'no trace id' };
  switch (status) {
    case 'ENTR':
    case 'SUBSCRIBED':
      return { is: 'event', kind: 'page-opened', session };
    case 'PARSED':
      return { is: 'event', kind: 'scanned', session };
    case 'PENDING':
      return { is: 'event', kind: 'pending', session };
    case 'COMPLETED':
      return decodeCompleted(session, word(record.debit_status), word(record.credit_status));
    case 'FAILED':
      return decodeFailed(session, word(record.debit_status), word(record.credit_status));
    default:
      // An unknown word stays what it was: one look-up later is cheaper than a wrong announcement.
      return { is: 'nothing', why: 'unknown status' };
  }
}

function decodeCompleted(session: string, debit: string, credit: string): RecordMeaning {
  if (debit === '000' && PAID_CREDITS.includes(credit)) return { is: 'event', kind: 'paid', session };
  // The payer kept the money only when a debit code says so.
  const refused = CODE.test(debit) && debit !== '000' && !OPEN_CODES.includes(debit);
  return { is: 'ask', session, fallback: refused ? 'failed' : 'pending' };
}

function decodeFailed(session: string, debit: string, credit: string): RecordMeaning {
  const unsure = debit === '000' || OPEN_CODES.includes(debit) || OPEN_CODES.includes(credit);
  return unsure ? { is: 'ask', session, fallback: 'pending' } : { is: 'event', kind: 'failed', session };
}

/** One row of merchanttxnreport, as far as we use it. */
export interface ReportRow {
  is: 'paid' | 'pending' | 'failed' | 'cancelled' | 'refunded';
  txnId: string | undefined;
  amountMinor: number | undefined;
  session: string | undefined;
}

/** The rows of `responseBody`. Rows that are no payments and no refunds are left out. Never throws. */
export function decodeReport(body: unknown): ReportRow[] {
  const rows = asObject(body)?.responseBody;
  if (!Array.isArray(rows)) return [];
  return rows.slice(0, REPORT_ROWS_LIMIT).flatMap((entry: unknown) => {
    const row = asObject(entry);
    const type = word(row?.tranType ?? row?.transactionType);
    if (row === undefined || (type !== 'PMT' && type !== 'RFND')) return [];
    const debit = word(row.debitStatus);
    const credit = word(row.creditStatus);
    const session = word(row.validationTraceId);
    return [
      {
        is: type === 'RFND' ? refundOutcome(debit, credit) : paymentOutcome(debit, credit),
        txnId: word(row.nQrTxnId) === '' ? undefined : word(row.nQrTxnId),
        amountMinor: rupees(row.amount),
        session: session === '' ? undefined : session,
      } satisfies ReportRow,
    ];
  });
}
const REPORT_ROWS_LIMIT = 500;

function paymentOutcome(debit: string, credit: string): ReportRow['is'] {
  if (credit === 'CNCL') return 'cancelled';
  if (debit === '000' && PAID_CREDITS.includes(credit)) return 'paid';
  const codes = [debit, credit].filter((code) => CODE.test(code) && code !== '000' && code !== '999');
  // "Rest failed", says the page; but a free text or an empty field is no code, so it stays pending.
  return codes.length > 0 && !codes.some((code) => OPEN_CODES.includes(code)) ? 'failed' : 'pending';
}

function refundOutcome(debit: string, credit: string): ReportRow['is'] {
  return paymentOutcome(debit, credit) === 'paid' ? 'refunded' : 'pending';
}

/** What the report says of one QR, as events in the order to tell them. */
export interface ReportMeaning {
  events: SwitchEvent[];
  /** Something is still open; the report has to be asked again. */
  open: boolean;
  /** Tries that failed, so that one more than before is news. */
  failures: number;
}

/**
 * Rows of one QR's look-up. A QR may be tried several times and may show failed, then paid (transaction_report.md,
 * note 2), so a payment beats every failure beside it. A row that names another trace id is not ours; the others are
 * the answer to our question even though most rows name none, and when some of them have our amount only those count.
 * @param told was a payment of this QR announced by us? A cancelled credit takes it back; else the try just failed
 */
export function judgeReport(
  rows: ReportRow[],
  asked: { session: string; amountMinor: number },
  told: boolean,
): ReportMeaning {
  const named = rows.filter((row) => row.session === undefined || row.session === asked.session);
  const exact = named.filter((row) => row.amountMinor === asked.amountMinor);
  const ours = exact.length > 0 ? exact : named;
  const of = (is: ReportRow['is']) => ours.filter((row) => row.is === is);
  const event = (kind: SwitchEventKind, row: ReportRow) => reportEvent(kind, asked.session, row);
  const paid = of('paid').map((row) => event('paid', row));
  const refunds = of('refunded');
  const undone = refunds.length > 0 && refunds.length >= paid.length ? refunds.slice(0, 1) : [];
  const taken = paid.length === 0 && told ? of('cancelled').slice(0, 1) : [];
  const reversed = [...undone, ...taken].map((row) => event('reversed', row));
  const failed = [...of('failed'), ...of('cancelled')];
  const failures = failed.length;
  if (paid.length > 0 || reversed.length > 0) return { events: [...paid, ...reversed], open: false, failures };
  const pending = of('pending').slice(0, 1);
  if (pending.length > 0) return { events: pending.map((row) => event('pending', row)), open: true, failures };
  return { events: failed.slice(-1).map((row) => event('failed', row)), open: false, failures };
}

function reportEvent(kind: SwitchEventKind, session: string, row: ReportRow): SwitchEvent {
  // A failure of a wrong amount is still only a failure; what moved money must state how much.
  const states = kind === 'paid' || kind === 'reversed' ? row.amountMinor : undefined;
  // recDate is a day without a time, so it cannot say when.
  return { ...bare(kind, session), txnId: row.txnId, amountMinor: states };
}

/** An event that states nothing but itself, as the socket's are. */
export function bare(kind: SwitchEventKind, session: string): SwitchEvent {
  return {
    switch: 'nepalpay',
    session,
    kind,
    txnId: undefined,
    amountMinor: undefined,
    currency: undefined,
    payee: undefined,
    occurredAtMs: undefined,
  };
}

/** The fields of a confirm-payment push that we use, still unproven: confirm.ts checks the signature. */
export interface Push {
  event: SwitchEvent;
  billNumber: string;
  paymentRef: string;
  /** The text that the switch signs: seven fields, comma, no blank. Amount, status and trace id are not among them. */
  signed: string;
  signature: string;
  txnDate: string;
}

const PUSH_KINDS: Record<string, SwitchEventKind> = { SUCCESS: 'paid', PENDING: 'pending', FAILED: 'failed' };
const SIGNED_FIELDS = [
  'merchantBillNo',
  'merchantId',
  'merchantName',
  'paymentRef',
  'channel',
  'payerMobile',
  'sessionNo',
];

/** @returns undefined when a field that we need is missing or has a wrong form. Never throws. */
export function decodePush(text: string): Push | undefined {
  const body = fields(text);
  if (body === undefined) return undefined;
  const session = word(body.validationTraceId);
  const kind = PUSH_KINDS[word(body.status)];
  const amountMinor = rupees(body.txnAmount);
  const paymentRef = word(body.paymentRef);
  const complete = isSession(session) && kind !== undefined && amountMinor !== undefined && paymentRef !== '';
  if (!complete || SIGNED_FIELDS.some((name) => word(body[name]) === '')) return undefined;
  const extra = asObject(body.extraPaymentParams);
  const event: SwitchEvent = {
    ...bare(kind, session),
    txnId: paymentRef,
    amountMinor,
    currency: typeof extra?.txnCrncy === 'string' ? extra.txnCrncy : undefined,
    payee: word(body.merchantId),
    occurredAtMs: nepalTimeMs(word(body.txnDate)),
  };
  return {
    event,
    billNumber: word(body.merchantBillNo),
    paymentRef,
    signed: SIGNED_FIELDS.map((name) => word(body[name])).join(','),
    signature: word(body.signature),
    txnDate: word(body.txnDate),
  };
}

/** "yyyy-MM-dd HH:mm:ss" in Nepal's time (UTC+05:45, no daylight saving). */
function nepalTimeMs(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return undefined;
  const ms = Date.parse(`${text.replace(' ', 'T')}+05:45`);
  return Number.isNaN(ms) ? undefined : ms;
}

/** 500.0, 500, "500.00" -> 50000 paisa; anything that is no plain amount -> undefined. JSON's 0.29 is exact as text. */
function rupees(value: unknown): number | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  try {
    return parseAmount(String(value), 'NPR');
  } catch (error) {
    if (error instanceof AmountError) return undefined;
    throw error;
  }
}

function refusal(message: string): string {
  return `the switch refused the registration (${message.slice(0, 80)}); check channel.apiToken and channel.publicKey`;
}

function fields(text: string): Record<string, unknown> | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}
export function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
function word(value: unknown): string {
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
}
function isSession(value: string): boolean {
  return SESSION.test(value);
}

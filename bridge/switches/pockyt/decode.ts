// Pockyt's words into ours. Pure. Sources: the vendor's v3 guide (add, pay, tran-query, refund, cancel, response codes) and
// docs.pockyt.io (webhook notification reference); the Go SDK reads the answer's object under `transaction`.
import { AmountError, parseAmount } from '../../payments/amount';
import type { Params } from './sign';

/** What is known of one transaction at the switch. */
export interface TxnRecord {
  /** made: nobody has paid yet. closed: nobody can pay it any more. refunded: it was paid and all of it went back. */
  is: 'made' | 'pending' | 'paid' | 'failed' | 'closed' | 'refunded';
  transactionNo: string | undefined;
  reference: string | undefined;
  amountMinor: number | undefined;
  currency: string | undefined;
  merchantNo: string | undefined;
  storeNo: string | undefined;
  occurredAtMs: number | undefined;
}

export type Reply =
  | { is: 'record'; record: TxnRecord }
  /** `code` is ret_code, '' when there is none. */
  | { is: 'refused'; code: string; message: string };

const SUCCESS = '000100';
const REFUNDS_LIMIT = 100;

/** The answer of add, pay, tran-query or cancel, parsed from JSON. 000100 alone says nothing about money. Never throws. */
export function decodeReply(body: unknown): Reply {
  const answer = asObject(body);
  const code = word(answer?.ret_code);
  const found = asObject(answer?.result ?? answer?.transaction);
  if (code !== SUCCESS || found === undefined)
    return { is: 'refused', code, message: word(answer?.ret_msg ?? answer?.retMsg).slice(0, 120) };
  return { is: 'record', record: decodeRecord(found) };
}

function decodeRecord(found: Record<string, unknown>): TxnRecord {
  const amountMinor = dollars(found.amount);
  const currency = wordOf(found.currency);
  return {
    is: outcome(found, amountMinor, currency),
    transactionNo: wordOf(found.transactionNo),
    reference: wordOf(found.reference),
    amountMinor,
    currency,
    merchantNo: wordOf(found.merchantNo),
    storeNo: wordOf(found.storeNo),
    occurredAtMs: chinaTimeMs(word(found.paymentTime)),
  };
}

function outcome(
  found: Record<string, unknown>,
  amountMinor: number | undefined,
  currency: string | undefined,
): TxnRecord['is'] {
  // add and pay say transactionStatus, tran-query and cancel say status; where both are said they must agree.
  const status = word(found.transactionStatus ?? found.status);
  const agrees = found.transactionStatus === undefined || found.status === undefined || word(found.status) === status;
  const type = word(found.transactionType);
  const refundedMinor = refunded(found, type, status);
  if (amountMinor !== undefined && refundedMinor >= amountMinor) return 'refunded';
  const isPayment = type === '' || type === 'payment';
  return agrees && isPayment ? statusOf(status, amountMinor, currency) : 'pending';
}

function statusOf(status: string, amountMinor: number | undefined, currency: string | undefined): TxnRecord['is'] {
  switch (status) {
    case 'init':
      return 'made';
    case 'success':
      // A success that does not say how much of what is no confirmation yet: it is asked again.
      return amountMinor !== undefined && currency !== undefined ? 'paid' : 'pending';
    case 'failed':
    case 'closed':
      return status;
    default:
      // pending, dealing, and every word that we do not know.
      return 'pending';
  }
}

/** How much went back for certain, in the minor unit. Refunds that are under way do not count. */
function refunded(found: Record<string, unknown>, type: string, status: string): number {
  const list = Array.isArray(found.refundInfo) ? found.refundInfo.slice(0, REFUNDS_LIMIT) : [];
  let listedMinor = 0;
  for (const entry of list.map(asObject)) {
    if (entry !== undefined && ['', 'success'].includes(word(entry.status ?? entry.refundStatus)))
      listedMinor += dollars(entry.refundAmount) ?? 0;
  }
  const ofThis = (type === 'refund' || type === 'void') && (status === 'success' || status === 'closed');
  const own = ofThis ? (dollars(found.refundAmount) ?? dollars(found.amount) ?? 0) : 0;
  return Math.max(listedMinor, own, dollars(found.refundAmount) ?? 0, dollars(found.voidAmount) ?? 0);
}

/** What a webhook says; it is about money given back when it names a refund. */
export interface Notice {
  record: TxnRecord;
  aboutRefund: boolean;
}

const REFUND_FIELDS = ['refundTransactionNo', 'originalTransactionNo', 'refundReference', 'refundAmount'];

/** The parameters of a webhook whose signature was found good. Never throws. */
export function decodeNotice(params: Params): Notice {
  const amountMinor = dollars(params.amount);
  const currency = wordOf(params.currency);
  const type = word(params.transactionType);
  const status = word(params.status ?? params.transactionStatus);
  const record: TxnRecord = {
    is: statusOf(status, amountMinor, currency),
    transactionNo: wordOf(params.transactionNo),
    reference: wordOf(params.reference),
    amountMinor,
    currency,
    merchantNo: wordOf(params.merchantNo),
    storeNo: wordOf(params.storeNo),
    occurredAtMs: chinaTimeMs(word(params.time ?? params.completedAt)),
  };
  const zero = (text: string | undefined): boolean => /^0*(\.0*)?$/.test(text ?? '');
  const aboutRefund = (type !== '' && type !== 'payment') || REFUND_FIELDS.some((name) => !zero(params[name]));
  return { record, aboutRefund };
}

/**
 * A webhook's body as parameters: URL-encoded, or a flat JSON object whose numbers keep the text that was signed (13.00
 * stays "13.00"). What is nested is left out: it is not under the signature and nobody reads it.
 * @returns undefined when it is neither, or a parameter comes twice (then nobody knows which was signed). Never throws.
 */
export function decodeBody(body: string): Params | undefined {
  const pairs = body.trimStart().startsWith('{') ? jsonPairs(body) : [...new URLSearchParams(body)];
  if (pairs === undefined || pairs.length === 0) return undefined;
  const params = Object.create(null) as Record<string, string>;
  for (const [name, value] of pairs) {
    if (Object.hasOwn(params, name)) return undefined;
    params[name] = value;
  }
  return params;
}

const STRING_OR_NUMBER = /("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g;

function jsonPairs(body: string): [string, string][] | undefined {
  try {
    JSON.parse(body);
    const quoted = body.replace(STRING_OR_NUMBER, (found, text: string | undefined) => text ?? `"${found}"`);
    const read = asObject(JSON.parse(quoted));
    if (read === undefined) return undefined;
    return Object.entries(read).flatMap(([name, value]): [string, string][] => {
      if (typeof value === 'string') return [[name, value]];
      return typeof value === 'boolean' ? [[name, String(value)]] : [];
    });
  } catch {
    return undefined;
  }
}

const CHINA = '+08:00';

/**
 * Pockyt's times are UTC+8 without saying so: "2024-05-06 07:08:09" in answers, "20240506070809" in webhooks. The newest
 * webhook page has ISO 8601, whose own zone counts when it names one.
 * @returns milliseconds since 1970, undefined for anything else
 */
export function chinaTimeMs(text: string): number | undefined {
  const parts =
    /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(Z|[+-]\d\d:?\d\d)?$/.exec(text) ??
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second, zone = CHINA] = parts;
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone.replace(/(\d\d)(\d\d)$/, '$1:$2')}`);
  return Number.isNaN(ms) ? undefined : ms;
}

/** "13", "13.0", "13.00", 13 -> 1300 cents; anything that is no plain amount, and zero, -> undefined. */
function dollars(value: unknown): number | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  try {
    return parseAmount(String(value).trim(), 'USD');
  } catch (error) {
    if (error instanceof AmountError) return undefined;
    throw error;
  }
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
function word(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  // A number of more than 15 digits has lost some of them in JSON.parse and names another transaction.
  return typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? String(value) : '';
}
function wordOf(value: unknown): string | undefined {
  const text = word(value);
  return text === '' ? undefined : text;
}

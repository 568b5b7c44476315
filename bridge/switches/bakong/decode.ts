// Bakong's words into ours. Pure. Sources: "Bakong QR Pay Integration" 1.0.3 (06.08.2021), section "Request Check
// Transaction Status API"; where it is silent, the Bakong Open API document 1.0.5 as public clients have copied it.
import type { SwitchEvent, SwitchEventKind } from '../../payments/types';

/** One transaction as Bakong states it. Amounts in the currency's minor unit. */
export interface Payment {
  hash: string;
  toAccount: string;
  currency: string;
  /** Undefined for a currency that no KHQR has; then the currency already differs. */
  amountMinor: number | undefined;
  occurredAtMs: number | undefined;
}

/** What became of a QR. Only `failed` and `paid` are certain; everything that is not understood stays open. */
export type Verdict =
  | { is: 'paid'; payment: Payment }
  | { is: 'failed' }
  | { is: 'absent' }
  | { is: 'unclear'; why: string }
  /** The request itself was refused; code 6 is the token. */
  | { is: 'refused'; code: number };

const SUCCESS = 0;
const FAILURE = 1;
const NOT_FOUND = 1;
const STATIC_QR = 2;
const FAILED = 3;
/** Errors that say something about our request or Bakong's house and nothing about a payment. */
const REFUSALS = [4, 5, 6, 7, 8, 9, 10, 11, 12];
/** The document prints a failed transaction with the code of one that is not found; only these words tell them apart. */
const FAILED_TEXT = /^transaction failed\.?$/i;

/** @param body the parsed answer (HTTP 200) of check_transaction_by_md5, _by_hash or _by_short_hash. Never throws. */
export function decodeCheck(body: unknown): Verdict {
  const reply = asObject(body);
  if (reply === undefined) return unclear('no JSON object');
  const { responseCode, errorCode, data } = reply;
  if (responseCode === SUCCESS) return decodePayment(data);
  if (responseCode !== FAILURE) return unclear('no response code of 0 or 1');
  if (data !== null && data !== undefined) return unclear('a refusal that carries a transaction');
  if (errorCode === FAILED) return { is: 'failed' };
  const says = typeof reply.responseMessage === 'string' ? reply.responseMessage.trim() : '';
  if (FAILED_TEXT.test(says)) return { is: 'failed' };
  if (errorCode === NOT_FOUND) return { is: 'absent' };
  if (errorCode === STATIC_QR) return unclear('a static QR, which ours never is');
  if (typeof errorCode === 'number' && REFUSALS.includes(errorCode)) return { is: 'refused', code: errorCode };
  return unclear('an error code that nobody has documented');
}

function decodePayment(value: unknown): Verdict {
  const data = asObject(value);
  const { hash, toAccountId, currency, amount } = data ?? {};
  const named = isText(hash, 255) && isText(toAccountId, 255) && isText(currency, 16);
  if (!named || typeof amount !== 'number') return unclear('a success without hash, account, currency or amount');
  const amountMinor = minorOf(amount, currency);
  if (amountMinor === undefined && Object.hasOwn(FACTORS, currency))
    return unclear('a success over an amount that is none');
  // Both are null in many answers; the time of the payee's bank is the nearer one.
  const occurredAtMs = [data?.acknowledgedDateMs, data?.createdDateMs].find(
    (ms): ms is number => typeof ms === 'number' && ms > 0,
  );
  return { is: 'paid', payment: { hash, toAccount: toAccountId, currency, amountMinor, occurredAtMs } };
}

const FACTORS: Record<string, number> = { KHR: 1, USD: 100 };
const HIGHEST_MINOR = 2_147_483_647;
const FLOAT_NOISE = 1e-9;

/** 0.30000000000000004 USD -> 30. A float is rounded only over a noise of 1e-9; undefined for anything else. */
function minorOf(amount: number, currency: string): number | undefined {
  const factor = Object.hasOwn(FACTORS, currency) ? FACTORS[currency]! : undefined;
  if (factor === undefined) return undefined;
  const minor = Math.round(amount * factor);
  const near = Math.abs(amount - minor / factor) <= FLOAT_NOISE;
  return near && minor > 0 && minor <= HIGHEST_MINOR ? minor : undefined;
}

/** Rows read of one answer; 50 is the most that may be asked. */
const ROWS_LIMIT = 200;

/**
 * The answer of check_transaction_by_md5_list, whatever its order; a transaction stands under `data` or in the row
 * itself. A row that says failed is no certain evidence (no document has it): it is unclear, and asked for alone.
 * @returns the first row of each MD5, and how many rows could not be used. Undefined when it is no list. Never throws
 */
export function decodeList(body: unknown): { verdicts: Map<string, Verdict>; odd: number } | undefined {
  const reply = asObject(body);
  if (reply?.responseCode !== SUCCESS || !Array.isArray(reply.data)) return undefined;
  const verdicts = new Map<string, Verdict>();
  let odd = 0;
  for (const entry of reply.data.slice(0, ROWS_LIMIT) as unknown[]) {
    const row = asObject(entry);
    const md5 = row?.md5;
    if (row === undefined || typeof md5 !== 'string' || verdicts.has(md5)) odd++;
    else verdicts.set(md5, decodeRow(row));
  }
  return { verdicts, odd };
}

function decodeRow(row: Record<string, unknown>): Verdict {
  if (row.status === 'SUCCESS') return decodePayment(asObject(row.data) ?? row);
  return row.status === 'NOT_FOUND' ? { is: 'absent' } : unclear('a list row that has to be asked for alone');
}

/** The error code of any answer that is a refusal; undefined when it is none. Never throws. */
export function refusalOf(body: unknown): number | undefined {
  const reply = asObject(body);
  return reply !== undefined && reply.responseCode !== SUCCESS && typeof reply.errorCode === 'number'
    ? reply.errorCode
    : undefined;
}

/** One text out of the data of a good answer: renew_token's `token`, generate_deeplink_by_qr's `shortLink`. Never throws. */
export function textOf(body: unknown, name: 'token' | 'shortLink'): string | undefined {
  const reply = asObject(body);
  const value = reply?.responseCode === SUCCESS ? asObject(reply.data)?.[name] : undefined;
  return isText(value, 4096) && /^[\x21-\x7e]+$/.test(value) ? value : undefined;
}

/** An event of one QR; with a payment it states everything that Bakong said about it. */
export function eventOf(kind: SwitchEventKind, session: string, payment?: Payment): SwitchEvent {
  return {
    switch: 'bakong',
    session,
    kind,
    txnId: payment?.hash,
    amountMinor: payment?.amountMinor,
    currency: payment?.currency,
    payee: payment?.toAccount,
    occurredAtMs: payment?.occurredAtMs,
  };
}

function unclear(why: string): Verdict {
  return { is: 'unclear', why };
}
function isText(value: unknown, longest: number): value is string {
  return typeof value === 'string' && value !== '' && value.length <= longest;
}
function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

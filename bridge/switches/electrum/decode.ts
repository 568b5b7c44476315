// What answers mean. Pure. The status decides first (interface guide, protocol basics): 200, 201 and 202 are successful,
// 500, 504 and silence unknown, everything else failed. Beyond that one rule of ours: a failure counts as certain only
// when it comes with the service's own ErrorDetail; a proxy's page says nothing about money.
import {
  CURRENCY,
  createQrCodeResponse,
  errorDetail,
  paymentConfirmation,
  paymentResponse,
  paymentReversal,
  readMessage,
} from './model';
import type { CreateQrCodeResponse, ErrorType, Identifiers, Institution, PaymentResponse } from './model';
import { qrFault } from './qr';

export interface Answer {
  status: number;
  text: string;
}

const SUCCESSFUL = [200, 201, 202];
const UNKNOWN = [500, 504];
/** The service did not look at the request: that is about the road and the credentials, never about money. */
const AT_THE_DOOR = [401, 403, 407, 429];

export type PayOutcome =
  | { is: 'approved'; response: PaymentResponse }
  | { is: 'declined'; status: number; errorType: ErrorType; words: string }
  /** `told`: the service itself says that it does not know. `foreign`: the answer is about another payment. */
  | { is: 'unknown'; why: string; told: boolean; foreign: boolean };

export function decodePay(asked: { id: string; tranId: string }, { status, text }: Answer): PayOutcome {
  const unknown = (why: string, told = false, foreign = false): PayOutcome => ({ is: 'unknown', why, told, foreign });
  if (SUCCESSFUL.includes(status)) {
    const response = readMessage(paymentResponse, text);
    if (response === undefined) return unknown(`the answer cannot be understood (HTTP ${status})`);
    if (response.tranId !== asked.tranId || !isSame(response.id, asked.id))
      return unknown('the answer is about another payment', false, true);
    return { is: 'approved', response };
  }
  if (UNKNOWN.includes(status)) return unknown(`the outcome is unknown (HTTP ${status})`, true);
  if (AT_THE_DOOR.includes(status)) return unknown(`${atTheDoor(status)} (HTTP ${status})`);
  const detail = readMessage(errorDetail, text);
  if (detail === undefined) return unknown(`the answer cannot be understood (HTTP ${status})`);
  return { is: 'declined', status, errorType: detail.errorType, words: detail.errorMessage };
}

/** What a payment response states about the money, in the events' words. Absent amounts are zero, says the document. */
export function statedMoney(response: PaymentResponse, absent: 'zero' | 'as-requested') {
  const { approvedAmount, requestAmount } = response.amounts;
  const stated = approvedAmount ?? (absent === 'as-requested' ? requestAmount : undefined);
  const numeric = stated?.currency ?? requestAmount?.currency ?? CURRENCY.numeric;
  return {
    amountMinor: stated?.amount ?? 0,
    currency: numeric === CURRENCY.numeric ? CURRENCY.code : numeric,
    payee: response.originator.merchant.merchantId,
    txnId: txnIdOf(response),
    occurredAtMs: Date.parse(response.time),
  };
}

/** The partner's own number of the payment, else the last that anyone gave it, else the message's. */
function txnIdOf({ thirdPartyIdentifiers: all, partner, id }: PaymentResponse): string {
  const own = all.find(({ institutionId }) => institutionId === partner.id) ?? all.at(-1);
  return (own?.transactionIdentifier ?? '') === '' ? id : own!.transactionIdentifier;
}

export type CreateOutcome =
  | { is: 'made'; tranId: string; text: string }
  | { is: 'duplicate' }
  | { is: 'refused'; detail: string }
  | { is: 'auth' | 'limit' | 'unreachable' | 'malformed'; detail: string };

/** @param asked what the QR was asked for; @param provider the only one to be shown, undefined for any */
export function decodeCreate(
  asked: { amountMinor: number; merchantId: string; provider: string | undefined },
  { status, text }: Answer,
): CreateOutcome {
  if (SUCCESSFUL.includes(status)) {
    const response = readMessage(createQrCodeResponse, text);
    if (response === undefined) return { is: 'malformed', detail: unreadable(status, text) };
    const fault = createFault(asked, response);
    if (fault !== undefined) return { is: 'malformed', detail: fault };
    return { is: 'made', tranId: response.tranId, text: response.qrCode };
  }
  if (status === 401 || status === 403) return { is: 'auth', detail: `${atTheDoor(status)} (HTTP ${status})` };
  if (status === 429) return { is: 'limit', detail: 'asked too often (HTTP 429)' };
  if (status >= 300 && status < 400)
    return { is: 'malformed', detail: `a redirect (HTTP ${status}); check the address` };
  const detail = readMessage(errorDetail, text);
  if (detail?.errorType === 'DUPLICATE_RECORD') return { is: 'duplicate' };
  if (detail !== undefined && status < 500)
    return { is: 'refused', detail: `${detail.errorType} (HTTP ${status}): ${detail.errorMessage}` };
  if (detail !== undefined) return { is: 'unreachable', detail: `${detail.errorType} (HTTP ${status})` };
  return { is: status >= 500 ? 'unreachable' : 'malformed', detail: unreadable(status, text) };
}

function createFault(
  asked: { amountMinor: number; merchantId: string; provider: string | undefined },
  response: CreateQrCodeResponse,
): string | undefined {
  if (response.originator.merchant.merchantId !== asked.merchantId) return 'the QR is for another merchant';
  for (const stated of [response.amounts?.requestAmount, response.qrProperties.value]) {
    if (stated === undefined) continue;
    if (stated.currency !== CURRENCY.numeric) return 'the QR is in another currency';
    if (stated.amount !== asked.amountMinor) return 'the QR is over another amount';
  }
  return qrFault(response.qrCode, { tranId: response.tranId, ...asked });
}

export type AdviceOutcome =
  | { is: 'done' }
  /** The service will not do it, whatever is sent. */
  | { is: 'refused'; why: string }
  | { is: 'again'; why: string; code: 'auth' | 'limit' | 'unreachable' };

/**
 * A reversal of what the service does not have (404) has nothing to reverse and is done; a confirmation of it is refused.
 * 503 would be final by the letter of the guide; it is repeated, for an advice that is dropped costs money and one that
 * is repeated costs nothing.
 */
export function decodeAdvice(
  asked: { requestId: string; isReversal: boolean },
  { status, text }: Answer,
): AdviceOutcome {
  if (SUCCESSFUL.includes(status)) {
    const echo = readMessage(asked.isReversal ? paymentReversal : paymentConfirmation, text);
    if (echo !== undefined && isSame(echo.requestId, asked.requestId)) return { is: 'done' };
    return { is: 'again', why: unreadable(status, text), code: 'unreachable' };
  }
  const detail = readMessage(errorDetail, text);
  if (status === 404 && asked.isReversal && (detail !== undefined || text.trim() === '')) return { is: 'done' };
  if (AT_THE_DOOR.includes(status))
    return { is: 'again', why: `${atTheDoor(status)} (HTTP ${status})`, code: status === 429 ? 'limit' : 'auth' };
  if (detail !== undefined && [400, 404, 501].includes(status)) {
    // This very advice was taken before; its answer was lost.
    if (detail.errorType === 'DUPLICATE_RECORD') return { is: 'done' };
    return { is: 'refused', why: `${detail.errorType} (HTTP ${status})` };
  }
  return { is: 'again', why: detail?.errorType ?? unreadable(status, text), code: 'unreachable' };
}

/** What every advice about the payment has to carry on unaltered. */
export function threadOf(response: PaymentResponse): { identifiers: Identifiers; partner: Institution } {
  return { identifiers: response.thirdPartyIdentifiers, partner: response.partner };
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function atTheDoor(status: number): string {
  return status === 429 ? 'asked too often' : 'the credentials were refused';
}

function unreadable(status: number, text: string): string {
  if (/^\s*</.test(text)) return `answered a web page instead of JSON (HTTP ${status})`;
  if (text.trim() === '') return `answered nothing instead of JSON (HTTP ${status})`;
  return `answered something else than the interface's JSON (HTTP ${status})`;
}

// Fonepay's words into ours. Pure; never throws. Source: Fonepay device document 1.1 and integrators of it.
import { AmountError, parseAmount } from '../../payments/amount';

/** What one message of a QR's socket means. `prn` where the message names it. */
export type Message =
  | { is: 'scanned'; prn: string | undefined }
  /** Only a claim: the document has it confirmed by the status. */
  | { is: 'paid'; prn: string | undefined; amountMinor: number | undefined }
  | { is: 'failed'; prn: string | undefined }
  | { is: 'nothing'; why: string };

/** @param text {merchantId, deviceId, transactionStatus: JSON as text} */
export function decodeMessage(text: string): Message {
  const outer = parse(text);
  if (outer === undefined) return { is: 'nothing', why: 'no JSON object' };
  const { transactionStatus } = outer;
  const inner = typeof transactionStatus === 'string' ? parse(transactionStatus) : asObject(transactionStatus);
  if (inner === undefined) return { is: 'nothing', why: 'no transactionStatus' };
  const named = word(inner.productNumber);
  const prn = named === '' ? undefined : named;
  if (inner.cancelled === true) return { is: 'failed', prn };
  if (inner.paymentSuccess === true && inner.success !== false)
    return { is: 'paid', prn, amountMinor: rupees(inner.amount) };
  if (inner.paymentSuccess === false) return { is: 'failed', prn };
  // The document spells QRVerified, integrators read qrVerified.
  if (inner.qrVerified === true || inner.QRVerified === true) return { is: 'scanned', prn };
  return { is: 'nothing', why: 'unknown words' };
}

/** What thirdPartyDynamicQrGetStatus says. Its own sample of "pending" prints failed, so only success decides. */
export type Status =
  | { is: 'paid'; txnId: string | undefined }
  | { is: 'open' }
  | { is: 'foreign' }
  /** An error of Fonepay's, for the operator. */
  | { is: 'refused'; why: string };

export function decodeStatus(body: unknown, prn: string): Status {
  const answer = asObject(body);
  if (answer === undefined) return { is: 'refused', why: 'an answer that is no object' };
  if (answer.errorCode !== undefined) return { is: 'refused', why: reason(answer) };
  const named = word(answer.prn);
  if (named !== '' && named !== prn) return { is: 'foreign' };
  if (word(answer.paymentStatus).toLowerCase() !== 'success') return { is: 'open' };
  const trace = word(answer.fonepayTraceId);
  return { is: 'paid', txnId: /^[\x21-\x7e]{1,64}$/.test(trace) ? trace : undefined };
}

export interface MadeQr {
  text: string;
  socketUrl: string | undefined;
}

/** @returns undefined when there is no QR in the answer */
export function decodeQr(body: unknown): MadeQr | undefined {
  const answer = asObject(body);
  const text = word(answer?.qrMessage);
  if (answer?.success !== true || text === '' || text.length > 512) return undefined;
  // The answer's sample writes thirdparty, integrators read thirdParty.
  const url = word(answer.thirdpartyQrWebSocketUrl) || word(answer.thirdPartyQrWebSocketUrl);
  return { text, socketUrl: url === '' || url.length > 400 ? undefined : url };
}

/** Fonepay's error in few words, without long numbers: answers may repeat what they were sent. */
export function reason(body: unknown): string {
  const answer = asObject(body);
  const said = `${word(answer?.errorCode)} ${word(answer?.message)}`.replace(/[^\x20-\x7e]+/g, ' ');
  return (
    said
      .replace(/\S+@\S+|\d{7,}/g, '…')
      .trim()
      .slice(0, 80) || 'no reason given'
  );
}

/** 14, "14", 14.5, "14.50" -> paisa; anything else -> undefined. */
export function rupees(value: unknown): number | undefined {
  const text = word(value);
  const parts = /^(\d{1,10})(?:\.(\d{1,2})0*)?$/.exec(text);
  if (parts === null) return undefined;
  try {
    return parseAmount(parts[2] === undefined ? parts[1]! : `${parts[1]}.${parts[2]}`, 'NPR');
  } catch (error) {
    if (error instanceof AmountError) return undefined;
    throw error;
  }
}

/**
 * What is wrong with a QR for this amount; undefined for nothing. It must readably carry the amount (tag 54), because
 * the status names none, and no other money than rupees (53). The text is shown as it came, so its checksum is the
 * wallet's affair. EMVCo QR Code Specification for Payment Systems, merchant-presented mode, 1.1.
 */
export function faultOfQr(text: string, amountMinor: number): string | undefined {
  const tags = new Map<string, string>();
  let at = 0;
  while (at < text.length) {
    const head = /^(\d\d)(\d\d)/.exec(text.slice(at, at + 4));
    const end = at + 4 + Number(head?.[2]);
    if (head === null || end > text.length) return `a QR that cannot be read from character ${at}`;
    if (tags.has(head[1]!)) return `a QR with tag ${head[1]} twice`;
    tags.set(head[1]!, text.slice(at + 4, end));
    at = end;
  }
  const amount = tags.get('54');
  if (rupees(amount) !== amountMinor) return `a QR over ${amount?.slice(0, 20) ?? 'no amount'}`;
  const currency = tags.get('53');
  return currency === '524' ? undefined : `a QR in currency ${currency?.slice(0, 5) ?? 'unknown'}`;
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}
function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
function word(value: unknown): string {
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
}

// The shop's own QR for any amount. What is paid with it belongs to no charge: the switch's record alone says how much.
import { HIGHEST_AMOUNT_MINOR, isCurrency } from './amount';
import type { Rejection, StaticNotice, SwitchEvent } from './types';

const LONGEST = 512;

/**
 * What is wrong with the text of a static QR (EMV QRCPS Merchant-Presented Mode 1.1, tables 3.1 to 3.3); undefined when
 * nothing is. A payer's app must ask for the amount, so none may be in it.
 */
export function staticProblem(text: string): string | undefined {
  if (text.length > LONGEST || !/^[\x20-\x7e]+$/.test(text)) return `must be at most ${LONGEST} plain characters`;
  const tags = readTags(text);
  if (tags === undefined || tags.get('00') !== '01') return 'is no EMV payment QR';
  if (tags.get('01') !== '11') return 'is not static: tag 01 must be 11';
  if (tags.has('54')) return 'has an amount (tag 54); a static QR has none';
  if (!tags.has('63')) return 'has no checksum (tag 63)';
  return undefined;
}

function readTags(text: string): Map<string, string> | undefined {
  const tags = new Map<string, string>();
  let at = 0;
  while (at < text.length) {
    const head = /^(\d\d)(\d\d)$/.exec(text.slice(at, at + 4));
    const end = at + 4 + Number(head?.[2]);
    if (head === null || end > text.length) return undefined;
    tags.set(head[1]!, text.slice(at + 4, end));
    at = end;
  }
  return tags;
}

/**
 * Takes a payment over a static QR. It is announced once for its transaction id, on every box that shows this QR, and
 * touches no charge. @param alreadySeen was this very payment accepted before?
 */
export function ingestStatic(
  event: SwitchEvent,
  devices: string[],
  alreadySeen: boolean,
  nowMs: number,
): { notices: StaticNotice[]; rejection: Rejection | undefined } {
  const { txnId, amountMinor, currency, occurredAtMs } = event;
  if (alreadySeen) return { notices: [], rejection: 'duplicate' };
  const stated = txnId !== undefined && currency !== undefined && isCurrency(currency) && isAmount(amountMinor);
  if (!stated) return { notices: [], rejection: 'unstated' };
  const paidAtMs = Math.min(nowMs, occurredAtMs ?? nowMs);
  return {
    notices: devices.map((device) => ({ tell: 'static-paid', device, amountMinor, currency, paidAtMs })),
    rejection: undefined,
  };
}

function isAmount(amountMinor: number | undefined): amountMinor is number {
  return Number.isInteger(amountMinor) && amountMinor! > 0 && amountMinor! <= HIGHEST_AMOUNT_MINOR;
}

import type { CurrencyCode } from './types';

/** Amounts on the wire are below 2^31 (firmware/wire/wire.cddl). */
export const HIGHEST_AMOUNT_MINOR = 2_147_483_647;

/** Decimals in payments. KHR is 0: riel are paid without decimals in KHQR, whatever ISO 4217's list says. */
const DECIMALS: Record<CurrencyCode, number> = { NPR: 2, INR: 2, KHR: 0, USD: 2, ZAR: 2 };

/** An amount that cannot be charged; the message says what is wrong and what would be right. */
export class AmountError extends Error {
  constructor(
    readonly problem: 'not-a-decimal' | 'too-many-decimals' | 'zero' | 'too-large',
    message: string,
  ) {
    super(message);
    this.name = 'AmountError';
  }
}

/** Is this an ISO 4217 code that boxes can show and speak? */
export function isCurrency(code: string): code is CurrencyCode {
  return Object.hasOwn(DECIMALS, code);
}

/**
 * "1250.50" NPR -> 125050. Takes plain digits with at most the currency's decimals after one point: no sign, blank,
 * thousands separator, exponent or leading zero, so that nothing is ever guessed about money.
 * @throws AmountError also for zero and for more than HIGHEST_AMOUNT_MINOR
 */
export function parseAmount(text: string, currency: CurrencyCode): number {
  const decimals = DECIMALS[currency];
  const parts = /^(0|[1-9][0-9]*)(?:\.([0-9]+))?$/.exec(text);
  const example = decimals === 0 ? '"1250"' : '"1250.50"';
  if (parts === null) {
    throw new AmountError('not-a-decimal', `amount is ${quote(text)}; write digits and a point only, like ${example}.`);
  }
  const [, whole = '', fraction = ''] = parts;
  if (fraction.length > decimals) {
    const most = decimals === 0 ? 'no decimals' : `at most ${decimals} decimals`;
    throw new AmountError('too-many-decimals', `amount is ${quote(text)}; ${currency} takes ${most}, like ${example}.`);
  }
  // Very long digit strings become Infinity at worst, which the limit refuses.
  const amountMinor = Number(whole + fraction.padEnd(decimals, '0'));
  if (amountMinor === 0) throw new AmountError('zero', `amount is ${quote(text)}; it must be more than zero.`);
  if (amountMinor > HIGHEST_AMOUNT_MINOR) {
    const highest = formatAmount(HIGHEST_AMOUNT_MINOR, currency);
    throw new AmountError('too-large', `amount is ${quote(text)}; a box can take at most ${highest} ${currency}.`);
  }
  return amountMinor;
}

/**
 * 125050 NPR -> "1250.50". Any whole number of minor units: totals may be above the limit of one charge or, with
 * reversals, below zero.
 * @throws RangeError when the number is not whole
 */
export function formatAmount(amountMinor: number, currency: CurrencyCode): string {
  if (!Number.isSafeInteger(amountMinor)) throw new RangeError(`${amountMinor} is not a whole number of minor units`);
  const decimals = DECIMALS[currency];
  const sign = amountMinor < 0 ? '-' : '';
  const digits = String(Math.abs(amountMinor)).padStart(decimals + 1, '0');
  if (decimals === 0) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 24 ? `${text.slice(0, 24)}…` : text);
}

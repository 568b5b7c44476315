// English as spoken in South Asia and beyond: rupees are grouped by lakh and crore, other currencies by million.
// Clip ids are this file's own, dense from FIRST_OWN_CLIP; their words are in tools/voice/languages/en.ts.
import { AMOUNT, CHIME_ATTENTION, CHIME_FAILED, CHIME_PAID, COUNT, FIRST_OWN_CLIP } from '../language';
import type { Language, Scale } from '../language';

export const ZERO = FIRST_OWN_CLIP;
export const TWENTY = 23;
export const HUNDRED = 31;
export const THOUSAND = 32;
export const LAKH = 33;
export const CRORE = 34;
export const MILLION = 35;
export const BILLION = 36;
export const RUPEE = 37;
export const RUPEES = 38;
export const INDIAN_RUPEE = 39;
export const INDIAN_RUPEES = 40;
export const PAISA = 41;
export const RIEL = 42;
export const DOLLAR = 43;
export const DOLLARS = 44;
export const RAND = 45;
export const CENT = 46;
export const CENTS = 47;
export const RECEIVED = 48;
export const AGAIN = 49;
export const LAST_PAYMENT = 50;
export const WHILE_OFFLINE = 51;
export const PAYMENT = 52;
export const PAYMENTS_TOTAL = 53;
export const REVERSED = 54;
export const FAILED = 55;
export const EXPIRED = 56;
export const CANCELLED = 57;
export const OFFLINE = 58;
export const ONLINE = 59;
export const TEST = 60;
export const SCAN_TO_PAY = 61;

export function en(): Language {
  const thousand: Scale = { value: 1000, clip: THOUSAND };
  const hundred: Scale = { value: 100, clip: HUNDRED };
  const indian = [{ value: 10000000, clip: CRORE }, { value: 100000, clip: LAKH }, thousand, hundred];
  const western = [{ value: 1000000000, clip: BILLION }, { value: 1000000, clip: MILLION }, thousand, hundred];
  return {
    tag: 'en',
    number: { zero: ZERO, below: 20, twenty: TWENTY },
    currencies: [
      { numeric: 524, one: RUPEE, many: RUPEES, minorOne: PAISA, minorMany: PAISA, scales: indian },
      { numeric: 356, one: INDIAN_RUPEE, many: INDIAN_RUPEES, minorOne: PAISA, minorMany: PAISA, scales: indian },
      { numeric: 116, one: RIEL, many: RIEL, minorOne: undefined, minorMany: undefined, scales: western },
      { numeric: 840, one: DOLLAR, many: DOLLARS, minorOne: CENT, minorMany: CENTS, scales: western },
      { numeric: 710, one: RAND, many: RAND, minorOne: CENT, minorMany: CENTS, scales: western },
    ],
    sentences: {
      paid: [CHIME_PAID, RECEIVED, AMOUNT],
      again: [AGAIN, RECEIVED, AMOUNT],
      replay: [LAST_PAYMENT, AMOUNT],
      recapOne: [WHILE_OFFLINE, COUNT, PAYMENT, AMOUNT],
      recap: [WHILE_OFFLINE, COUNT, PAYMENTS_TOTAL, AMOUNT],
      reversed: [CHIME_ATTENTION, REVERSED, AMOUNT],
      failed: [CHIME_FAILED, FAILED],
      expired: [CHIME_FAILED, EXPIRED],
      cancelled: [CHIME_FAILED, CANCELLED],
      offline: [CHIME_ATTENTION, OFFLINE],
      online: [ONLINE],
      test: [TEST],
      scan: [SCAN_TO_PAY],
    },
  };
}

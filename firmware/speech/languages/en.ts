// English as spoken in South Asia and beyond: rupees are grouped by lakh and crore, other currencies by million.
// Clip ids are this file's own, dense after the chimes; their words are in tools/voice/languages/en.ts.
import { AMOUNT, CHIME_ATTENTION, CHIME_FAILED, CHIME_PAID, COUNT } from '../language';
import type { Language, Scale } from '../language';

/** The builds put the numbers in place of these names. */
export enum Clip {
  ZERO = 3,
  TWENTY = 23,
  HUNDRED = 31,
  THOUSAND = 32,
  LAKH = 33,
  CRORE = 34,
  MILLION = 35,
  BILLION = 36,
  RUPEE = 37,
  RUPEES = 38,
  INDIAN_RUPEE = 39,
  INDIAN_RUPEES = 40,
  PAISA = 41,
  RIEL = 42,
  DOLLAR = 43,
  DOLLARS = 44,
  RAND = 45,
  CENT = 46,
  CENTS = 47,
  RECEIVED = 48,
  AGAIN = 49,
  LAST_PAYMENT = 50,
  WHILE_OFFLINE = 51,
  PAYMENT = 52,
  PAYMENTS_TOTAL = 53,
  REVERSED = 54,
  FAILED = 55,
  EXPIRED = 56,
  CANCELLED = 57,
  OFFLINE = 58,
  ONLINE = 59,
  TEST = 60,
  SCAN_TO_PAY = 61,
}

export function en(): Language {
  const thousand: Scale = { value: 1000, clip: Clip.THOUSAND };
  const hundred: Scale = { value: 100, clip: Clip.HUNDRED };
  const indian = [{ value: 10000000, clip: Clip.CRORE }, { value: 100000, clip: Clip.LAKH }, thousand, hundred];
  const western = [
    { value: 1000000000, clip: Clip.BILLION },
    { value: 1000000, clip: Clip.MILLION },
    thousand,
    hundred,
  ];
  return {
    tag: 'en',
    number: { zero: Clip.ZERO, below: 20, twenty: Clip.TWENTY },
    currencies: [
      { numeric: 524, one: Clip.RUPEE, many: Clip.RUPEES, minorOne: Clip.PAISA, minorMany: Clip.PAISA, scales: indian },
      {
        numeric: 356,
        one: Clip.INDIAN_RUPEE,
        many: Clip.INDIAN_RUPEES,
        minorOne: Clip.PAISA,
        minorMany: Clip.PAISA,
        scales: indian,
      },
      { numeric: 116, one: Clip.RIEL, many: Clip.RIEL, minorOne: undefined, minorMany: undefined, scales: western },
      {
        numeric: 840,
        one: Clip.DOLLAR,
        many: Clip.DOLLARS,
        minorOne: Clip.CENT,
        minorMany: Clip.CENTS,
        scales: western,
      },
      { numeric: 710, one: Clip.RAND, many: Clip.RAND, minorOne: Clip.CENT, minorMany: Clip.CENTS, scales: western },
    ],
    sentences: {
      paid: [CHIME_PAID, Clip.RECEIVED, AMOUNT],
      again: [Clip.AGAIN, Clip.RECEIVED, AMOUNT],
      replay: [Clip.LAST_PAYMENT, AMOUNT],
      recapOne: [Clip.WHILE_OFFLINE, COUNT, Clip.PAYMENT, AMOUNT],
      recap: [Clip.WHILE_OFFLINE, COUNT, Clip.PAYMENTS_TOTAL, AMOUNT],
      reversed: [CHIME_ATTENTION, Clip.REVERSED, AMOUNT],
      failed: [CHIME_FAILED, Clip.FAILED],
      expired: [CHIME_FAILED, Clip.EXPIRED],
      cancelled: [CHIME_FAILED, Clip.CANCELLED],
      offline: [CHIME_ATTENTION, Clip.OFFLINE],
      online: [Clip.ONLINE],
      test: [Clip.TEST],
      scan: [Clip.SCAN_TO_PAY],
    },
  };
}

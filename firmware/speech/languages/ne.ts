// Nepali: every number below a hundred has its own word, larger ones go by hundred, thousand, lakh, crore and arab.
// Clip ids are this file's own, dense after the chimes; their words are in tools/voice/languages/ne.ts.
import { AMOUNT, CHIME_ATTENTION, CHIME_FAILED, CHIME_PAID, COUNT } from '../language';
import type { Language } from '../language';

/** The builds put the numbers in place of these names. */
export enum Clip {
  ZERO = 3,
  HUNDRED = 103,
  THOUSAND = 104,
  LAKH = 105,
  CRORE = 106,
  ARAB = 107,
  RUPEES = 108,
  INDIAN_RUPEES = 109,
  PAISA = 110,
  RIEL = 111,
  DOLLAR = 112,
  RAND = 113,
  CENT = 114,
  RECEIVED = 115,
  AGAIN = 116,
  LAST_PAYMENT = 117,
  WHILE_OFFLINE = 118,
  PAYMENT = 119,
  PAYMENTS_TOTAL = 120,
  REVERSED = 121,
  FAILED = 122,
  EXPIRED = 123,
  CANCELLED = 124,
  OFFLINE = 125,
  ONLINE = 126,
  TEST = 127,
  SCAN_TO_PAY = 128,
}

export function ne(): Language {
  const scales = [
    { value: 1000000000, clip: Clip.ARAB },
    { value: 10000000, clip: Clip.CRORE },
    { value: 100000, clip: Clip.LAKH },
    { value: 1000, clip: Clip.THOUSAND },
    { value: 100, clip: Clip.HUNDRED },
  ];
  return {
    tag: 'ne',
    number: { zero: Clip.ZERO, below: 100, twenty: undefined },
    currencies: [
      { numeric: 524, one: Clip.RUPEES, many: Clip.RUPEES, minorOne: Clip.PAISA, minorMany: Clip.PAISA, scales },
      {
        numeric: 356,
        one: Clip.INDIAN_RUPEES,
        many: Clip.INDIAN_RUPEES,
        minorOne: Clip.PAISA,
        minorMany: Clip.PAISA,
        scales,
      },
      { numeric: 116, one: Clip.RIEL, many: Clip.RIEL, minorOne: undefined, minorMany: undefined, scales },
      { numeric: 840, one: Clip.DOLLAR, many: Clip.DOLLAR, minorOne: Clip.CENT, minorMany: Clip.CENT, scales },
      { numeric: 710, one: Clip.RAND, many: Clip.RAND, minorOne: Clip.CENT, minorMany: Clip.CENT, scales },
    ],
    sentences: {
      paid: [CHIME_PAID, AMOUNT, Clip.RECEIVED],
      again: [Clip.AGAIN, AMOUNT, Clip.RECEIVED],
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

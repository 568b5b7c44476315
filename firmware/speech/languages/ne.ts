// Nepali: every number below a hundred has its own word, larger ones go by hundred, thousand, lakh, crore and arab.
// Clip ids are this file's own, dense from FIRST_OWN_CLIP; their words are in tools/voice/languages/ne.ts.
import { AMOUNT, CHIME_ATTENTION, CHIME_FAILED, CHIME_PAID, COUNT, FIRST_OWN_CLIP } from '../language';
import type { Language } from '../language';

export const ZERO = FIRST_OWN_CLIP;
export const HUNDRED = 103;
export const THOUSAND = 104;
export const LAKH = 105;
export const CRORE = 106;
export const ARAB = 107;
export const RUPEES = 108;
export const INDIAN_RUPEES = 109;
export const PAISA = 110;
export const RIEL = 111;
export const DOLLAR = 112;
export const RAND = 113;
export const CENT = 114;
export const RECEIVED = 115;
export const AGAIN = 116;
export const LAST_PAYMENT = 117;
export const WHILE_OFFLINE = 118;
export const PAYMENT = 119;
export const PAYMENTS_TOTAL = 120;
export const REVERSED = 121;
export const FAILED = 122;
export const EXPIRED = 123;
export const CANCELLED = 124;
export const OFFLINE = 125;
export const ONLINE = 126;
export const TEST = 127;
export const SCAN_TO_PAY = 128;

export function ne(): Language {
  const scales = [
    { value: 1000000000, clip: ARAB },
    { value: 10000000, clip: CRORE },
    { value: 100000, clip: LAKH },
    { value: 1000, clip: THOUSAND },
    { value: 100, clip: HUNDRED },
  ];
  return {
    tag: 'ne',
    number: { zero: ZERO, below: 100, twenty: undefined },
    currencies: [
      { numeric: 524, one: RUPEES, many: RUPEES, minorOne: PAISA, minorMany: PAISA, scales },
      { numeric: 356, one: INDIAN_RUPEES, many: INDIAN_RUPEES, minorOne: PAISA, minorMany: PAISA, scales },
      { numeric: 116, one: RIEL, many: RIEL, minorOne: undefined, minorMany: undefined, scales },
      { numeric: 840, one: DOLLAR, many: DOLLAR, minorOne: CENT, minorMany: CENT, scales },
      { numeric: 710, one: RAND, many: RAND, minorOne: CENT, minorMany: CENT, scales },
    ],
    sentences: {
      paid: [CHIME_PAID, AMOUNT, RECEIVED],
      again: [AGAIN, AMOUNT, RECEIVED],
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

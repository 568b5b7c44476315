// English as spoken in South Asia and beyond: rupees are grouped by lakh and crore, other currencies by million.
import { AMOUNT } from '../../../firmware/speech/words';
import { last, middle, multiplier, numbers } from '../clips';
import { row, scale, sentencesOf, tens } from '../language';
import type { Language } from '../language';

enum Clip {
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

const small =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen';
const decades = 'twenty thirty forty fifty sixty seventy eighty ninety';

const hundreds = [scale(1000, Clip.THOUSAND), scale(100, Clip.HUNDRED), tens(Clip.TWENTY), row(Clip.ZERO)];
const indian = [scale(10_000_000, Clip.CRORE), scale(100_000, Clip.LAKH), ...hundreds];
const western = [scale(1_000_000_000, Clip.BILLION), scale(1_000_000, Clip.MILLION), ...hundreds];
const paisa = { minorOne: Clip.PAISA, minorMany: Clip.PAISA };
const cents = { minorOne: Clip.CENT, minorMany: Clip.CENTS };

export const en: Language = {
  tag: 'en',
  name: 'English',
  engine: { voice: 'en-gb', pitch: 45, wordsPerMinute: 185, numbersPerMinute: 220 },
  clips: [
    ...numbers(Clip.ZERO, small.split(' ')),
    ...numbers(Clip.TWENTY, decades.split(' ')),
    multiplier(Clip.HUNDRED, 'hundred'),
    multiplier(Clip.THOUSAND, 'thousand'),
    multiplier(Clip.LAKH, 'lakh', "[[l'A:k]]"),
    multiplier(Clip.CRORE, 'crore', "[[kr'o@r]]"),
    multiplier(Clip.MILLION, 'million'),
    multiplier(Clip.BILLION, 'billion'),
    last(Clip.RUPEE, 'rupee'),
    last(Clip.RUPEES, 'rupees'),
    last(Clip.INDIAN_RUPEE, 'Indian rupee'),
    last(Clip.INDIAN_RUPEES, 'Indian rupees'),
    last(Clip.PAISA, 'paisa'),
    last(Clip.RIEL, 'riel'),
    last(Clip.DOLLAR, 'dollar'),
    last(Clip.DOLLARS, 'dollars'),
    last(Clip.RAND, 'rand'),
    last(Clip.CENT, 'cent'),
    last(Clip.CENTS, 'cents'),
    middle(Clip.RECEIVED, 'received'),
    middle(Clip.AGAIN, 'again'),
    middle(Clip.LAST_PAYMENT, 'last payment'),
    middle(Clip.WHILE_OFFLINE, 'while offline'),
    middle(Clip.PAYMENT, 'payment'),
    middle(Clip.PAYMENTS_TOTAL, 'payments total'),
    middle(Clip.REVERSED, 'payment reversed'),
    last(Clip.FAILED, 'payment failed'),
    last(Clip.EXPIRED, 'payment time is over'),
    last(Clip.CANCELLED, 'payment cancelled'),
    last(Clip.OFFLINE, 'no connection'),
    last(Clip.ONLINE, 'connected'),
    last(Clip.TEST, 'this is a test, no payment'),
    last(Clip.SCAN_TO_PAY, 'scan to pay'),
  ],
  currencies: [
    { numeric: 524, one: Clip.RUPEE, many: Clip.RUPEES, ...paisa, rules: indian },
    { numeric: 356, one: Clip.INDIAN_RUPEE, many: Clip.INDIAN_RUPEES, ...paisa, rules: indian },
    { numeric: 116, one: Clip.RIEL, many: Clip.RIEL, rules: western },
    { numeric: 840, one: Clip.DOLLAR, many: Clip.DOLLARS, ...cents, rules: western },
    { numeric: 710, one: Clip.RAND, many: Clip.RAND, ...cents, rules: western },
  ],
  sentences: sentencesOf([Clip.RECEIVED, AMOUNT], {
    again: Clip.AGAIN,
    lastPayment: Clip.LAST_PAYMENT,
    whileOffline: Clip.WHILE_OFFLINE,
    payment: Clip.PAYMENT,
    paymentsTotal: Clip.PAYMENTS_TOTAL,
    reversed: Clip.REVERSED,
    failed: Clip.FAILED,
    expired: Clip.EXPIRED,
    cancelled: Clip.CANCELLED,
    offline: Clip.OFFLINE,
    online: Clip.ONLINE,
    test: Clip.TEST,
    scan: Clip.SCAN_TO_PAY,
  }),
};

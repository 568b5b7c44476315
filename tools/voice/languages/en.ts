// English as spoken in South Asia and beyond: rupees are grouped by lakh and crore, other currencies by million.
import { AMOUNT } from '../../../firmware/speech/words';
import { clipBook } from '../clips';
import { row, scale, sentencesOf, tens } from '../language';
import type { Language } from '../language';
import { CRORE, LAKH, smallNumbers } from './english';

const book = clipBook();
const { zero, twenty } = smallNumbers(book);
const hundred = book.number('hundred');
const thousand = book.number('thousand');
const lakh = book.number('lakh', LAKH);
const crore = book.number('crore', CRORE);
const million = book.number('million');
const billion = book.number('billion');

const hundreds = [scale(1000, thousand), scale(100, hundred), tens(twenty), row(zero)];
const indian = [scale(10_000_000, crore), scale(100_000, lakh), ...hundreds];
const western = [scale(1_000_000_000, billion), scale(1_000_000, million), ...hundreds];

const npr = { one: book.last('rupee'), many: book.last('rupees') };
const inr = { one: book.last('Indian rupee'), many: book.last('Indian rupees') };
const paisa = book.last('paisa');
const riel = book.last('riel');
const usd = { one: book.last('dollar'), many: book.last('dollars') };
const rand = book.last('rand');
const cents = { minorOne: book.last('cent'), minorMany: book.last('cents') };
const received = book.middle('received');

export const en: Language = {
  tag: 'en',
  name: 'English',
  engine: { voice: 'en-us', pitch: 45, wordsPerMinute: 195, numbersPerMinute: 235 },
  currencies: [
    { numeric: 524, ...npr, minorOne: paisa, minorMany: paisa, rules: indian },
    { numeric: 356, ...inr, minorOne: paisa, minorMany: paisa, rules: indian },
    { numeric: 116, one: riel, many: riel, rules: western },
    { numeric: 840, ...usd, ...cents, rules: western },
    { numeric: 710, one: rand, many: rand, ...cents, rules: western },
  ],
  sentences: sentencesOf(book, [received, AMOUNT], {
    again: 'again',
    lastPayment: 'repeat',
    whileOffline: 'while offline',
    payment: 'payment',
    paymentsTotal: 'payments total',
    reversed: 'payment reversed',
    failed: 'payment failed',
    expired: 'payment time is over',
    cancelled: 'payment cancelled',
    offline: 'no connection',
    online: 'connected',
    noBank: 'no bank connection',
    bank: 'bank connected',
    test: 'this is a test, no payment',
    scan: 'scan to pay',
    minutesAgo: 'minutes ago',
    hoursAgo: 'hours ago',
    today: 'today',
    language: 'English',
  }),
  clips: book.clips,
};

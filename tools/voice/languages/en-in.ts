// English as spoken in India: the rupee is India's own, every number goes by lakh and crore, and paisa has a plural.
// espeak-ng 1.51 has no Indian English voice: the American one is asked, which an independent ear understands best, with
// the sounds of lakh, crore and paise given.
import { AMOUNT } from '../../../firmware/speech/words';
import { clipBook } from '../clips';
import { row, scale, sentencesOf, tens } from '../language';
import type { Language } from '../language';
import { CRORE, LAKH, smallNumbers } from './english';

const book = clipBook();
const { zero, twenty } = smallNumbers(book);
const rules = [
  scale(10_000_000, book.number('crore', CRORE)),
  scale(100_000, book.number('lakh', LAKH)),
  scale(1000, book.number('thousand')),
  scale(100, book.number('hundred')),
  tens(twenty),
  row(zero),
];

const npr = { one: book.last('Nepali rupee'), many: book.last('Nepali rupees') };
const inr = { one: book.last('rupee'), many: book.last('rupees') };
const paise = { minorOne: book.last('paisa', "[[p'aIsA:]]"), minorMany: book.last('paise', "[[p'aIseI]]") };
const riel = book.last('riel');
const usd = { one: book.last('dollar'), many: book.last('dollars') };
const rand = book.last('rand');
const cents = { minorOne: book.last('cent'), minorMany: book.last('cents') };
const received = book.middle('received');

export const enIn: Language = {
  tag: 'en-IN',
  name: 'Indian English',
  engine: { voice: 'en-us', pitch: 45, wordsPerMinute: 195, numbersPerMinute: 235 },
  currencies: [
    { numeric: 524, ...npr, ...paise, rules },
    { numeric: 356, ...inr, ...paise, rules },
    { numeric: 116, one: riel, many: riel, rules },
    { numeric: 840, ...usd, ...cents, rules },
    { numeric: 710, one: rand, many: rand, ...cents, rules },
  ],
  sentences: sentencesOf(book, [received, AMOUNT], {
    again: 'again',
    lastPayment: 'repeat',
    whileOffline: 'while offline',
    payment: 'payment',
    paymentsTotal: 'payments, total',
    reversed: 'payment reversed',
    failed: 'payment failed',
    expired: 'payment time is over',
    cancelled: 'payment cancelled',
    offline: 'no connection',
    online: 'connected',
    noBank: 'no bank connection',
    bank: 'bank connected',
    test: 'this is a test, no payment',
    scan: 'scan and pay',
    minutesAgo: 'minutes ago',
    hoursAgo: 'hours ago',
    today: 'today',
    language: 'Indian English',
  }),
  clips: book.clips,
};

// Indonesian: one hundred and one thousand are words of their own; tens and teens are one clip each, which is shorter.
import { AMOUNT, REST, TIMES } from '../../../firmware/speech/words';
import { clipBook } from '../clips';
import { row, scale, sentencesOf, tens } from '../language';
import type { Language } from '../language';

// Spellings of Unicode CLDR 48 (id, %spellout-cardinal).
const book = clipBook();
const digits = 'nol satu dua tiga empat lima enam tujuh delapan sembilan'.split(' ');
const more = digits.slice(2);
const zero = book.row([...digits, 'sepuluh', 'sebelas', ...more.map((digit) => `${digit} belas`)]);
const twenty = book.row(more.map((digit) => `${digit} puluh`));
const oneHundred = book.number('seratus');
const hundred = book.number('ratus');
const oneThousand = book.number('seribu');
const thousand = book.number('ribu');
const rules = [
  scale(1_000_000_000, book.number('miliar')),
  scale(1_000_000, book.number('juta')),
  { from: 2000, by: 1000, parts: [TIMES, thousand, REST] },
  { from: 1000, by: 1000, parts: [oneThousand, REST] },
  { from: 200, by: 100, parts: [TIMES, hundred, REST] },
  { from: 100, by: 100, parts: [oneHundred, REST] },
  tens(twenty),
  row(zero),
];

const npr = book.last('rupee Nepal', 'rupi Nepal');
const inr = book.last('rupee India', 'rupi India');
const paisa = book.last('paisa');
const riel = book.last('riel');
const dollar = book.last('dolar');
const rand = book.last('rand');
const cent = book.last('sen');
const received = book.middle('diterima');

export const id: Language = {
  tag: 'id',
  name: 'Indonesian',
  engine: { voice: 'id', pitch: 45, wordsPerMinute: 225, numbersPerMinute: 295 },
  currencies: [
    { numeric: 524, one: npr, many: npr, minorOne: paisa, minorMany: paisa, rules },
    { numeric: 356, one: inr, many: inr, minorOne: paisa, minorMany: paisa, rules },
    { numeric: 116, one: riel, many: riel, rules },
    { numeric: 840, one: dollar, many: dollar, minorOne: cent, minorMany: cent, rules },
    { numeric: 710, one: rand, many: rand, minorOne: cent, minorMany: cent, rules },
  ],
  sentences: sentencesOf(book, [received, AMOUNT], {
    again: 'sekali lagi',
    lastPayment: 'ulangan',
    whileOffline: 'selama terputus',
    payment: 'pembayaran',
    paymentsTotal: 'pembayaran total',
    reversed: 'pembayaran dikembalikan',
    failed: 'pembayaran gagal',
    expired: 'waktu pembayaran habis',
    cancelled: 'pembayaran dibatalkan',
    offline: 'tidak ada koneksi',
    online: 'tersambung',
    noBank: 'bank tidak tersambung',
    bank: 'bank tersambung',
    test: 'ini uji coba, bukan pembayaran',
    scan: 'pindai untuk membayar',
    minutesAgo: 'menit yang lalu',
    hoursAgo: 'jam yang lalu',
    today: 'hari ini',
    language: 'bahasa Indonesia',
  }),
  clips: book.clips,
};

// Gujarati: every number below a hundred has its own word, larger ones go by hundred, thousand, lakh and crore.
// "Payment received" comes before the amount: said behind it, the verb would have to agree with the currency.
import { AMOUNT } from '../../../firmware/speech/words';
import { clipBook } from '../clips';
import { row, scale, sentencesOf } from '../language';
import type { Language } from '../language';

// Spellings of Unicode CLDR 48 (gu, %spellout-cardinal).
const small = [
  'શૂન્ય એક બે ત્રણ ચાર પાંચ છ સાત આઠ નવ',
  'દસ અગિયાર બાર તેર ચૌદ પંદર સોળ સત્તર અઢાર ઓગણીસ',
  'વીસ એકવીસ બાવીસ તેવીસ ચોવીસ પચ્ચીસ છવીસ સત્તાવીસ અઠ્ઠાવીસ ઓગણત્રીસ',
  'ત્રીસ એકત્રીસ બત્રીસ તેત્રીસ ચોત્રીસ પાંત્રીસ છત્રીસ સડત્રીસ અડત્રીસ ઓગણચાલીસ',
  'ચાલીસ એકતાલીસ બેતાલીસ ત્રેતાલીસ ચુંમાલીસ પિસ્તાલીસ છેતાલીસ સુડતાલીસ અડતાલીસ ઓગણપચાસ',
  'પચાસ એકાવન બાવન ત્રેપન ચોપન પંચાવન છપ્પન સત્તાવન અઠ્ઠાવન ઓગણસાઠ',
  'સાઈઠ એકસઠ બાસઠ ત્રેસઠ ચોસઠ પાંસઠ છાસઠ સડસઠ અડસઠ અગણોસિત્તેર',
  'સિત્તેર એકોતેર બોતેર તોતેર ચુમોતેર પંચોતેર છોતેર સિત્યોતેર ઇઠ્યોતેર ઓગણાએંસી',
  'એંસી એક્યાસી બ્યાસી ત્યાસી ચોર્યાસી પંચાસી છ્યાસી સિત્યાસી ઈઠ્યાસી નેવ્યાસી',
  'નેવું એકાણું બાણું ત્રાણું ચોરાણું પંચાણું છન્નું સત્તાણું અઠ્ઠાણું નવ્વાણું',
];

const book = clipBook();
const zero = book.row(small.join(' ').split(' '));
const rules = [
  scale(10_000_000, book.number('કરોડ')),
  scale(100_000, book.number('લાખ')),
  scale(1000, book.number('હજાર')),
  scale(100, book.number('સો')),
  row(zero),
];

const npr = { one: book.last('નેપાળી રૂપિયો'), many: book.last('નેપાળી રૂપિયા') };
const inr = { one: book.last('રૂપિયો'), many: book.last('રૂપિયા') };
const paise = { minorOne: book.last('પૈસો'), minorMany: book.last('પૈસા') };
const riel = book.last('રિયલ');
const dollar = book.last('ડોલર');
const rand = book.last('રેન્ડ');
const cent = book.last('સેન્ટ');
const received = book.middle('ચુકવણી મળી');

export const gu: Language = {
  tag: 'gu',
  name: 'Gujarati',
  engine: { voice: 'gu', pitch: 45, wordsPerMinute: 185, numbersPerMinute: 205 },
  currencies: [
    { numeric: 524, ...npr, ...paise, rules },
    { numeric: 356, ...inr, ...paise, rules },
    { numeric: 116, one: riel, many: riel, rules },
    { numeric: 840, one: dollar, many: dollar, minorOne: cent, minorMany: cent, rules },
    { numeric: 710, one: rand, many: rand, minorOne: cent, minorMany: cent, rules },
  ],
  sentences: sentencesOf(book, [received, AMOUNT], {
    again: 'ફરીથી',
    lastPayment: 'છેલ્લી ચુકવણી',
    whileOffline: 'ઓફલાઇન હતું ત્યારે',
    payment: 'ચુકવણી',
    paymentsTotal: 'ચુકવણી, કુલ',
    reversed: 'ચુકવણી પાછી ગઈ',
    failed: 'ચુકવણી નિષ્ફળ ગઈ',
    expired: 'ચુકવણીનો સમય પૂરો થયો',
    cancelled: 'ચુકવણી રદ થઈ',
    offline: 'જોડાણ નથી',
    online: 'જોડાણ થયું',
    noBank: 'બેંક સાથે જોડાણ નથી',
    bank: 'બેંક સાથે જોડાણ થયું',
    test: 'આ ચકાસણી છે, ચુકવણી નથી',
    scan: 'સ્કેન કરીને ચૂકવો',
    minutesAgo: 'મિનિટ પહેલાં',
    hoursAgo: 'કલાક પહેલાં',
    today: 'આજે',
    language: 'ગુજરાતી',
  }),
  clips: book.clips,
};

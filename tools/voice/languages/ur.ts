// Urdu: every number below a hundred has its own word, larger ones go by hundred, thousand, lakh, crore and arab.
// "Payment received" comes before the amount: said behind it, the verb would have to agree with rupees, rand or riel.
import { AMOUNT } from '../../../firmware/speech/words';
import { clipBook } from '../clips';
import { row, scale, sentencesOf } from '../language';
import type { Language } from '../language';

// Spellings of npm to-words 5.7.0 and n2words 4.0.0, where they differ the more common one; Unicode has no rules for ur.
const small = [
  'صفر ایک دو تین چار پانچ چھ سات آٹھ نو',
  'دس گیارہ بارہ تیرہ چودہ پندرہ سولہ سترہ اٹھارہ انیس',
  'بیس اکیس بائیس تئیس چوبیس پچیس چھبیس ستائیس اٹھائیس انتیس',
  'تیس اکتیس بتیس تینتیس چونتیس پینتیس چھتیس سینتیس اڑتیس انتالیس',
  'چالیس اکتالیس بیالیس تینتالیس چوالیس پینتالیس چھیالیس سینتالیس اڑتالیس انچاس',
  'پچاس اکیاون باون ترپن چون پچپن چھپن ستاون اٹھاون انسٹھ',
  'ساٹھ اکسٹھ باسٹھ تریسٹھ چونسٹھ پینسٹھ چھیاسٹھ سڑسٹھ اڑسٹھ انہتر',
  'ستر اکہتر بہتر تہتر چوہتر پچھتر چھہتر ستتر اٹھہتر اناسی',
  'اسی اکیاسی بیاسی تراسی چوراسی پچاسی چھیاسی ستاسی اٹھاسی نواسی',
  'نوے اکانوے بانوے ترانوے چورانوے پچانوے چھیانوے ستانوے اٹھانوے ننانوے',
];

const book = clipBook();
const zero = book.row(small.join(' ').split(' '));
const rules = [
  scale(1_000_000_000, book.number('ارب')),
  scale(10_000_000, book.number('کروڑ')),
  scale(100_000, book.number('لاکھ')),
  scale(1000, book.number('ہزار')),
  scale(100, book.number('سو')),
  row(zero),
];

const npr = { one: book.last('نیپالی روپیہ'), many: book.last('نیپالی روپے') };
const inr = { one: book.last('بھارتی روپیہ'), many: book.last('بھارتی روپے') };
const paise = { minorOne: book.last('پیسہ'), minorMany: book.last('پیسے') };
const riel = book.last('ریال');
const dollar = book.last('ڈالر');
const rand = book.last('رینڈ');
const cent = book.last('سینٹ');
const received = book.middle('ادائیگی موصول ہوئی');

export const ur: Language = {
  tag: 'ur',
  name: 'Urdu',
  engine: { voice: 'ur', pitch: 45, wordsPerMinute: 185, numbersPerMinute: 205 },
  currencies: [
    { numeric: 524, ...npr, ...paise, rules },
    { numeric: 356, ...inr, ...paise, rules },
    { numeric: 116, one: riel, many: riel, rules },
    { numeric: 840, one: dollar, many: dollar, minorOne: cent, minorMany: cent, rules },
    { numeric: 710, one: rand, many: rand, minorOne: cent, minorMany: cent, rules },
  ],
  sentences: sentencesOf(book, [received, AMOUNT], {
    again: 'دوبارہ',
    lastPayment: 'پچھلی ادائیگی',
    whileOffline: 'رابطہ نہ ہونے پر',
    payment: 'ادائیگی',
    paymentsTotal: 'ادائیگیاں، کل',
    reversed: 'ادائیگی واپس ہوئی',
    failed: 'ادائیگی ناکام ہوئی',
    expired: 'ادائیگی کا وقت ختم ہوا',
    cancelled: 'ادائیگی منسوخ ہوئی',
    offline: 'رابطہ نہیں ہے',
    online: 'رابطہ ہو گیا',
    noBank: 'بینک سے رابطہ نہیں ہے',
    bank: 'بینک سے رابطہ ہو گیا',
    test: 'یہ آزمائش ہے، ادائیگی نہیں',
    scan: 'سکین کر کے ادائیگی کریں',
    minutesAgo: 'منٹ پہلے',
    hoursAgo: 'گھنٹے پہلے',
    today: 'آج',
    language: 'اردو',
  }),
  clips: book.clips,
};

// Bengali: every number below a hundred has its own word, larger ones go by hundred, thousand, lakh and crore.
import { AMOUNT } from '../../../firmware/speech/words';
import { clipBook } from '../clips';
import { row, scale, sentencesOf } from '../language';
import type { Language } from '../language';

// Spellings of npm n2words 4.0.0 (to-words 5.7.0 for 16 and 42); Unicode has no rules for bn.
const small = [
  'শূন্য এক দুই তিন চার পাঁচ ছয় সাত আট নয়',
  'দশ এগারো বারো তেরো চৌদ্দ পনেরো ষোলো সতেরো আঠারো উনিশ',
  'বিশ একুশ বাইশ তেইশ চব্বিশ পঁচিশ ছাব্বিশ সাতাশ আঠাশ উনত্রিশ',
  'ত্রিশ একত্রিশ বত্রিশ তেত্রিশ চৌত্রিশ পঁয়ত্রিশ ছত্রিশ সাঁইত্রিশ আটত্রিশ উনচল্লিশ',
  'চল্লিশ একচল্লিশ বিয়াল্লিশ তেতাল্লিশ চুয়াল্লিশ পঁয়তাল্লিশ ছেচল্লিশ সাতচল্লিশ আটচল্লিশ উনপঞ্চাশ',
  'পঞ্চাশ একান্ন বাহান্ন তিপ্পান্ন চুয়ান্ন পঞ্চান্ন ছাপ্পান্ন সাতান্ন আটান্ন উনষাট',
  'ষাট একষট্টি বাষট্টি তেষট্টি চৌষট্টি পঁয়ষট্টি ছেষট্টি সাতষট্টি আটষট্টি ঊনসত্তর',
  'সত্তর একাত্তর বাহাত্তর তিয়াত্তর চুয়াত্তর পঁচাত্তর ছিয়াত্তর সাতাত্তর আটাত্তর উনআশি',
  'আশি একাশি বিরাশি তিরাশি চুরাশি পঁচাশি ছিয়াশি সাতাশি আটাশি উননব্বই',
  'নব্বই একানব্বই বিরানব্বই তিরানব্বই চুরানব্বই পঁচানব্বই ছিয়ানব্বই সাতানব্বই আটানব্বই নিরানব্বই',
];

const book = clipBook();
const zero = book.row(small.join(' ').split(' '));
const rules = [
  scale(10_000_000, book.number('কোটি')),
  scale(100_000, book.number('লাখ')),
  scale(1000, book.number('হাজার')),
  scale(100, book.number('শত')),
  row(zero),
];

const npr = book.middle('নেপালি রুপি');
const inr = book.middle('ভারতীয় রুপি');
const paisa = book.middle('পয়সা');
const riel = book.middle('রিয়েল');
const dollar = book.middle('ডলার');
const rand = book.middle('র‍্যান্ড');
const cent = book.middle('সেন্ট');
const received = book.last('পাওয়া গেছে');

export const bn: Language = {
  tag: 'bn',
  name: 'Bengali',
  engine: { voice: 'bn', pitch: 45, wordsPerMinute: 185, numbersPerMinute: 205 },
  currencies: [
    { numeric: 524, one: npr, many: npr, minorOne: paisa, minorMany: paisa, rules },
    { numeric: 356, one: inr, many: inr, minorOne: paisa, minorMany: paisa, rules },
    { numeric: 116, one: riel, many: riel, rules },
    { numeric: 840, one: dollar, many: dollar, minorOne: cent, minorMany: cent, rules },
    { numeric: 710, one: rand, many: rand, minorOne: cent, minorMany: cent, rules },
  ],
  sentences: sentencesOf(book, [AMOUNT, received], {
    again: 'আবার',
    lastPayment: 'শেষ পেমেন্ট',
    whileOffline: 'অফলাইন থাকার সময়',
    payment: 'পেমেন্ট',
    paymentsTotal: 'পেমেন্ট, মোট',
    reversed: 'পেমেন্ট ফেরত গেছে',
    failed: 'পেমেন্ট ব্যর্থ হয়েছে',
    expired: 'পেমেন্টের সময় শেষ',
    cancelled: 'পেমেন্ট বাতিল হয়েছে',
    offline: 'সংযোগ নেই',
    online: 'সংযোগ হয়েছে',
    noBank: 'ব্যাংকের সংযোগ নেই',
    bank: 'ব্যাংকের সংযোগ হয়েছে',
    test: 'এটি পরীক্ষা, পেমেন্ট নয়',
    scan: 'স্ক্যান করে পেমেন্ট করুন',
    minutesAgo: 'মিনিট আগে',
    hoursAgo: 'ঘণ্টা আগে',
    today: 'আজ',
    language: 'বাংলা',
  }),
  clips: book.clips,
};

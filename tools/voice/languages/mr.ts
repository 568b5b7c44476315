// Marathi: every number below a hundred has its own word, and so have the hundreds; larger ones go by thousand, lakh, crore.
// "Received" agrees with nothing here: it is said of the payment, before the amount.
import { AMOUNT, REST, ROW } from '../../../firmware/speech/words';
import { clipBook } from '../clips';
import { row, scale, sentencesOf } from '../language';
import type { Language } from '../language';

// Spellings of npm to-words 5.7.0; Unicode has no rules for mr.
const small = [
  'शून्य एक दोन तीन चार पाच सहा सात आठ नऊ',
  'दहा अकरा बारा तेरा चौदा पंधरा सोळा सतरा अठरा एकोणीस',
  'वीस एकवीस बावीस तेवीस चोवीस पंचवीस सव्वीस सत्तावीस अठ्ठावीस एकोणतीस',
  'तीस एकतीस बत्तीस तेहेतीस चौतीस पस्तीस छत्तीस सदतीस अडतीस एकोणचाळीस',
  'चाळीस एक्केचाळीस बेचाळीस त्रेचाळीस चव्वेचाळीस पंचेचाळीस सेहेचाळीस सत्तेचाळीस अठ्ठेचाळीस एकोणपन्नास',
  'पन्नास एक्कावन्न बावन्न त्रेपन्न चोपन्न पंचावन्न छप्पन्न सत्तावन्न अठ्ठावन्न एकोणसाठ',
  'साठ एकसष्ठ बासष्ठ त्रेसष्ठ चौसष्ठ पासष्ठ सहासष्ठ सदुसष्ठ अडुसष्ठ एकोणसत्तर',
  'सत्तर एक्काहत्तर बाहत्तर त्र्याहत्तर चौऱ्याहत्तर पंच्याहत्तर शहात्तर सत्याहत्तर अठ्ठ्याहत्तर एकोणऐंशी',
  'ऐंशी एक्क्याऐंशी ब्याऐंशी त्र्याऐंशी चौऱ्याऐंशी पंच्याऐंशी शहाऐंशी सत्त्याऐंशी अठ्ठ्याऐंशी एकोणनव्वद',
  'नव्वद एक्क्याण्णव ब्याण्णव त्र्याण्णव चौऱ्याण्णव पंच्याण्णव शहाण्णव सत्त्याण्णव अठ्ठ्याण्णव नव्व्याण्णव',
];

const book = clipBook();
const zero = book.row(small.join(' ').split(' '));
const hundreds = book.row('एकशे दोनशे तीनशे चारशे पाचशे सहाशे सातशे आठशे नऊशे'.split(' '));
const hundred = book.number('शंभर');
const rules = [
  scale(10_000_000, book.number('कोटी')),
  scale(100_000, book.number('लाख')),
  scale(1000, book.number('हजार')),
  { from: 101, by: 100, parts: [ROW, hundreds - 1, REST] },
  { from: 100, by: 100, parts: [hundred] },
  row(zero),
];

const npr = { one: book.last('नेपाळी रुपया'), many: book.last('नेपाळी रुपये') };
const inr = { one: book.last('रुपया'), many: book.last('रुपये') };
const paise = { minorOne: book.last('पैसा'), minorMany: book.last('पैसे') };
const riel = book.last('रियाल');
const dollar = book.last('डॉलर');
const rand = book.last('रँड');
const cent = book.last('सेंट');
const received = book.middle('पेमेंट मिळाले');

export const mr: Language = {
  tag: 'mr',
  name: 'Marathi',
  engine: { voice: 'mr', pitch: 45, wordsPerMinute: 185, numbersPerMinute: 205 },
  currencies: [
    { numeric: 524, ...npr, ...paise, rules },
    { numeric: 356, ...inr, ...paise, rules },
    { numeric: 116, one: riel, many: riel, rules },
    { numeric: 840, one: dollar, many: dollar, minorOne: cent, minorMany: cent, rules },
    { numeric: 710, one: rand, many: rand, minorOne: cent, minorMany: cent, rules },
  ],
  sentences: sentencesOf(book, [received, AMOUNT], {
    again: 'पुन्हा',
    lastPayment: 'शेवटचे पेमेंट',
    whileOffline: 'ऑफलाइन असताना',
    payment: 'पेमेंट',
    paymentsTotal: 'पेमेंट, एकूण',
    reversed: 'पेमेंट परत गेले',
    failed: 'पेमेंट अयशस्वी झाले',
    expired: 'पेमेंटची वेळ संपली',
    cancelled: 'पेमेंट रद्द झाले',
    offline: 'कनेक्शन नाही',
    online: 'कनेक्शन झाले',
    noBank: 'बँकेशी कनेक्शन नाही',
    bank: 'बँकेशी कनेक्शन झाले',
    test: 'ही चाचणी आहे, पेमेंट नाही',
    scan: 'स्कॅन करून पैसे द्या',
    minutesAgo: 'मिनिटांपूर्वी',
    hoursAgo: 'तासांपूर्वी',
    today: 'आज',
    language: 'मराठी',
  }),
  clips: book.clips,
};

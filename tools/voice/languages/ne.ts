// Nepali: every number below a hundred has its own word, larger ones go by hundred, thousand, lakh, crore and arab.
import { AMOUNT } from '../../../firmware/speech/words';
import { clipBook } from '../clips';
import { row, scale, sentencesOf } from '../language';
import type { Language } from '../language';

// Spellings of Unicode CLDR 48 (ne, %spellout-cardinal). The voice reads digits in English, so it is given words only.
const small = [
  'शुन्य एक दुई तिन चार पाँच छ सात आठ नौ',
  'दस एघार बाह्र तेह्र चौध पन्ध्र सोह्र सत्र अठार उन्नाइस',
  'बिस एक्काइस बाइस तेइस चौबिस पच्चिस छब्बिस सत्ताइस अट्ठाइस उनन्तिस',
  'तिस एकतिस बत्तिस तेत्तिस चौँतिस पैँतिस छत्तिस सैँतिस अठतिस उनन्चालिस',
  'चालिस एकचालिस बयालिस त्रिचालिस चवालिस पैँतालिस छयालिस सतचालिस अठचालिस उनन्चास',
  'पचास एकाउन्न बाउन्न त्रिपन्न चवन्न पचपन्न छपन्न सन्ताउन्न अन्ठाउन्न उनन्साठी',
  'साठी एकसट्ठी बयसट्ठी त्रिसट्ठी चौसट्ठी पैँसट्ठी छयसट्ठी सतसट्ठी अठसट्ठी उनन्सत्तरी',
  'सत्तरी एकहत्तर बहत्तर त्रिहत्तर चौहत्तर पचहत्तर छयहत्तर सतहत्तर अठहत्तर उनासी',
  'असी एकासी बयासी त्रियासी चौरासी पचासी छयासी सतासी अठासी उनान्नब्बे',
  'नब्बे एकानब्बे बयानब्बे त्रियानब्बे चौरानब्बे पन्चानब्बे छयानब्बे सन्तानब्बे अन्ठानब्बे उनान्सय',
];

const book = clipBook();
const zero = book.row(small.join(' ').split(' '));
const rules = [
  scale(100, book.number('सय')),
  scale(1000, book.number('हजार')),
  scale(100_000, book.number('लाख')),
  scale(10_000_000, book.number('करोड')),
  scale(1_000_000_000, book.number('अर्ब')),
].reverse();
rules.push(row(zero));

const npr = book.middle('रुपैयाँ');
const inr = book.middle('भारतीय रुपैयाँ');
const paisa = book.middle('पैसा');
const riel = book.middle('रियल');
const dollar = book.middle('डलर');
const rand = book.middle('र्‍यान्ड', 'रान्ड');
const cent = book.middle('सेन्ट');
const received = book.last('प्राप्त भयो');

export const ne: Language = {
  tag: 'ne',
  name: 'Nepali',
  engine: { voice: 'ne', pitch: 45, wordsPerMinute: 185, numbersPerMinute: 205 },
  currencies: [
    { numeric: 524, one: npr, many: npr, minorOne: paisa, minorMany: paisa, rules },
    { numeric: 356, one: inr, many: inr, minorOne: paisa, minorMany: paisa, rules },
    { numeric: 116, one: riel, many: riel, rules },
    { numeric: 840, one: dollar, many: dollar, minorOne: cent, minorMany: cent, rules },
    { numeric: 710, one: rand, many: rand, minorOne: cent, minorMany: cent, rules },
  ],
  sentences: sentencesOf(book, [AMOUNT, received], {
    again: 'फेरि',
    lastPayment: 'अन्तिम भुक्तानी',
    whileOffline: 'अफलाइन हुँदा',
    payment: 'भुक्तानी',
    paymentsTotal: 'भुक्तानी जम्मा',
    reversed: 'भुक्तानी फिर्ता भयो',
    failed: 'भुक्तानी असफल भयो',
    expired: 'भुक्तानीको समय सकियो',
    cancelled: 'भुक्तानी रद्द भयो',
    offline: 'जडान छैन',
    online: 'जडान भयो',
    noBank: 'बैंकसँग जडान छैन',
    bank: 'बैंकसँग जडान भयो',
    test: 'यो परीक्षण हो, भुक्तानी होइन',
    scan: 'स्क्यान गरेर तिर्नुहोस्',
    minutesAgo: 'मिनेट अघि',
    hoursAgo: 'घण्टा अघि',
    today: 'आज',
    language: 'नेपाली',
  }),
  clips: book.clips,
};

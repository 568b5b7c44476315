// Hindi: every number below a hundred has its own word, larger ones go by hundred, thousand, lakh, crore and arab.
// "Payment received" comes before the amount: said behind it, the verb would have to agree with rupees, rand or riel.
import { AMOUNT } from '../../../firmware/speech/words';
import { clipBook } from '../clips';
import { row, scale, sentencesOf } from '../language';
import type { Language } from '../language';

// Spellings of Unicode CLDR 48 (hi, %spellout-cardinal).
const small = [
  'शून्य एक दो तीन चार पाँच छह सात आठ नौ',
  'दस ग्यारह बारह तेरह चौदह पन्द्रह सोलह सत्रह अठारह उन्नीस',
  'बीस इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस',
  'तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस',
  'चालीस इकतालीस बयालीस तैंतालीस चौवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास',
  'पचास इक्यावन बावन तिरेपन चौवन पचपन छप्पन सत्तावन अट्ठावन उनसठ',
  'साठ इकसठ बासठ तिरेसठ चौंसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर',
  'सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उनासी',
  'अस्सी इक्यासी बयासी तिरासी चौरासी पचासी छियासी सत्तासी अट्ठासी नवासी',
  'नब्बे इक्यानबे बानबे तिरानबे चौरानबे पंचानबे छियानबे सत्तानबे अट्ठानबे निन्यानबे',
];

const book = clipBook();
const zero = book.row(small.join(' ').split(' '));
const rules = [
  scale(1_000_000_000, book.number('अरब')),
  scale(10_000_000, book.number('करोड़')),
  scale(100_000, book.number('लाख')),
  scale(1000, book.number('हज़ार')),
  scale(100, book.number('सौ')),
  row(zero),
];

const npr = { one: book.last('नेपाली रुपया'), many: book.last('नेपाली रुपये') };
const inr = { one: book.last('रुपया'), many: book.last('रुपये') };
const paise = { minorOne: book.last('पैसा'), minorMany: book.last('पैसे') };
const riel = book.last('रियल');
const dollar = book.last('डॉलर');
const rand = book.last('रैंड');
const cent = book.last('सेंट');
const received = book.middle('भुगतान प्राप्त हुआ');

export const hi: Language = {
  tag: 'hi',
  name: 'Hindi',
  engine: { voice: 'hi', pitch: 45, wordsPerMinute: 185, numbersPerMinute: 205 },
  currencies: [
    { numeric: 524, ...npr, ...paise, rules },
    { numeric: 356, ...inr, ...paise, rules },
    { numeric: 116, one: riel, many: riel, rules },
    { numeric: 840, one: dollar, many: dollar, minorOne: cent, minorMany: cent, rules },
    { numeric: 710, one: rand, many: rand, minorOne: cent, minorMany: cent, rules },
  ],
  sentences: sentencesOf(book, [received, AMOUNT], {
    again: 'दोबारा',
    lastPayment: 'पिछला भुगतान',
    whileOffline: 'ऑफ़लाइन रहते हुए',
    payment: 'भुगतान',
    paymentsTotal: 'भुगतान, कुल',
    reversed: 'भुगतान वापस हुआ',
    failed: 'भुगतान विफल हुआ',
    expired: 'भुगतान का समय समाप्त हुआ',
    cancelled: 'भुगतान रद्द हुआ',
    offline: 'कनेक्शन नहीं है',
    online: 'कनेक्शन हो गया',
    noBank: 'बैंक से कनेक्शन नहीं है',
    bank: 'बैंक से कनेक्शन हो गया',
    test: 'यह परीक्षण है, भुगतान नहीं',
    scan: 'स्कैन करके भुगतान करें',
    minutesAgo: 'मिनट पहले',
    hoursAgo: 'घंटे पहले',
    today: 'आज',
    language: 'हिन्दी',
  }),
  clips: book.clips,
};

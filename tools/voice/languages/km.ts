// Khmer: six to nine are five and a digit, and ten thousand and a hundred thousand are words of their own. No free voice
// speaks it: a person records the clips (ghanti voice list km, ghanti voice build km --recordings).
import { AMOUNT, REST, ROW } from '../../../firmware/speech/words';
import { clipBook } from '../clips';
import { row, scale, sentencesOf } from '../language';
import type { Language } from '../language';

// Spellings of Unicode CLDR 48 (km, %spellout-cardinal).
const book = clipBook();
const zero = book.row('សូន្យ មួយ ពីរ បី បួន ប្រាំ ប្រាំមួយ ប្រាំពីរ ប្រាំបី ប្រាំបួន'.split(' '));
const ten = book.row('ដប់ ម្ភៃ សាមសិប សែសិប ហាសិប ហុកសិប ចិតសិប ប៉ែតសិប កៅសិប'.split(' '));
const rules = [
  scale(1_000_000, book.number('លាន')),
  scale(100_000, book.number('សែន')),
  scale(10_000, book.number('ម៉ឺន')),
  scale(1000, book.number('ពាន់')),
  scale(100, book.number('រយ')),
  { from: 10, by: 10, parts: [ROW, ten - 1, REST] },
  row(zero),
];

const npr = book.last('រូពីនេប៉ាល់');
const inr = book.last('រូពីឥណ្ឌា');
const paisa = book.last('ប៉ៃសា');
const riel = book.last('រៀល');
const dollar = book.last('ដុល្លារ');
const rand = book.last('រ៉ង់');
const cent = book.last('សេន');
const received = book.middle('បានទទួល');

export const km: Language = {
  tag: 'km',
  name: 'Khmer',
  engine: undefined,
  currencies: [
    { numeric: 524, one: npr, many: npr, minorOne: paisa, minorMany: paisa, rules },
    { numeric: 356, one: inr, many: inr, minorOne: paisa, minorMany: paisa, rules },
    { numeric: 116, one: riel, many: riel, rules },
    { numeric: 840, one: dollar, many: dollar, minorOne: cent, minorMany: cent, rules },
    { numeric: 710, one: rand, many: rand, minorOne: cent, minorMany: cent, rules },
  ],
  sentences: sentencesOf(book, [received, AMOUNT], {
    again: 'ម្តងទៀត',
    lastPayment: 'ការបង់ប្រាក់ចុងក្រោយ',
    whileOffline: 'ពេលដាច់បណ្តាញ',
    payment: 'ការបង់ប្រាក់',
    paymentsTotal: 'ការបង់ប្រាក់ សរុប',
    reversed: 'បានសងប្រាក់វិញ',
    failed: 'ការបង់ប្រាក់បរាជ័យ',
    expired: 'អស់ពេលបង់ប្រាក់',
    cancelled: 'បានបោះបង់ការបង់ប្រាក់',
    offline: 'គ្មានបណ្តាញ',
    online: 'បានភ្ជាប់បណ្តាញ',
    noBank: 'គ្មានការតភ្ជាប់ធនាគារ',
    bank: 'បានភ្ជាប់ធនាគារ',
    test: 'នេះជាការសាកល្បង មិនមែនការបង់ប្រាក់ទេ',
    scan: 'ស្កេនដើម្បីបង់ប្រាក់',
    minutesAgo: 'នាទីមុន',
    hoursAgo: 'ម៉ោងមុន',
    today: 'ថ្ងៃនេះ',
    language: 'ភាសាខ្មែរ',
  }),
  clips: book.clips,
};

// Vietnamese: behind a ten, one, four and five change their words, and the empty places of a number are said.
import { AMOUNT, TIMES } from '../../../firmware/speech/words';
import { clipBook } from '../clips';
import { WHOLE, rest, row, sentencesOf } from '../language';
import type { Language, Rule } from '../language';

// Words of Unicode CLDR 48 (vi, %spellout-cardinal and the rule sets that it names).
const book = clipBook();
const zero = book.row('không một hai ba bốn năm sáu bảy tám chín'.split(' '));
const ten = book.number('mười');
const tens = book.number('mươi');
const hundred = book.number('trăm');
const thousand = book.number('nghìn');
const million = book.number('triệu');
const billion = book.number('tỷ');
const oneBehind = book.number('mốt');
const fourBehind = book.number('tư');
const fiveBehind = book.number('lăm');
const gap = book.number('lẻ');
const noHundred = book.number('không trăm');

const only = (value: number, clip: number): Rule => ({ from: value, by: Math.max(1, value), parts: [clip] });
const behindTen = [rest(6), only(5, fiveBehind), rest(0)];
const behindTens = [rest(6), only(5, fiveBehind), only(4, fourBehind), rest(2), only(1, oneBehind), rest(0)];
const behindHundred = [rest(10), rest(0, gap)];
const behindThousand: Rule[] = [rest(100), { from: 0, by: WHOLE, parts: [noHundred, behindHundred] }];
const counted = (value: number, clip: number, behind: Rule[]): Rule => ({
  from: value,
  by: value,
  parts: [TIMES, clip, behind],
});
const rules: Rule[] = [
  counted(1_000_000_000, billion, behindHundred),
  counted(1_000_000, million, behindHundred),
  counted(1000, thousand, behindThousand),
  counted(100, hundred, behindHundred),
  { from: 20, by: 10, parts: [TIMES, tens, behindTens] },
  { from: 10, by: 10, parts: [ten, behindTen] },
  row(zero),
];

const npr = book.last('rupi Nepal', 'ru pi nê pan');
const inr = book.last('rupi Ấn Độ', 'ru pi ấn độ');
const paisa = book.last('paisa', 'pai sa');
const riel = book.last('riel', 'ri en');
const dollar = book.last('đô la');
const rand = book.last('rand', 'ran');
const cent = book.last('xu');
const received = book.middle('đã nhận');

export const vi: Language = {
  tag: 'vi',
  name: 'Vietnamese',
  engine: { voice: 'vi', pitch: 45, wordsPerMinute: 185, numbersPerMinute: 205 },
  currencies: [
    { numeric: 524, one: npr, many: npr, minorOne: paisa, minorMany: paisa, rules },
    { numeric: 356, one: inr, many: inr, minorOne: paisa, minorMany: paisa, rules },
    { numeric: 116, one: riel, many: riel, rules },
    { numeric: 840, one: dollar, many: dollar, minorOne: cent, minorMany: cent, rules },
    { numeric: 710, one: rand, many: rand, minorOne: cent, minorMany: cent, rules },
  ],
  sentences: sentencesOf(book, [received, AMOUNT], {
    again: 'nhắc lại',
    lastPayment: 'thanh toán gần nhất',
    whileOffline: 'khi mất kết nối',
    payment: 'khoản thanh toán',
    paymentsTotal: 'khoản thanh toán, tổng cộng',
    reversed: 'đã hoàn tiền',
    failed: 'thanh toán không thành công',
    expired: 'hết thời gian thanh toán',
    cancelled: 'đã hủy thanh toán',
    offline: 'mất kết nối',
    online: 'đã kết nối',
    noBank: 'mất kết nối ngân hàng',
    bank: 'đã kết nối ngân hàng',
    test: 'đây là thử nghiệm, không phải thanh toán',
    scan: 'quét mã để thanh toán',
    minutesAgo: 'phút trước',
    hoursAgo: 'giờ trước',
    today: 'hôm nay',
    language: 'tiếng Việt',
  }),
  clips: book.clips,
};

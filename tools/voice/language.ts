// What a language is: its number grammar, currency words and sentences as clip ids, and the words of the clips.
import type { ClipBook, ClipText } from './clips';
import { AMOUNT, CHIME_ATTENTION, CHIME_FAILED, CHIME_KEY, COUNT, REST, ROW, TIMES } from '../../firmware/speech/words';

/**
 * How numbers from `from` on are said: `parts` are clip ids, TIMES and REST of the division by `by`, ROW and the id to
 * which that quotient is added, or a list of other rules for the rest. At most four bytes; such a list takes two.
 */
export interface Rule {
  from: number;
  by: number;
  parts: (number | Rule[])[];
}

/** The words of one currency. Where a language has no plural both forms are the same clip. */
interface CurrencyWords {
  /** ISO 4217 numeric code. */
  numeric: number;
  one: number;
  many: number;
  /** undefined when the currency is paid without decimals. */
  minorOne?: number;
  minorMany?: number;
  /** Grouping belongs to the currency: lakh and crore for rupees, million for dollars. The largest first, down to 0. */
  rules: Rule[];
}

/** The words that sentences are made of. */
interface Phrases {
  again: string;
  lastPayment: string;
  whileOffline: string;
  payment: string;
  paymentsTotal: string;
  reversed: string;
  failed: string;
  expired: string;
  cancelled: string;
  offline: string;
  online: string;
  /** A payment switch cannot be reached, and can again. */
  noBank: string;
  bank: string;
  test: string;
  scan: string;
  /** "Four minutes ago": the number, two or more, goes before these. */
  minutesAgo: string;
  hoursAgo: string;
  /** Before the day's total. */
  today: string;
  /** The language's own name for itself. */
  language: string;
}

/** Sentences by the names that firmware/speech/compose.ts asks for: clip ids, AMOUNT and COUNT. None holds a note: the composer puts the motif before a new payment. */
export type Sentences = Record<string, number[]>;

export interface Engine {
  voice: string;
  pitch: number;
  wordsPerMinute: number;
  /** Numbers are rendered word by word, which makes each as long as a last word: they are asked for faster. */
  numbersPerMinute: number;
}

export interface Language {
  /** BCP 47 tag; the pack's file on a box is 'voice-' + tag. */
  tag: string;
  /** The name for people. */
  name: string;
  /** The espeak-ng voice; undefined where there is none and a person records the clips. */
  engine: Engine | undefined;
  clips: ClipText[];
  currencies: CurrencyWords[];
  sentences: Sentences;
}

/** More than any number, so that a division by it leaves the number as its rest. */
export const WHOLE = 2 ** 31 - 1;

/** Twelve THOUSAND five. */
export function scale(value: number, clip: number): Rule {
  return { from: value, by: value, parts: [TIMES, clip, REST] };
}

/** The number itself, in a list of rules for a rest: before it go `clips`, "no hundred and". */
export function rest(from: number, ...clips: number[]): Rule {
  return { from, by: WHOLE, parts: [...clips, REST] };
}

/** Numbers from 0 on that have a clip each, `zero` and those behind it. */
export function row(zero: number): Rule {
  return { from: 0, by: 1, parts: [ROW, zero] };
}

/** Twenty, thirty to ninety, in a row from `twenty` on, and a unit behind it. */
export function tens(twenty: number): Rule {
  return { from: 20, by: 10, parts: [ROW, twenty - 2, REST] };
}

/** Adds the phrases to the book. `told` is how a payment is told: AMOUNT and its word for received. */
export function sentencesOf(book: ClipBook, told: number[], phrases: Phrases): Sentences {
  return {
    payment: told,
    again: [book.middle(phrases.again)],
    replay: [book.middle(phrases.lastPayment), AMOUNT],
    late: [book.middle(phrases.whileOffline)],
    'recap-one': [COUNT, book.middle(phrases.payment), AMOUNT],
    recap: [COUNT, book.middle(phrases.paymentsTotal), AMOUNT],
    reversed: [CHIME_ATTENTION, book.middle(phrases.reversed), AMOUNT],
    failed: [CHIME_FAILED, book.last(phrases.failed)],
    expired: [CHIME_FAILED, book.last(phrases.expired)],
    cancelled: [CHIME_FAILED, book.last(phrases.cancelled)],
    offline: [CHIME_ATTENTION, book.last(phrases.offline)],
    online: [book.last(phrases.online)],
    'no-bank': [CHIME_ATTENTION, book.last(phrases.noBank)],
    bank: [book.last(phrases.bank)],
    test: [book.last(phrases.test)],
    scan: [book.last(phrases.scan)],
    minutes: [COUNT, book.last(phrases.minutesAgo)],
    hours: [COUNT, book.last(phrases.hoursAgo)],
    today: [book.middle(phrases.today)],
    volume: [COUNT],
    language: [book.last(phrases.language)],
    key: [CHIME_KEY],
  };
}

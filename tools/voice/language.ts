// What a language is: its number grammar, currency words and sentences as clip ids, and the words of the clips.
import type { ClipText } from './clips';
import {
  AMOUNT,
  CHIME_ATTENTION,
  CHIME_FAILED,
  CHIME_PAID,
  COUNT,
  REST,
  ROW,
  TIMES,
} from '../../firmware/speech/words';

/**
 * How numbers from `from` on are said: `parts` are clip ids, TIMES and REST of the division by `by`, or ROW and the id to
 * which that quotient is added. At most four parts.
 */
export interface Rule {
  from: number;
  by: number;
  parts: number[];
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

/** The clips that sentences are made of. */
interface Phrases {
  again: number;
  lastPayment: number;
  whileOffline: number;
  payment: number;
  paymentsTotal: number;
  reversed: number;
  failed: number;
  expired: number;
  cancelled: number;
  offline: number;
  online: number;
  test: number;
  scan: number;
}

/** Sentences by the names of firmware/speech/words.ts: clip ids, AMOUNT and COUNT. Only `new` may hold CHIME_PAID. */
export type Sentences = Record<string, number[]>;

export interface Language {
  /** BCP 47 tag; the pack's file on a box is 'voice-' + tag. */
  tag: string;
  /** The name for people. */
  name: string;
  engine: {
    voice: string;
    pitch: number;
    wordsPerMinute: number;
    /** Numbers are rendered word by word, which makes each as long as a last word: they are asked for faster. */
    numbersPerMinute: number;
  };
  clips: ClipText[];
  currencies: CurrencyWords[];
  sentences: Sentences;
}

/** Twelve THOUSAND five. */
export function scale(value: number, clip: number): Rule {
  return { from: value, by: value, parts: [TIMES, clip, REST] };
}

/** Numbers from 0 on that have a clip each, `zero` and those behind it. */
export function row(zero: number): Rule {
  return { from: 0, by: 1, parts: [ROW, zero] };
}

/** Twenty, thirty to ninety, in a row from `twenty` on, and a unit behind it. */
export function tens(twenty: number): Rule {
  return { from: 20, by: 10, parts: [ROW, twenty - 2, REST] };
}

/** The sentences of a language that tells a payment in the order of `told` (AMOUNT and its word for received). */
export function sentencesOf(told: number[], phrases: Phrases): Sentences {
  return {
    new: [CHIME_PAID, ...told],
    told,
    again: [phrases.again],
    late: [phrases.whileOffline],
    replay: [phrases.lastPayment, AMOUNT],
    'recap-one': [COUNT, phrases.payment, AMOUNT],
    recap: [COUNT, phrases.paymentsTotal, AMOUNT],
    reversed: [CHIME_ATTENTION, phrases.reversed, AMOUNT],
    failed: [CHIME_FAILED, phrases.failed],
    expired: [CHIME_FAILED, phrases.expired],
    cancelled: [CHIME_FAILED, phrases.cancelled],
    offline: [CHIME_ATTENTION, phrases.offline],
    online: [phrases.online],
    test: [phrases.test],
    scan: [phrases.scan],
  };
}

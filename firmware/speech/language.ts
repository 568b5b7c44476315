// What a language is to the speaker: a number grammar, currency words and sentences, all as clip ids.
// The words of the clips are in tools/voice/languages/<tag>.ts: the box never needs them.

/** The chimes are the same clips in every language; a language's own ids are dense from 3 on. */
export const CHIME_PAID = 0;
export const CHIME_FAILED = 1;
export const CHIME_ATTENTION = 2;

/** Places in a sentence that are filled per utterance. They are negative, clips are 0 and up. */
export const AMOUNT = -1;
export const COUNT = -2;

/** `clip` is said after how many times `value` goes into the number: five THOUSAND. */
export interface Scale {
  value: number;
  clip: number;
}

/** How numbers are said. Below `below` each number has its own clip, `zero` + number; above it `scales` apply, largest first. */
export interface NumberGrammar {
  zero: number;
  below: number;
  /** The clip of twenty, those of thirty to ninety follow it; undefined where `below` is 100. */
  twenty: number | undefined;
}

/** The words of one currency. Where a language has no plural both forms are the same clip. */
export interface CurrencyWords {
  /** ISO 4217 numeric code. */
  numeric: number;
  one: number;
  many: number;
  /** undefined when the currency is paid without decimals. */
  minorOne: number | undefined;
  minorMany: number | undefined;
  /** Grouping belongs to the currency: lakh and crore for rupees, million for dollars. Descending, ends with hundred. */
  scales: Scale[];
}

/** Each sentence is a list of clip ids, AMOUNT and COUNT. Only `paid` may hold CHIME_PAID. */
interface Sentences {
  paid: number[];
  again: number[];
  replay: number[];
  /** A recap of one payment, and of several. */
  recapOne: number[];
  recap: number[];
  reversed: number[];
  failed: number[];
  expired: number[];
  cancelled: number[];
  offline: number[];
  online: number[];
  test: number[];
  scan: number[];
}

export interface Language {
  /** BCP 47 tag; the pack's file is 'voice-' + tag. */
  tag: string;
  number: NumberGrammar;
  currencies: CurrencyWords[];
  sentences: Sentences;
}

// The words section of a voice pack: what a language is to the speaker, all as clip ids. tools/voice/README.md describes
// the bytes; tools/voice/words.ts writes them.

/** The chimes are the same clips in every language; a language's own ids are dense from CHIMES on. 0 to 7 are the notes. */
export const NOTES = 8;
export const CHIME_FAILED = 8;
export const CHIME_ATTENTION = 9;
export const CHIME_KEY = 10;
export const CHIMES = 11;

/** Ids from here on are no clips. */
export const CLIPS_END = 251;
/** In a rule: what is left of the number, by the rules of which the first one's place in the list is the next byte. */
export const REST_BY = 251;
/** In a rule: the clip whose id is the next byte plus how many times the divisor goes into the number. */
export const ROW = 252;
/** In a sentence, how many payments; in a rule, what is left of the number, unless it is nothing. */
export const COUNT = 253;
export const REST = 253;
/** In a sentence, the amount; in a rule, how many times the divisor goes into the number, said as a number. */
export const AMOUNT = 254;
export const TIMES = 254;
/** Fills up what is shorter. */
export const NOTHING = 255;

/** The section begins with the sentences: a name, filled up with blanks, and then its parts. */
export const SENTENCES = 22;
export const SENTENCE_NAME_BYTES = 10;
export const SENTENCE_PARTS = 5;
export const SENTENCE_BYTES = 15;
/** Number of currencies, then CURRENCY_BYTES for each: code, one, many, minor one, minor many, where its rules begin. */
export const CURRENCIES_AT = 330;
export const CURRENCY_BYTES = 8;
/** A rule for numbers from `from` on: from, divisor (4 bytes each), parts. Rules fall; the last one is from 0. */
export const RULE_BYTES = 12;
export const RULE_PARTS_AT = 8;

/** Two bytes, the low one first. */
export function half(bytes: string, at: number): number {
  return bytes.charCodeAt(at) + bytes.charCodeAt(at + 1) * 256;
}

/** Four bytes, the low one first; below 2^31. */
export function whole(bytes: string, at: number): number {
  return half(bytes, at) + half(bytes, at + 2) * 65536;
}

import type { Utterance } from '../app/effects';
import { currencyOf } from '../wire/currencies';
import { idiv } from '../wire/idiv';
import { pushNumber } from './number';
import { AMOUNT, COUNT, CURRENCIES_AT, CURRENCY_BYTES, NOTHING, half } from './words';
import { SENTENCE_BYTES, SENTENCE_NAME_BYTES, SENTENCE_PARTS } from './words';

/** What the sentences say of money and time; those without leave it out. */
interface Told {
  currency?: number;
  amountMinor: number;
  count: number;
  again?: boolean;
  motif?: string;
  ageMinutes?: number;
}

const FIRST_CURRENCY_AT = CURRENCIES_AT + 1;
const ZERO = 48;

/**
 * The clip ids of a sentence, in the order in which they are played, by the words of a voice pack. Notes are in it when
 * the sentence brings a motif, which a new payment alone does. Amounts are 0 to 2,147,483,647 minor units of a currency in
 * wire/currencies.ts. Empty when the pack has no words for the currency.
 */
export function compose(words: string, utterance: Utterance): number[] {
  const clips: number[] = [];
  const told = utterance as Told;
  // A number that counts no money is said by the rules of the first currency.
  const currencyAt = told.currency === undefined ? FIRST_CURRENCY_AT : currencyIn(words, told.currency);
  if (currencyAt === 0) return clips;
  let name: string = utterance.say;
  let again = told.again === true;
  if (utterance.say === 'paid') {
    again = utterance.kind === 'again';
    name = utterance.kind === 'replay' ? 'replay' : 'payment';
  } else if (utterance.say === 'recap' || utterance.say === 'total') {
    if (!again) pushSentence(words, utterance.say === 'total' ? 'today' : 'late', 0, 0, 0, clips);
    name = utterance.count === 1 ? 'recap-one' : 'recap';
  }
  const motif = told.motif;
  for (let i = 0; motif !== undefined && i < motif.length; i++) clips.push(motif.charCodeAt(i) - ZERO);
  if (again) pushSentence(words, 'again', 0, 0, 0, clips);
  pushSentence(words, name, currencyAt, told.amountMinor, told.count, clips);
  if (told.ageMinutes !== undefined) pushAge(words, told.ageMinutes, clips);
  return clips;
}

/** "Four minutes ago", from two hours on in hours, so that no language needs its words for one. */
function pushAge(words: string, minutes: number, clips: number[]): void {
  const isLong = minutes > 119;
  const count = isLong ? idiv(minutes, 60) : minutes;
  if (count > 1) pushSentence(words, isLong ? 'hours' : 'minutes', FIRST_CURRENCY_AT, 0, count, clips);
}

/** Where the words of a currency are; 0 when there are none. */
function currencyIn(words: string, currency: number): number {
  let at = FIRST_CURRENCY_AT;
  for (let left = words.charCodeAt(CURRENCIES_AT); left > 0; left--) {
    if (half(words, at) === currency) return at;
    at += CURRENCY_BYTES;
  }
  return 0;
}

function pushSentence(
  words: string,
  name: string,
  currencyAt: number,
  amountMinor: number,
  count: number,
  clips: number[],
): void {
  // With the blank, so that "hour" is not found in "hours".
  const wanted = name + ' ';
  let at = 0;
  while (at < CURRENCIES_AT && words.substring(at, at + wanted.length) !== wanted) at += SENTENCE_BYTES;
  if (at === CURRENCIES_AT) return;
  for (let i = 0; i < SENTENCE_PARTS; i++) {
    const part = words.charCodeAt(at + SENTENCE_NAME_BYTES + i);
    if (part === AMOUNT) pushAmount(words, currencyAt, amountMinor, clips);
    else if (part === COUNT) pushNumber(words, half(words, currencyAt + 6), 0, count, clips);
    else if (part !== NOTHING) clips.push(part);
  }
}

/** "one thousand rupees fifty paisa": whole units unless they are 0, minor units unless they are 0, never nothing. */
function pushAmount(words: string, at: number, amountMinor: number, clips: number[]): void {
  const currency = currencyOf(half(words, at));
  const perUnit = currency !== undefined && currency.decimals === 2 ? 100 : 1;
  const units = idiv(amountMinor, perUnit);
  const minor = amountMinor - units * perUnit;
  if (units > 0 || minor === 0) pushCounted(words, at, 2, units, clips);
  if (minor > 0) pushCounted(words, at, 4, minor, clips);
}

/** A number and what it counts: the word for one stands at `place` of the currency, that for more behind it. */
function pushCounted(words: string, at: number, place: number, number: number, clips: number[]): void {
  pushNumber(words, half(words, at + 6), 0, number, clips);
  clips.push(words.charCodeAt(at + place + (number === 1 ? 0 : 1)));
}

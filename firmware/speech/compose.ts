import type { Utterance } from '../app/effects';
import { currencyOf } from '../wire/currencies';
import { idiv } from '../wire/idiv';
import { pushNumber } from './number';
import { AMOUNT, COUNT, CURRENCIES_AT, CURRENCY_BYTES, NOTHING, SENTENCE_PARTS, half, sentences } from './words';

/**
 * The clip ids of a sentence, in the order in which they are played, by the words of a voice pack. The payment chime is
 * in it for kind 'new' alone. Amounts are 0 to 2,147,483,647 minor units of a currency in wire/currencies.ts. Empty when
 * the pack has no words for the currency.
 */
export function compose(words: string, utterance: Utterance): number[] {
  const clips: number[] = [];
  if (utterance.say !== 'paid' && utterance.say !== 'recap' && utterance.say !== 'reversed') {
    pushSentence(words, utterance.say, 0, 0, 0, clips);
    return clips;
  }
  const currencyAt = currencyIn(words, utterance.currency);
  if (currencyAt === 0) return clips;
  let name: string = utterance.say;
  let again = false;
  let count = 0;
  if (utterance.say === 'paid') {
    again = utterance.kind === 'again';
    name = again ? 'told' : utterance.kind;
  } else {
    again = utterance.again;
    if (utterance.say === 'recap') {
      count = utterance.count;
      if (count === 1) name = 'recap-one';
      if (!again) pushSentence(words, 'late', 0, 0, 0, clips);
    }
  }
  if (again) pushSentence(words, 'again', 0, 0, 0, clips);
  pushSentence(words, name, currencyAt, utterance.amountMinor, count, clips);
  return clips;
}

/** Where the words of a currency are; 0 when there are none. */
function currencyIn(words: string, currency: number): number {
  let at = CURRENCIES_AT + 1;
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
  let at = 0;
  for (let i = 0; sentences[i] !== name; i++) at += SENTENCE_PARTS;
  for (let i = at; i < at + SENTENCE_PARTS; i++) {
    const part = words.charCodeAt(i);
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

import type { Utterance } from '../app/effects';
import { currencyOf } from '../wire/currencies';
import { idiv } from '../wire/idiv';
import { AMOUNT, COUNT } from './language';
import type { CurrencyWords, Language } from './language';
import { pushNumber } from './number';
import { languageOf } from './registry';

/**
 * The clip ids of a sentence, in the order in which they are played. The payment chime is in it for kind 'new' alone.
 * Amounts are 0 to 2,147,483,647 minor units of a currency in wire/currencies.ts. Empty when there is no voice for the
 * currency. An unknown language tag is spoken in the first language; openPack goes by the same rule.
 */
export function compose(language: string, utterance: Utterance): number[] {
  const voice = languageOf(language);
  const sentence = sentenceOf(voice, utterance);
  const clips: number[] = [];
  if (utterance.say === 'paid' || utterance.say === 'recap' || utterance.say === 'reversed') {
    const words = wordsOf(voice, utterance.currency);
    if (words === undefined) return clips;
    const count = utterance.say === 'recap' ? utterance.count : 0;
    for (const part of sentence) pushPart(part, utterance.amountMinor, count, voice, words, clips);
    return clips;
  }
  for (const clip of sentence) clips.push(clip);
  return clips;
}

function sentenceOf(voice: Language, utterance: Utterance): number[] {
  const sentences = voice.sentences;
  switch (utterance.say) {
    case 'paid':
      if (utterance.kind === 'new') return sentences.paid;
      return utterance.kind === 'again' ? sentences.again : sentences.replay;
    case 'recap':
      return utterance.count === 1 ? sentences.recapOne : sentences.recap;
    case 'reversed':
      return sentences.reversed;
    case 'failed':
      return sentences.failed;
    case 'expired':
      return sentences.expired;
    case 'cancelled':
      return sentences.cancelled;
    case 'offline':
      return sentences.offline;
    case 'online':
      return sentences.online;
    case 'test':
      return sentences.test;
    case 'scan':
      return sentences.scan;
  }
}

function wordsOf(voice: Language, currency: number): CurrencyWords | undefined {
  for (const words of voice.currencies) {
    if (words.numeric === currency) return words;
  }
  return undefined;
}

function pushPart(
  part: number,
  amountMinor: number,
  count: number,
  voice: Language,
  words: CurrencyWords,
  clips: number[],
): void {
  if (part === AMOUNT) pushAmount(amountMinor, voice, words, clips);
  else if (part === COUNT) pushNumber(count, voice.number, words.scales, clips);
  else clips.push(part);
}

/** "one thousand rupees fifty paisa": whole units unless they are 0, minor units unless they are 0, never nothing. */
function pushAmount(amountMinor: number, voice: Language, words: CurrencyWords, clips: number[]): void {
  const currency = currencyOf(words.numeric);
  const perUnit = currency !== undefined && currency.decimals === 2 ? 100 : 1;
  const units = idiv(amountMinor, perUnit);
  const minor = amountMinor - units * perUnit;
  if (units > 0 || minor === 0) {
    pushNumber(units, voice.number, words.scales, clips);
    clips.push(units === 1 ? words.one : words.many);
  }
  if (minor > 0 && words.minorOne !== undefined && words.minorMany !== undefined) {
    pushNumber(minor, voice.number, words.scales, clips);
    clips.push(minor === 1 ? words.minorOne : words.minorMany);
  }
}

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { pushNumber } from '../../../../firmware/speech/number';
import { CURRENCIES_AT, CURRENCY_BYTES, half } from '../../../../firmware/speech/words';
import type { Rule } from '../../../../tools/voice/language';
import { languageOf, words } from '../../../../tools/voice/registry';
import { wordsSection } from '../../../../tools/voice/words';
import { MOST_MINOR, boundaryAmounts, seededAmounts } from '../../../support/amounts';
import { numberOf } from '../../../support/clip-value';

interface Oracle {
  words: Record<string, string[]>;
}

const oracleOf = (locale: string): Oracle =>
  JSON.parse(readFileSync(new URL(`../../../golden/speech/${locale}.json`, import.meta.url), 'utf8')) as Oracle;

const rulesOf = (tag: string, currency: number): Rule[] =>
  languageOf(tag).currencies.find((one) => one.numeric === currency)?.rules ?? [];

/** The clips of numbers as a currency groups them. */
function speller(tag: string, currency: number): (value: number) => number[] {
  const section = wordsSection(languageOf(tag));
  const place = languageOf(tag).currencies.findIndex((one) => one.numeric === currency);
  const rulesAt = half(section, CURRENCIES_AT + 1 + place * CURRENCY_BYTES + 6);
  return (value) => {
    const clips: number[] = [];
    pushNumber(section, rulesAt, 0, value, clips);
    return clips;
  };
}

interface Facts {
  tag: string;
  locale: string;
  currency: number;
  grouping: string;
  /** A word that the facts lack, and what they have in its place. */
  ours?: string;
  theirs?: string;
}

const NPR = 524;
const USD = 840;

/** Khmer marks where words join with U+200B alone; Bengali and Marathi write one letter in two ways each. */
const plain = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\u200b/g, '')
    .replace(/\u0931\u094d/g, '\u0930\u094d\u200d');

/** True when each word is one that some source has at its place: sources differ in the spelling of single words. */
function agrees(said: string, spellings: string[]): boolean {
  if (spellings.some((spelling) => spelling.replace(/ /g, '') === said.replace(/ /g, ''))) return true;
  const parts = said.split(' ');
  const sources = spellings.map((one) => one.split(' ')).filter((one) => one.length === parts.length);
  return parts.every((part, i) => sources.some((source) => source[i] === part));
}

describe.each<Facts>([
  { tag: 'en', locale: 'en', currency: USD, grouping: 'million and billion' },
  { tag: 'en', locale: 'en_IN', currency: NPR, grouping: 'lakh and crore' },
  { tag: 'en-IN', locale: 'en_IN', currency: USD, grouping: 'lakh and crore' },
  { tag: 'bn', locale: 'bn', currency: NPR, grouping: 'lakh and crore' },
  { tag: 'gu', locale: 'gu', currency: NPR, grouping: 'lakh and crore' },
  { tag: 'hi', locale: 'hi', currency: NPR, grouping: 'lakh and crore' },
  { tag: 'id', locale: 'id', currency: NPR, grouping: 'million' },
  { tag: 'km', locale: 'km', currency: NPR, grouping: 'million' },
  // Marathi says a round hundred with a word of its own, which one package lacks and the other one overdoes.
  { tag: 'mr', locale: 'mr', currency: NPR, grouping: 'lakh and crore', ours: 'शंभर', theirs: 'एकशे' },
  { tag: 'ne', locale: 'ne', currency: NPR, grouping: 'lakh and crore' },
  { tag: 'ur', locale: 'ur', currency: NPR, grouping: 'lakh and crore' },
  { tag: 'vi', locale: 'vi', currency: NPR, grouping: 'million' },
])('numbers in $tag with $grouping', ({ tag, locale, currency, ours = '', theirs = '' }: Facts) => {
  // The facts lack 87 alone; it is said as the row of eighties forms it.
  test('are the words that independent spell-out rules give', () => {
    const clipsOf = speller(tag, currency);
    const facts = Object.entries(oracleOf(locale).words);
    const wrong = facts.filter(([number, spellings]) => {
      const said = plain(words(tag, clipsOf(Number(number))));
      return !agrees(said.replace(ours, theirs), spellings.map(plain));
    });
    expect(facts.length).toBe(596);
    expect(wrong).toEqual([]);
  });

  test('can be read back from their clips', () => {
    const clipsOf = speller(tag, currency);
    const numbers = [0, ...boundaryAmounts(), ...seededAmounts(20_000, 11)];
    const wrong = numbers.filter((value) => numberOf(rulesOf(tag, currency), clipsOf(value)) !== value);
    expect(wrong).toEqual([]);
  });
});

test('the largest number on the wire is two arab in Nepali and two billion in western English', () => {
  expect(words('ne', speller('ne', NPR)(MOST_MINOR))).toBe('दुई अर्ब चौध करोड चौहत्तर लाख त्रियासी हजार छ सय सतचालिस');
  expect(words('en', speller('en', USD)(MOST_MINOR))).toBe(
    'two billion one hundred forty seven million four hundred eighty three thousand six hundred forty seven',
  );
});

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Language } from '../../../../firmware/speech/language';
import { pushNumber } from '../../../../firmware/speech/number';
import { languageOf } from '../../../../firmware/speech/registry';
import { words } from '../../../../tools/voice/registry';
import { MOST_MINOR, boundaryAmounts, seededAmounts } from '../../../support/amounts';
import { numberOf } from '../../../support/clip-value';

interface Oracle {
  words: Record<string, string[]>;
}

const oracleOf = (locale: string): Oracle =>
  JSON.parse(readFileSync(new URL(`../../../golden/speech/${locale}.json`, import.meta.url), 'utf8')) as Oracle;

function clipsOf(language: Language, currency: number, value: number): number[] {
  const scales = language.currencies.find((one) => one.numeric === currency)?.scales ?? [];
  const clips: number[] = [];
  pushNumber(value, language.number, scales, clips);
  return clips;
}

const NPR = 524;
const USD = 840;

describe.each([
  { tag: 'en', locale: 'en', currency: USD, grouping: 'million and billion' },
  { tag: 'en', locale: 'en_IN', currency: NPR, grouping: 'lakh and crore' },
  { tag: 'ne', locale: 'ne', currency: NPR, grouping: 'lakh and crore' },
])('numbers in $tag with $grouping', ({ tag, locale, currency }) => {
  // No deviation is needed. The Nepali facts lack 87 alone; it is said as CLDR's row of eighties forms it.
  test('are the words that independent spell-out rules give', () => {
    const facts = Object.entries(oracleOf(locale).words);
    const wrong = facts.filter(([number, spellings]) => {
      const said = words(tag, clipsOf(languageOf(tag), currency, Number(number)));
      return !spellings.includes(said);
    });
    expect(facts.length).toBe(596);
    expect(wrong).toEqual([]);
  });

  test('can be read back from their clips', () => {
    const language = languageOf(tag);
    const numbers = [0, ...boundaryAmounts(), ...seededAmounts(20_000, 11)];
    const wrong = numbers.filter((value) => numberOf(language, clipsOf(language, currency, value)) !== value);
    expect(wrong).toEqual([]);
  });
});

test('the largest number on the wire is two arab in Nepali and two billion in western English', () => {
  expect(words('ne', clipsOf(languageOf('ne'), NPR, MOST_MINOR))).toBe(
    'दुई अर्ब चौध करोड चौहत्तर लाख त्रियासी हजार छ सय सतचालिस',
  );
  expect(words('en', clipsOf(languageOf('en'), USD, MOST_MINOR))).toBe(
    'two billion one hundred forty seven million four hundred eighty three thousand six hundred forty seven',
  );
});

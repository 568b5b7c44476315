import { describe, expect, test } from 'vitest';
import { compared, speller, spelled } from '../../../../tools/voice/facts';
import type { Rule } from '../../../../tools/voice/language';
import { languageOf, words } from '../../../../tools/voice/registry';
import { MOST_MINOR, boundaryAmounts, seededAmounts } from '../../../support/amounts';
import { numberOf } from '../../../support/clip-value';

const rulesOf = (tag: string, currency: number): Rule[] =>
  languageOf(tag).currencies.find((one) => one.numeric === currency)?.rules ?? [];
const NPR = 524;
const USD = 840;

describe.each(spelled)('numbers in $tag with $grouping', (one) => {
  // The facts lack 87 alone; it is said as the row of eighties forms it.
  test('are the words that independent spell-out rules give', () => {
    expect(compared(one)).toEqual({ facts: 596, wrong: [] });
  });

  test('can be read back from their clips', () => {
    const clipsOf = speller(one);
    const numbers = [0, ...boundaryAmounts(), ...seededAmounts(20_000, 11)];
    const wrong = numbers.filter((value) => numberOf(rulesOf(one.tag, one.currency), clipsOf(value)) !== value);
    expect(wrong).toEqual([]);
  });
});

test('the largest number on the wire is two arab in Nepali and two billion in western English', () => {
  expect(words('ne', speller({ tag: 'ne', currency: NPR })(MOST_MINOR))).toBe(
    'दुई अर्ब चौध करोड चौहत्तर लाख त्रियासी हजार छ सय सतचालिस',
  );
  expect(words('en', speller({ tag: 'en', currency: USD })(MOST_MINOR))).toBe(
    'two billion one hundred forty seven million four hundred eighty three thousand six hundred forty seven',
  );
});

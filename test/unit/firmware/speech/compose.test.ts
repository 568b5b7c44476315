import { describe, expect, test } from 'vitest';
import type { Utterance } from '../../../../firmware/app/effects';
import { CHIMES, CLIPS_END, NOTES, TIMES } from '../../../../firmware/speech/words';
import { currencies } from '../../../../firmware/wire/currencies';
import { clipTexts, languageOf, languageTags, words } from '../../../../tools/voice/registry';
import { row, scale } from '../../../../tools/voice/language';
import type { Language, Rule } from '../../../../tools/voice/language';
import { wordsSection } from '../../../../tools/voice/words';
import { MOST_MINOR, boundaryAmounts, seededAmounts } from '../../../support/amounts';
import { amountOf } from '../../../support/clip-value';
import { clipsOf } from '../../../support/voice-pack';

const [NPR, INR, KHR, USD, ZAR] = [524, 356, 116, 840, 710];

const paid = (language: string, currency: number, amountMinor: number, kind: 'new' | 'again' | 'replay' = 'new') =>
  ({
    ...{ say: 'paid', kind, amountMinor, currency, seqs: [1], language },
    ...(kind === 'new' ? { motif: '705' } : {}),
    ...(kind === 'replay' ? { ageMinutes: 4 } : {}),
  }) as const satisfies Utterance;

const said = (utterance: Utterance): string => words(utterance.language, clipsOf(utterance));

const plain = (language: string): Utterance[] =>
  (
    [
      'failed',
      'expired',
      'cancelled',
      'offline',
      'online',
      'no-bank',
      'bank',
      'test',
      'scan',
      'language',
      'key',
    ] as const
  ).map((say) => ({
    say,
    seqs: [],
    language,
  }));

/** What keys make a box say beside payments. */
const keyed = (language: string): Utterance[] => [
  { say: 'total', count: 12, amountMinor: 840_000, currency: NPR, seqs: [], language },
  { say: 'total', count: 1, amountMinor: 500, currency: NPR, seqs: [], language },
  ...Array.from({ length: 11 }, (_none, count): Utterance => ({ say: 'volume', count, seqs: [], language })),
  ...[0, 1, 2, 59, 60, 119, 120, 6000].map((ageMinutes): Utterance => ({
    ...paid(language, NPR, 500, 'replay'),
    ageMinutes,
  })),
];

const recap = (language: string, count: number, amountMinor: number, again = false): Utterance => ({
  say: 'recap',
  again,
  count,
  amountMinor,
  currency: NPR,
  seqs: [1],
  language,
});

const reversed = (language: string, amountMinor: number, again = false): Utterance => ({
  say: 'reversed',
  again,
  amountMinor,
  currency: NPR,
  seqs: [1],
  language,
});

describe('a shop hears', () => {
  test.each([
    ['en', NPR, 125_050, 'received one thousand two hundred fifty rupees fifty paisa'],
    ['en', NPR, 100, 'received one rupee'],
    ['en', NPR, 5, 'received five paisa'],
    ['en', NPR, 12_345_600, 'received one lakh twenty three thousand four hundred fifty six rupees'],
    ['en', INR, 250_000_000, 'received twenty five lakh Indian rupees'],
    [
      'en',
      USD,
      123_456_789,
      'received one million two hundred thirty four thousand five hundred sixty seven dollars eighty nine cents',
    ],
    ['en', USD, 101, 'received one dollar one cent'],
    ['en', KHR, 4000, 'received four thousand riel'],
    ['en', ZAR, 1999, 'received nineteen rand ninety nine cents'],
    ['ne', NPR, 125_050, 'एक हजार दुई सय पचास रुपैयाँ पचास पैसा प्राप्त भयो'],
    ['ne', NPR, 2_147_483_647, 'दुई करोड चौध लाख चौहत्तर हजार आठ सय छत्तिस रुपैयाँ सतचालिस पैसा प्राप्त भयो'],
    ['ne', KHR, 2_000_000_000, 'दुई अर्ब रियल प्राप्त भयो'],
    ['ne', INR, 100, 'एक भारतीय रुपैयाँ प्राप्त भयो'],
  ])('in %s for %i %i: %s', (language, currency, amountMinor, text) => {
    expect(said(paid(language, currency, amountMinor))).toBe(text);
  });

  test('that a payment may have been spoken before, that it is a repeat, or that it went back', () => {
    expect(said(paid('en', NPR, 500, 'again'))).toBe('again received five rupees');
    expect(said(paid('en', NPR, 500, 'replay'))).toBe('repeat five rupees four minutes ago');
    expect(said(reversed('en', 500))).toBe('payment reversed five rupees');
    expect(said(reversed('en', 500, true))).toBe('again payment reversed five rupees');
  });

  test('what came in while the box was offline, as one sentence', () => {
    expect(said(recap('en', 3, 125_000))).toBe(
      'while offline three payments total one thousand two hundred fifty rupees',
    );
    expect(said(recap('en', 1, 500))).toBe('while offline one payment five rupees');
    expect(said(recap('en', 3, 500, true))).toBe('again three payments total five rupees');
    expect(said(recap('ne', 3, 500))).toBe('अफलाइन हुँदा तिन भुक्तानी जम्मा पाँच रुपैयाँ');
  });
});

describe('a key makes a box say', () => {
  test.each([
    [1, 'repeat five rupees'],
    [2, 'repeat five rupees two minutes ago'],
    [119, 'repeat five rupees one hundred nineteen minutes ago'],
    [120, 'repeat five rupees two hours ago'],
  ])('how long ago the last payment was, after %i minutes', (ageMinutes, text) => {
    expect(said({ ...paid('en', NPR, 500, 'replay'), ageMinutes })).toBe(text);
  });

  test("the day's count and sum", () => {
    const [many, one] = keyed('en');
    expect(said(many!)).toBe('today twelve payments total eight thousand four hundred rupees');
    expect(said(one!)).toBe('today one payment five rupees');
  });

  test('the new volume, the digit that was keyed in, the name of the new language', () => {
    expect(said({ say: 'volume', count: 5, seqs: [], language: 'ne' })).toBe('पाँच');
    expect(said({ say: 'language', seqs: [], language: 'ne' })).toBe('नेपाली');
  });
});

describe('the motif', () => {
  test.each(languageTags)('sounds for a new payment and for nothing else (%s)', (language) => {
    const others = [
      paid(language, NPR, 500, 'again'),
      paid(language, NPR, 500, 'replay'),
      recap(language, 1, 500),
      recap(language, 3, 500),
      reversed(language, 500),
      ...plain(language),
      ...keyed(language),
    ];
    expect(clipsOf(paid(language, NPR, 500)).slice(0, 3)).toEqual([7, 0, 5]);
    for (const utterance of others) expect(Math.min(...clipsOf(utterance))).toBeGreaterThanOrEqual(NOTES);
    expect(clipsOf(recap(language, 3, 500))[0]).toBeGreaterThanOrEqual(CHIMES);
    for (const parts of Object.values(languageOf(language).sentences))
      expect(Math.min(...parts)).toBeGreaterThanOrEqual(NOTES);
  });
});

describe.each(languageTags)('every amount that the wire carries, in %s', (tag) => {
  const language = languageOf(tag);
  const amounts = [...boundaryAmounts(), ...seededAmounts(100_000, 7)];
  const framed = (language.sentences.replay ?? []).filter((part) => part < CLIPS_END);

  test('is said with clips that exist, and reads back as the same amount', () => {
    const known = clipTexts(languageOf(tag)).length;
    const wrong: string[] = [];
    amounts.forEach((amountMinor, index) => {
      const currency = currencies[index % currencies.length]?.numeric ?? 0;
      const clips = clipsOf({ ...paid(tag, currency, amountMinor, 'replay'), ageMinutes: 0 });
      const amount = clips.slice(framed.length);
      if (clips.some((clip) => clip < 0 || clip >= known)) wrong.push(`${currency} ${amountMinor}: unknown clip`);
      if (amountOf(language, currency, amount) !== amountMinor) wrong.push(`${currency} ${amountMinor}: misread`);
    });
    expect(amounts.length).toBeGreaterThan(100_000);
    expect(wrong).toEqual([]);
  });

  test('at the limits is said in every currency', () => {
    for (const { numeric } of currencies) {
      for (const amountMinor of [1, 99, 100, 101, 199, MOST_MINOR]) {
        const clips = clipsOf({ ...paid(tag, numeric, amountMinor, 'replay'), ageMinutes: 0 }).slice(framed.length);
        expect(amountOf(language, numeric, clips)).toBe(amountMinor);
      }
    }
  });

  test('leaves no clip of the pack unused', () => {
    const used = new Set<number>();
    const utterances = [...plain(tag), ...keyed(tag), recap(tag, 1, 500), recap(tag, 2, 500), reversed(tag, 500)];
    for (const kind of ['new', 'again', 'replay'] as const) utterances.push(paid(tag, NPR, 500, kind));
    for (const { numeric } of currencies)
      for (const amount of [1, 101, ...amounts.slice(0, 3000), 1_000_000_000])
        utterances.push(paid(tag, numeric, amount));
    for (const utterance of utterances) for (const clip of clipsOf(utterance)) used.add(clip);
    // Zero is said when the bridge tells of a total of nothing.
    for (const clip of clipsOf(recap(tag, 2, 0))) used.add(clip);
    for (let note = 0; note < NOTES; note++) used.add(note);
    expect(clipTexts(languageOf(tag)).filter((clip) => !used.has(clip.id))).toEqual([]);
  });
});

test('a box told of a currency that it does not have says nothing of it', () => {
  expect(clipsOf(paid('en', 999, 500))).toEqual([]);
});

test.each(languageTags)('%s has words for every currency', (tag) => {
  expect(languageOf(tag).currencies.map((words) => words.numeric)).toEqual(
    currencies.map((currency) => currency.numeric),
  );
});

describe('the builder of words refuses', () => {
  const { currencies: all, ...english } = languageOf('en');
  const withRules = (rules: Rule[]): Language => ({
    ...english,
    currencies: all.map((words) => ({ ...words, rules })),
  });
  test.each<[string, Language, RegExp]>([
    ['a language without one of the sentences', { ...languageOf('en'), sentences: {} }, /0 sentences, not 22/],
    [
      'a sentence of six parts',
      { ...languageOf('en'), sentences: { ...languageOf('en').sentences, test: [1, 2, 3, 4, 5, 6] } },
      /5 parts are the most/,
    ],
    ['rules that end above nothing', withRules([scale(100, 4)]), /no rule reaches down to 0/],
    ['rules that rise', withRules([row(3), scale(100, 4)]), /rule from 100 is not usable/],
    ['a rule that never ends', withRules([{ from: 0, by: 1, parts: [TIMES] }]), /rule from 0 is not usable/],
  ])('%s', (_what, language, reason) => {
    expect(() => wordsSection(language)).toThrow(reason);
  });
});

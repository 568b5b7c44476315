import { describe, expect, test } from 'vitest';
import { hearBox, hearingFaults, hearSources } from '../../../../../tools/voice/proof/ear';
import type { Hearing } from '../../../../../tools/voice/proof/ear';
import { languageOf } from '../../../../../tools/voice/registry';
import { need } from '../../../../support/need';

const ANNOUNCEMENTS = 20;
const SEED = 21;
const LIMIT_MS = 240_000;

need('pocketsphinx', 'a recogniser that knows nothing of the box', () => {
  const en = languageOf('en');
  const idOf = (text: string): number => en.clips.find((clip) => clip.text === text)!.id;

  test.each(['en', 'en-IN'])('understands what a box says in %s', { timeout: LIMIT_MS }, (tag) => {
    const hearing = hearSources(languageOf(tag), ANNOUNCEMENTS, SEED);
    expect(hearingFaults(hearing), JSON.stringify(hearing)).toEqual([]);
  });

  test('misses the words of two clips that are swapped', { timeout: LIMIT_MS }, () => {
    const faults = hearingFaults(hearSources(en, ANNOUNCEMENTS, SEED, [idOf('fifty'), idOf('sixty')])).join();
    expect(faults).toContain('did not understand "sixty"');
    expect(faults).toMatch(/understood \d+ of 31 announcements/);
  });

  test('hears words in what the box plays from its pack', { timeout: LIMIT_MS }, () => {
    expect(hearBox(en, 1, SEED).understood).toBeGreaterThan(0);
  });
});

describe('what an ear understood is enough', () => {
  const faults = (announcements: number, misheard: number, wordErrors = misheard): string[] => {
    const hearing: Hearing = {
      ...{ announcements, understood: announcements - misheard, words: 9 * announcements, wordErrors },
      ...{ weakWords: [], misheard: [] },
    };
    return hearingFaults(hearing);
  };

  test.each([
    ['one of twelve may be misheard', 12, 1],
    ['five of seventy-one', 71, 5],
    ['one in twenty of three hundred', 311, 16],
  ])('when %s', (_, all, misheard) => {
    expect(faults(all, misheard)).toEqual([]);
    expect(faults(all, misheard + 1)).toEqual([
      `the recogniser understood ${all - misheard - 1} of ${all} announcements, ${all - misheard} are the least`,
    ]);
  });

  test('and not when the few that are misheard are misheard altogether', () => {
    expect(faults(71, 2, 12)).toEqual([]);
    expect(faults(71, 2, 13)).toEqual(['the recogniser misheard 13 of 639 words, 12 are the most']);
  });
});

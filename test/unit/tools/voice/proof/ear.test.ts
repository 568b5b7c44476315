import { expect, test } from 'vitest';
import { hearBox, hearingFaults, hearSources } from '../../../../../tools/voice/proof/ear';
import { languageOf } from '../../../../../tools/voice/registry';
import { need } from '../../../../support/need';

const ANNOUNCEMENTS = 20;
const SEED = 21;
const LIMIT_MS = 240_000;

need('pocketsphinx', 'a recogniser that knows nothing of the box', () => {
  const en = languageOf('en');
  const idOf = (text: string): number => en.clips.find((clip) => clip.text === text)!.id;

  test('understands what an English box says', { timeout: LIMIT_MS }, () => {
    const hearing = hearSources(en, ANNOUNCEMENTS, SEED);
    expect(hearingFaults(hearing), JSON.stringify(hearing)).toEqual([]);
  });

  test('misses the words of two clips that are swapped', { timeout: LIMIT_MS }, () => {
    const faults = hearingFaults(hearSources(en, ANNOUNCEMENTS, SEED, [idOf('fifty'), idOf('sixty')]));
    expect(faults.join()).toContain('did not understand "fifty"');
  });

  test('hears words in what the box plays from its pack', { timeout: LIMIT_MS }, () => {
    expect(hearBox(en, 1, SEED).misheard.some(({ heard }) => heard !== '')).toBe(true);
  });
});

import { describe, expect, test } from 'vitest';
import { announcements } from '../../../../../tools/voice/proof/announcements';
import { clipTexts, languageOf, languageTags } from '../../../../../tools/voice/registry';
import { wordsSection } from '../../../../../tools/voice/words';
import { compose } from '../../../../../firmware/speech/compose';

describe.each(languageTags)('sixty announcements in %s', (tag) => {
  const language = languageOf(tag);
  const said = announcements(language, 60, 1);

  test('leave no clip unheard, notes included', () => {
    const heard = new Set(said.flatMap(({ clips }) => clips));
    expect(clipTexts(language).flatMap(({ id, text }) => (heard.has(id) ? [] : [text]))).toEqual([]);
  });

  test('leave no sentence of the language unsaid', () => {
    const section = wordsSection(language);
    for (const name of Object.keys(language.sentences)) {
      const without = section.replace(name.padEnd(10), '?'.padEnd(10));
      const lost = said.filter(({ utterance, clips }) => compose(without, utterance).length < clips.length);
      expect(lost.length, name).toBeGreaterThan(0);
    }
  });

  test('are the same ones for the same seed, and others for another', () => {
    expect(announcements(language, 3, 1)).toEqual(said.slice(0, 15));
    expect(announcements(language, 3, 2)).not.toEqual(said.slice(0, 15));
  });
});

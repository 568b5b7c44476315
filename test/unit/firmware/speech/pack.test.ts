import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openPack, spansOf } from '../../../../firmware/speech/pack';
import { assetsOf } from '../../../../tools/voice/assets';
import { encode } from '../../../../tools/voice/bfp6';
import { soundIsWhole, writePack } from '../../../../tools/voice/pack';
import { builtPacks, packPath, tagsWithPack } from '../../../../tools/voice/packs';
import { clipTexts, languageOf } from '../../../../tools/voice/registry';
import { wordsSection } from '../../../../tools/voice/words';
import { boxWith, engineCrc32, smallPack, tone } from '../../../support/voice-pack';

describe('a voice pack', () => {
  test('is read as the builder wrote it, clip by clip, notes without a gap, a breath between words and a longer one after a chime', () => {
    const coded = Array.from({ length: 14 }, (_none, id) => encode(tone(id + 1)));
    const assets = boxWith(writePack('en', 'words', coded));
    const pack = openPack(assets, 'en', engineCrc32);
    if (pack === undefined) throw new Error('the pack was refused');
    expect(pack).toMatchObject({ file: 'voice-en', rateHz: 8000, clips: 14, words: 'words' });
    const spans = spansOf(pack, [0, 4, 12, 11]) ?? [];
    expect(spans.map((span) => span.samples)).toEqual([64, 320, 1024, 832, 64, 768]);
    const sound = spans.filter((span) => span.bytes > 0);
    expect(sound.map((span) => Buffer.from(assets.read(pack.file, span.offset, span.bytes), 'latin1'))).toEqual(
      [coded[0], coded[4], coded[12], coded[11]].map((bytes) => Buffer.from(bytes ?? [])),
    );
  });

  test('without a clip that a sentence needs plays nothing of it', () => {
    const pack = openPack(boxWith(smallPack(5)), 'en', engineCrc32);
    if (pack === undefined) throw new Error('the pack was refused');
    expect(spansOf(pack, [0, 5])).toBeUndefined();
    expect(spansOf(pack, [-1])).toBeUndefined();
  });

  test('with a changed byte in its head is refused', () => {
    const whole = smallPack(3);
    const headBytes = Buffer.from(whole).readUInt32LE(20);
    for (let at = 0; at < headBytes; at += at < 64 || at > 4100 ? 1 : 5) {
      const damaged = Uint8Array.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ 0x10;
      expect(openPack(boxWith(damaged), 'en', engineCrc32), `byte ${at}`).toBeUndefined();
    }
  });

  test('cut short anywhere, or absent, is refused', () => {
    const whole = smallPack(3);
    for (let bytes = 0; bytes < whole.length; bytes += bytes < 100 ? 1 : 13)
      expect(openPack(boxWith(whole.subarray(0, bytes)), 'en', engineCrc32), `${bytes} bytes`).toBeUndefined();
    expect(openPack(assetsOf({}), 'en', engineCrc32)).toBeUndefined();
  });

  test('of a language that another speaks for is the other one', () => {
    const files = assetsOf({ 'voice-en': smallPack(3), 'voice-km': Buffer.from('en'), 'voice-': Buffer.from('en') });
    expect(openPack(files, 'km', engineCrc32)?.file).toBe('voice-en');
    expect(openPack(files, 'xx', engineCrc32)?.file, 'a language that the box does not have').toBe('voice-en');
  });

  test('with more words than any language needs is refused', () => {
    const most = openPack(boxWith(writePack('en', 'w'.repeat(1024), [])), 'en', engineCrc32);
    expect(most?.words.length).toBe(1024);
    expect(openPack(boxWith(writePack('en', 'w'.repeat(1025), [])), 'en', engineCrc32)).toBeUndefined();
  });

  test('with a changed sound is seen by the tools', () => {
    const whole = smallPack(3);
    expect(soundIsWhole(whole)).toBe(true);
    const damaged = Uint8Array.from(whole);
    damaged[damaged.length - 1] = (damaged[damaged.length - 1] ?? 0) ^ 1;
    expect(soundIsWhole(damaged)).toBe(false);
  });

  test.each(tagsWithPack())('of %s is committed whole and has every clip of the language', (tag) => {
    expect(soundIsWhole(readFileSync(packPath(tag)))).toBe(true);
    const pack = openPack(builtPacks([tag]), tag, engineCrc32);
    expect(pack?.clips).toBe(clipTexts(languageOf(tag)).length);
    expect(pack?.words).toBe(wordsSection(languageOf(tag)));
  });
});

import { describe, expect, test } from 'vitest';
import { board as cyd } from '../../../../boards/esp32-cyd';
import { board as card } from '../../../../boards/nodemcu-esp8266-epaper-154';
import { crc32 } from '../../../../tools/voice/crc32';
import { openPack } from '../../../../firmware/speech/pack';
import { assetsOf as files, type AssetFile } from '../../../../tools/build/assets';
import { checkVoices } from '../../../../tools/build/checks';
import { voiceOf, wished } from '../../../../tools/build/languages';
import { assetsOf } from '../../../../tools/voice/assets';
import { languageOf } from '../../../../tools/voice/registry';
import { wordsSection } from '../../../../tools/voice/words';

const built = (board: typeof cyd, languages: string[]): AssetFile[] => files(process.cwd(), board, languages);
const engineCrc32 = (bytes: string): number => crc32(Buffer.from(bytes, 'latin1'));

describe('the languages of a box', () => {
  test('are those that were wished, or its board’s own', () => {
    expect(wished(undefined, ['en', 'ne'])).toEqual(['en', 'ne']);
    expect(wished('ne, km=en', ['en'])).toEqual(['ne', 'km=en']);
    expect(() => wished('ne,tlh', [])).toThrow(/no language "tlh"\. There are: en, en-IN, bn/);
    expect(() => wished('km=tlh', [])).toThrow(/no language "tlh"/);
    expect(() => wished('ne,ne=en', [])).toThrow('ne is named twice');
  });

  test('are each spoken by some voice, one that the box does not have by the first one’s', () => {
    const assets = assetsOf(
      Object.fromEntries(built(cyd, ['id', 'km=vi', 'vi']).map(({ name, bytes }) => [name, bytes])),
    );
    const spoken = (tag: string): string | undefined => openPack(assets, tag, engineCrc32)?.file;
    expect(['id', 'km', 'vi', 'ne'].map(spoken)).toEqual(['voice-id', 'voice-vi', 'voice-vi', 'voice-id']);
    expect(['id', 'km', 'vi', 'ne'].map((tag) => voiceOf(['id', 'km=vi', 'vi'], tag))).toEqual([
      'id',
      'vi',
      'vi',
      'id',
    ]);
  });

  test('have their words beside the program where a module has the sounds', () => {
    const words = built(card, ['ne', 'km=en']).filter(({ name }) => name.startsWith('words-'));
    expect(words.map(({ name }) => name)).toEqual(['words-ne', 'words-km']);
    expect(Buffer.from(words[1]!.bytes).toString('latin1')).toBe(wordsSection(languageOf('en')));
  });

  test('that no voice speaks are refused with what to do', () => {
    expect(() => built(cyd, ['km'])).toThrow(/no Khmer voice: no free voice speaks it; record it .*--languages km=en/);
  });

  test('whose voices are too large together are refused with the bytes of each', () => {
    const limitBytes = cyd.audio.pack!.limitBytes;
    expect(() => checkVoices('esp32-cyd', built(cyd, ['ne', 'hi']), limitBytes)).toThrow(
      /voice packs take 85\d{4} bytes \(voice-ne 4\d{5}, voice-hi 4\d{5}, voice- 2\); 655360 is the limit\..*--languages ne,hi=ne/,
    );
    expect(() =>
      checkVoices('esp32-cyd', built(cyd, ['ne', 'hi=ne', 'km=ne', 'ur=ne', 'en']), limitBytes),
    ).not.toThrow();
  });
});

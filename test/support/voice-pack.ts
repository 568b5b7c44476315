import type { Utterance } from '../../firmware/app/effects';
import type { Assets } from '../../firmware/drivers/ports';
import { compose } from '../../firmware/speech/compose';
import { assetsOf } from '../../tools/voice/assets';
import { encode } from '../../tools/voice/bfp6';
import { crc32 } from '../../tools/voice/crc32';
import { writePack } from '../../tools/voice/pack';
import { clipTexts, languageOf } from '../../tools/voice/registry';
import { wordsSection } from '../../tools/voice/words';

/** CRC-32 as an engine gives it to the firmware. */
export const engineCrc32 = (bytes: string): number => crc32(Buffer.from(bytes, 'latin1'));

const sections = new Map<string, string>();

/** The clips of a sentence in its language. */
export function clipsOf(utterance: Utterance): number[] {
  const { language } = utterance;
  const section = sections.get(language) ?? wordsSection(languageOf(language));
  sections.set(language, section);
  return compose(section, utterance);
}

/** A tone of `units` times 64 samples. */
export const tone = (units: number, amplitude = 0.5): Float64Array =>
  Float64Array.from({ length: units * 64 }, (_, i) => amplitude * Math.sin(i / 3));

/** A small English pack: clip i is a tone of i + 1 units of 64 samples; from clip 9 on a tone has several blocks. */
export const smallPack = (clips: number): Uint8Array =>
  writePack(
    'en',
    wordsSection(languageOf('en')),
    Array.from({ length: clips }, (_, id) => encode(tone(id + 1))),
  );

/** The pack of a language with a short tone for each of its clips. */
export const tonePack = (tag: string): Uint8Array =>
  writePack(
    tag,
    wordsSection(languageOf(tag)),
    clipTexts(languageOf(tag)).map(({ id }) => encode(tone(1 + (id % 3)))),
  );

export const boxWith = (pack: Uint8Array): Assets => assetsOf({ 'voice-en': pack });

import type { Utterance } from '../app/effects';
import type { Assets, Speaker } from '../drivers/ports';
import { idiv } from '../wire/idiv';
import { compose } from './compose';
import { openPack, spansOf } from './pack';
import type { Pack } from './pack';
import { languageOf } from './registry';

/** What was given to the speaker. `clips` are ids of the pack of `language`. */
export interface Spoken {
  clips: number[];
  language: string;
}

export interface Voice {
  /**
   * Speaks a sentence at a volume of 0 to 10; the milliseconds that it will take, at least. `spoken` is called before
   * the first sample. `done` comes once, with a fault text when not all was heard: 'no-voice' when the pack is absent
   * or damaged or has no words for the currency, else the speaker's.
   */
  say(
    utterance: Utterance,
    volume: number,
    spoken: (what: Spoken) => void,
    done: (fault: string | undefined) => void,
  ): number;
  hush(): void;
}

/** The box's voice: composer, pack and speaker. `crc32` is the engine's own (openPack). */
export function voiceOf(assets: Assets, speaker: Speaker, crc32: (bytes: string) => number): Voice {
  let pack: Pack | undefined = undefined;
  let packLanguage = '';

  function packOf(language: string): Pack | undefined {
    if (pack === undefined || packLanguage !== language) {
      pack = openPack(assets, language, crc32);
      packLanguage = language;
    }
    return pack;
  }

  return {
    say(utterance, volume, spoken, done) {
      const language = languageOf(utterance.language).tag;
      const clips = compose(language, utterance);
      const opened = packOf(language);
      const spans = opened === undefined || clips.length === 0 ? undefined : spansOf(opened, clips);
      if (opened === undefined || spans === undefined) {
        done('no-voice');
        return 0;
      }
      let samples = 0;
      for (const span of spans) samples += span.samples;
      spoken({ clips, language });
      speaker.play(opened.file, spans, volume, done);
      return idiv(samples * 1000, opened.rateHz);
    },
    hush: () => speaker.stop(),
  };
}

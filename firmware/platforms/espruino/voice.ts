// From a sentence to sound: clip ids, the stretches of the pack where they lie, the speaker.
import type { Utterance } from '../../app/effects';
import type { Assets, Speaker } from '../../drivers/ports';
import { compose } from '../../speech/compose';
import { openPack, spansOf } from '../../speech/pack';
import type { Pack } from '../../speech/pack';
import { idiv } from '../../wire/idiv';

export interface Voice {
  /** Milliseconds that the sentence will take. `done` comes once, at once when there is nothing to play. */
  say(utterance: Utterance, volume: number, done: (fault: string | undefined) => void): number;
  hush(): void;
}

/** `log` hears of every sentence when it begins and when all of it was played. */
export function packVoice(assets: Assets, speaker: Speaker, log: (fact: object) => void): Voice {
  let pack: Pack | undefined;
  let packLanguage = '';

  function packOf(language: string): Pack | undefined {
    if (pack === undefined || language !== packLanguage) {
      pack = openPack(assets, language, E.CRC32);
      packLanguage = language;
    }
    return pack;
  }

  return {
    say(utterance, volume, done) {
      const clips = compose(utterance.language, utterance);
      const voice = packOf(utterance.language);
      const spans = voice === undefined ? undefined : spansOf(voice, clips);
      if (voice === undefined || spans === undefined || clips.length === 0) {
        done('audio-missing');
        return 0;
      }
      let samples = 0;
      for (const span of spans) samples += span.samples;
      const kind = utterance.say === 'paid' ? utterance.kind : utterance.say;
      log({ saying: { seqs: utterance.seqs, kind } });
      speaker.play(voice.file, spans, volume, (fault) => {
        if (fault === undefined) log({ said: { seqs: utterance.seqs, clips, kind, language: utterance.language } });
        done(fault);
      });
      return idiv(samples * 1000, voice.rateHz);
    },
    hush: speaker.stop,
  };
}

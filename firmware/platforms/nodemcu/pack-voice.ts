import type { Assets, Speaker } from '../../drivers/ports';
import { sentenceOf } from '../sentence';
import { crc32 } from './crc32';
import type { Voice } from './voice';
import { began, ended } from './voice';

/** Says sentences from the voice packs. The console hears of each when it begins and when all of it was played. */
export function packVoice(speaker: Speaker, assets: Assets): Voice {
  return {
    say(utterance, volume, done) {
      const sentence = sentenceOf(assets, crc32, utterance);
      if (sentence === undefined) {
        done('audio-missing');
        return 0;
      }
      const clips = sentence.clips;
      began(utterance);
      speaker.play(sentence.file, sentence.spans, volume, (fault) => {
        if (fault === undefined) ended(utterance, clips);
        done(fault);
      });
      return sentence.ms;
    },
    hush: () => speaker.stop(),
  };
}

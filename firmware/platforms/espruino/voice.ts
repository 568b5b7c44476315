import type { Utterance } from '../../app/effects';
import type { Assets, Speaker } from '../../drivers/ports';
import { sentenceOf } from '../sentence';

export interface Voice {
  /** About how many milliseconds the sentence will take. `done` comes once, at once when there is nothing to play. */
  say(utterance: Utterance, volume: number, done: (fault: string | undefined) => void): number;
  hush(): void;
}

/** Says sentences from the voice packs. `log` hears of each when it begins and when all of it was played. */
export function packVoice(assets: Assets, speaker: Speaker, log: (name: string, value: unknown) => void): Voice {
  return {
    say(utterance, volume, done) {
      const sentence = sentenceOf(assets, E.CRC32, utterance);
      if (sentence === undefined) {
        done('audio-missing');
        return 0;
      }
      const kind = utterance.say === 'paid' ? utterance.kind : utterance.say;
      const seqs = utterance.seqs;
      // Quoted: these names are read outside, so the build must not shorten them.
      // prettier-ignore
      log('"saying"', { 'seqs': seqs, 'kind': kind });
      speaker.play(sentence.file, sentence.spans, volume, (fault) => {
        // prettier-ignore
        const fact = { 'seqs': seqs, 'clips': sentence.clips, 'kind': kind, 'language': utterance.language };
        if (fault === undefined) log('"said"', fact);
        done(fault);
      });
      return sentence.ms;
    },
    hush: speaker.stop,
  };
}

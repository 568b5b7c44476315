import type { Assets, TrackPlayer } from '../../drivers/ports';
import { compose } from '../../speech/compose';
import type { Voice } from './voice';
import { began, ended } from './voice';

const WORDS_LIMIT_BYTES = 1024;
/** No clip is longer (tools/voice/README.md). */
const CLIP_LIMIT_MS = 2500;

/**
 * Says sentences with a module that has the clips on a card of its own: one folder a language, in the order of
 * `languages`. The words by which a sentence is made lie beside the program in words-<language>.
 */
export function cardVoice(player: TrackPlayer, assets: Assets, languages: string[]): Voice {
  return {
    say(utterance, volume, done) {
      let folder = 1;
      for (let i = 0; i < languages.length; i++) if (languages[i] === utterance.language) folder = i + 1;
      const clips = compose(assets.read('words-' + languages[folder - 1], 0, WORDS_LIMIT_BYTES), utterance);
      if (clips.length === 0) {
        done('audio-missing');
        return 0;
      }
      began(utterance);
      player.play(folder, clips, volume, (fault) => {
        if (fault === undefined) ended(utterance, clips);
        done(fault);
      });
      return clips.length * CLIP_LIMIT_MS;
    },
    hush: () => player.stop(),
  };
}

import type { Utterance } from '../app/effects';
import type { TonePlayer } from '../drivers/ports';
import { tonesOf } from '../speech/tones';

/** Says sentences as tones. `told` hears of each when it begins, and when it was played to its end. */
export function toneVoice(
  player: TonePlayer,
  told: (utterance: Utterance, over: boolean) => void,
): {
  say(utterance: Utterance, volume: number, done: (fault: string | undefined) => void): number;
  hush(): void;
} {
  return {
    say(utterance, _volume, done) {
      const tones = tonesOf(utterance);
      let ms = 0;
      for (const tone of tones) ms += tone[1];
      told(utterance, false);
      player.play(tones, (fault) => {
        if (fault === undefined) told(utterance, true);
        done(fault);
      });
      return ms;
    },
    hush: player.stop,
  };
}

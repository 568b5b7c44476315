// A passive piezo buzzer on a pin that can make square waves: the last resort where there is no loudspeaker.
// Document: Murata, Piezoelectric Sound Components (P37E), "Piezoelectric sounders"; README.md has wires and limits.
import type { TonePin, TonePlayer } from '../../ports';

/** No tone or pause is longer, and no tune has more of them: a pin that beeps for ever drives a shop mad. */
const MOST_MS = 1000;
const MOST_TONES = 20;

/** Faults: audio-busy (a tune is being played), audio-stopped. */
export function buzzer(pin: TonePin): TonePlayer {
  let finish: ((fault: string | undefined) => void) | undefined = undefined;
  let timer = 0;

  function end(fault: string | undefined): void {
    pin.tone(0);
    const done = finish;
    finish = undefined;
    if (done !== undefined) done(fault);
  }

  function step(tones: [hz: number, ms: number][], at: number): void {
    if (at >= tones.length || at >= MOST_TONES) {
      end(undefined);
      return;
    }
    const tone = tones[at];
    pin.tone(tone[0]);
    timer = pin.after(tone[1] < MOST_MS ? tone[1] : MOST_MS, () => step(tones, at + 1));
  }

  return {
    play(tones, done) {
      if (finish !== undefined) {
        done('audio-busy');
        return;
      }
      finish = done;
      // Behind the picture that is drawn now: the first tone would be as long as that takes.
      timer = pin.after(1, () => step(tones, 0));
    },
    stop() {
      if (finish === undefined) return;
      pin.cancel(timer);
      end('audio-stopped');
    },
  };
}

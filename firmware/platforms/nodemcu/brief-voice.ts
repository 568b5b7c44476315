import type { Voice } from './voice';

/** A voice that is made when it has something to say and forgotten afterwards. */
export function briefVoice(make: () => Voice): Voice {
  let speaking: Voice | undefined = undefined;
  return {
    say(utterance, volume, done) {
      if (speaking !== undefined) {
        done('audio-busy');
        return 0;
      }
      const voice = make();
      speaking = voice;
      return voice.say(utterance, volume, (fault) => {
        speaking = undefined;
        done(fault);
      });
    },
    hush() {
      if (speaking !== undefined) speaking.hush();
    },
  };
}

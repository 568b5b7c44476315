// What a box without a loudspeaker says. Piezo sounders are loudest between 2 and 4 kHz.
import type { Utterance } from '../app/effects';

type Tones = [hz: number, ms: number][];

const LOW = 1568;
const MIDDLE = 2093;
const HIGH = 2637;
const TOP = 3136;
/** More beeps than this are not counted by anybody. */
const MOST_BEEPS = 5;

/** Hertz (0 is a pause) and milliseconds. Only a new payment rises: nothing else may be taken for one. */
export function tonesOf(utterance: Utterance): Tones {
  switch (utterance.say) {
    case 'paid':
      if (utterance.kind === 'new')
        return [
          [MIDDLE, 120],
          [HIGH, 120],
          [TOP, 400],
        ];
      return beeps(HIGH, 80, 2);
    case 'recap':
      return beeps(MIDDLE, 80, 2 + (utterance.count < MOST_BEEPS ? utterance.count : MOST_BEEPS));
    case 'reversed':
      return [
        [TOP, 200],
        [MIDDLE, 200],
        [LOW, 600],
      ];
    case 'failed':
    case 'expired':
    case 'cancelled':
      return [
        [MIDDLE, 200],
        [LOW, 500],
      ];
    case 'offline':
      return beeps(LOW, 300, 2);
    case 'online':
      return [[LOW, 150]];
    case 'scan':
      return [[HIGH, 60]];
    case 'test':
      return [[TOP, 300]];
  }
}

function beeps(hz: number, ms: number, count: number): Tones {
  const tones: Tones = [];
  for (let i = 0; i < count; i++) {
    tones.push([hz, ms]);
    tones.push([0, ms]);
  }
  return tones;
}

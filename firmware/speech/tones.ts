// What a box without a loudspeaker says. Piezo sounders are loudest between 2 and 4 kHz.
import type { Utterance } from '../app/effects';

type Tones = [hz: number, ms: number][];

const LOW = 1568;
const MIDDLE = 2093;
const HIGH = 2637;
const TOP = 3136;
/** The eight notes of motifs, G6 to C8 of a pentatonic scale. */
const NOTES_HZ = [1568, 1760, 2093, 2349, 2637, 3136, 3520, 4186];
const NOTE_MS = 120;
const LAST_NOTE_MS = 400;
const ZERO = 48;
/** More beeps than this are not counted by anybody. */
const MOST_BEEPS = 5;

/** Hertz (0 is a pause) and milliseconds. Only a new payment has three tones without a pause: its box's own motif. */
export function tonesOf(utterance: Utterance): Tones {
  switch (utterance.say) {
    case 'paid':
      return utterance.motif === undefined ? beeps(HIGH, 80, 2) : tune(utterance.motif);
    case 'recap':
      return beeps(MIDDLE, 80, 2 + (utterance.count < MOST_BEEPS ? utterance.count : MOST_BEEPS));
    case 'reversed':
      return [
        [TOP, 300],
        [LOW, 600],
        [0, 200],
        [TOP, 300],
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
    case 'test':
      return [[TOP, 300]];
    default:
      return [[HIGH, 60]];
  }
}

function tune(motif: string): Tones {
  const tones: Tones = [];
  for (let i = 0; i < motif.length; i++)
    tones.push([NOTES_HZ[motif.charCodeAt(i) - ZERO], i + 1 < motif.length ? NOTE_MS : LAST_NOTE_MS]);
  return tones;
}

function beeps(hz: number, ms: number, count: number): Tones {
  const tones: Tones = [];
  for (let i = 0; i < count; i++) {
    tones.push([hz, ms]);
    tones.push([0, ms]);
  }
  return tones;
}

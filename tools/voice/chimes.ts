// The chimes, synthesised at the pack's rate: eight notes of which each box has a motif of three for money, falling for
// failure, twice the same for attention, one low tap for a key.
import { CHIME_ATTENTION, CHIME_FAILED, CHIME_KEY } from '../../firmware/speech/words';
import { RATE_HZ } from './sound';

interface Note {
  hz: number;
  ms: number;
}

const ATTACK_MS = 4;
const RELEASE_MS = 12;
const AMPLITUDE = 0.72;
/** A second partial makes it a bell and carries on a small speaker. */
const PARTIALS = [
  { multiple: 1, share: 0.75 },
  { multiple: 2, share: 0.25 },
];

const tunes = new Map<number, Note[]>([
  // C5, D5, E5, G5, A5, C6, D6, E6: any three of a pentatonic scale sound well. Whole units of 8 ms join without a gap.
  ...[523.25, 587.33, 659.26, 783.99, 880, 1046.5, 1174.66, 1318.51].map((hz, id): [number, Note[]] => [
    id,
    [{ hz, ms: 96 }],
  ]),
  // A4 and D4: a fifth down.
  [
    CHIME_FAILED,
    [
      { hz: 440, ms: 130 },
      { hz: 293.66, ms: 200 },
    ],
  ],
  [
    CHIME_ATTENTION,
    [
      { hz: 987.77, ms: 90 },
      { hz: 0, ms: 60 },
      { hz: 987.77, ms: 110 },
    ],
  ],
  [CHIME_KEY, [{ hz: 330, ms: 80 }]],
]);

/** The samples of a chime, between -1 and 1; undefined when the clip is speech. */
export function chime(id: number): Float64Array | undefined {
  const tune = tunes.get(id);
  return tune === undefined ? undefined : Float64Array.from(tune.flatMap((note) => [...ring(note)]));
}

function ring(note: Note): Float64Array {
  const samples = new Float64Array((RATE_HZ * note.ms) / 1000);
  return samples.map((_, i) => {
    const ms = (i * 1000) / RATE_HZ;
    const envelope = Math.min(1, ms / ATTACK_MS, (note.ms - ms) / RELEASE_MS) * Math.exp(-ms / (note.ms * 1.2));
    const wave = PARTIALS.reduce(
      (sum, p) => sum + p.share * Math.sin(2 * Math.PI * note.hz * p.multiple * (i / RATE_HZ)),
      0,
    );
    return AMPLITUDE * envelope * wave;
  });
}

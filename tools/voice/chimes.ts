// The chimes, synthesised at the pack's rate: rising for money, falling for failure, twice the same for attention.
import { CHIME_ATTENTION, CHIME_FAILED, CHIME_PAID } from '../../firmware/speech/words';
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
  // E5, A5, E6: 280 ms.
  [
    CHIME_PAID,
    [
      { hz: 659.26, ms: 80 },
      { hz: 880, ms: 80 },
      { hz: 1318.51, ms: 120 },
    ],
  ],
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

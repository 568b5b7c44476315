// What can be measured of an announcement without understanding it: length, level, clipping, pauses, joins.
import { CHIMES } from '../../../firmware/speech/words';
import { RATE_HZ, activeLevel, peak, toDb } from '../sound';
import { loudnessLufs } from './loudness';
import type { Heard } from './templates';

export interface Figures {
  ms: number;
  peakDb: number;
  /** Speech level: windows not more than 30 dB below the loudest. */
  levelDb: number;
  /** ITU-R BS.1770-4. */
  loudnessLufs: number;
  /** Mean of the samples, share of full scale. */
  offset: number;
  /** Samples at the converter's ends. */
  clipped: number;
  /** The longest stretch under -40 dB within the announcement. */
  longestPauseMs: number;
  /** Between the end of one word's clip and the beginning of the next; around a chime a pause is wanted. */
  longestJoinMs: number;
  /** The largest distance from the middle at a clip's first or last sample, share of full scale: far from 0 clicks. */
  joinLevel: number;
}

/** Half a step of the converter and a bit: what 8 bits cannot tell from their end. */
const FULL = 0.99;
const SILENT = 0.01;

/** Of a recording at 8 kHz between -1 and 1 in which `clips` were found. */
export function figuresOf(sound: Float64Array, clips: Heard[]): Figures {
  const joins = clips.slice(1).flatMap(({ clip, start }, i) => {
    const before = clips[i]!;
    return Math.min(before.clip, clip) >= CHIMES ? [start - before.end] : [];
  });
  const ends = clips.flatMap(({ start, end }) => [start, end - 1]);
  const ms = (samples: number): number => (samples * 1000) / RATE_HZ;
  return {
    ms: ms(sound.length),
    peakDb: toDb(peak(sound)),
    levelDb: toDb(activeLevel(sound)),
    loudnessLufs: loudnessLufs({ rateHz: RATE_HZ, samples: sound }),
    offset: sound.reduce((sum, x) => sum + x, 0) / Math.max(1, sound.length),
    clipped: sound.filter((x) => Math.abs(x) >= FULL).length,
    longestPauseMs: ms(longestRun(sound, (x) => Math.abs(x) < SILENT)),
    longestJoinMs: ms(Math.max(0, ...joins)),
    joinLevel: Math.max(0, ...ends.map((at) => Math.abs(sound[at] ?? 0))),
  };
}

function longestRun(sound: Float64Array, is: (x: number) => boolean): number {
  let [run, longest] = [0, 0];
  for (const x of sound) {
    run = is(x) ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

interface Limit {
  figure: keyof Figures;
  least: number;
  most: number;
  unit: string;
}

const limits: Limit[] = [
  // The shortest is a number alone, the new volume; the builder takes no clip under 80 ms.
  { figure: 'ms', least: 80, most: 9000, unit: 'ms' },
  { figure: 'peakDb', least: -6, most: -0.4, unit: 'dB' },
  { figure: 'levelDb', least: -21, most: -13, unit: 'dB' },
  { figure: 'loudnessLufs', least: -24, most: -14, unit: 'LUFS' },
  { figure: 'offset', least: -0.01, most: 0.01, unit: 'of full scale' },
  { figure: 'clipped', least: 0, most: 0, unit: 'samples' },
  // A pause of more than a fifth of a second sounds like the end.
  { figure: 'longestPauseMs', least: 0, most: 200, unit: 'ms' },
  { figure: 'longestJoinMs', least: 0, most: 24, unit: 'ms' },
  { figure: 'joinLevel', least: 0, most: 0.05, unit: 'of full scale' },
];

/** The figures outside their limits, in words. */
export function figureFaults(figures: Figures): string[] {
  return limits.flatMap(({ figure, least, most, unit }) => {
    const value = figures[figure];
    return value >= least && value <= most
      ? []
      : [`${figure} is ${value.toFixed(3)} ${unit}, ${least} to ${most} are allowed`];
  });
}

// An ear for every language: it knows how each clip sounds, and nothing of what it should hear. At each place of a recording
// it finds the clip whose source correlates best, so that a clip under the wrong number, or none, is found out.
import { PACK_UNIT_SAMPLES } from '../../../firmware/drivers/ports';

export interface Heard {
  clip: number;
  /** Samples from the beginning of the recording. */
  start: number;
  end: number;
  /** Normalised cross-correlation with the clip's source, 1 at most. */
  match: number;
}

/** bfp6 leaves 28 dB of signal over noise, which is a correlation of 0.999; two takes of one word reach about 0.9. */
export const LEAST_MATCH = 0.98;
/** Hindi 43 and 45 differ in one consonant, and the one's recording matches the other's source by 0.987, 10 ms earlier. */
const LOOK_SAMPLES = 400;
const AS_GOOD = 0.005;
/** A clip begins at most this long (200 ms) after the end of the one before: between them lie a gap, or a pause behind a chime. */
const SEARCH_SAMPLES = 1600;
/** Of each source, the loudest stretch of 16 ms is tried first: most places are ruled out by it. */
const GLANCE_SAMPLES = 128;
const LEAST_GLANCE = 0.95;
/** Quieter than this (-40 dB) is nothing more to be heard. */
const SILENT = 0.01;

/** The clips that are heard one after another; stops at the first place where no clip is. `sources` by clip id, 8 kHz. */
export function transcribe(sound: Float64Array, sources: Float64Array[]): { heard: Heard[]; restSamples: number } {
  const templates = sources.map((source) => {
    const loudAt = loudestAt(source);
    return { source, loudAt, glance: source.subarray(loudAt, loudAt + GLANCE_SAMPLES) };
  });
  const heard: Heard[] = [];
  for (;;) {
    const found = clipAfter(sound, templates, heard.at(-1)?.end ?? 0);
    if (found === undefined) break;
    heard.push(found);
  }
  const last = sound.findLastIndex((x) => Math.abs(x) > SILENT);
  return { heard, restSamples: Math.max(0, last + 1 - (heard.at(-1)?.end ?? 0)) };
}

interface Template {
  source: Float64Array;
  /** Its loudest stretch, and where that is. */
  glance: Float64Array;
  loudAt: number;
}

function loudestAt(source: Float64Array): number {
  let [loudest, loudAt] = [0, 0];
  for (let at = 0; at + GLANCE_SAMPLES <= source.length; at += GLANCE_SAMPLES / 2) {
    const energy = source.subarray(at, at + GLANCE_SAMPLES).reduce((sum, x) => sum + x * x, 0);
    if (energy > loudest) [loudest, loudAt] = [energy, at];
  }
  return loudAt;
}

/**
 * The clip that begins next from `place` on: the best match within LOOK_SAMPLES of the first one, as two words may differ in
 * their beginning alone; of those that are as good the longest, as a word may begin like another.
 */
function clipAfter(sound: Float64Array, templates: Template[], place: number): Heard | undefined {
  let matches: Heard[] = [];
  let until = place + SEARCH_SAMPLES;
  for (let start = place; start <= until; start++) {
    const here = matchesAt(sound, templates, start);
    if (matches.length === 0 && here.length > 0) until = start + LOOK_SAMPLES;
    matches = [...matches, ...here];
  }
  const best = Math.max(...matches.map(({ match }) => match));
  return matches
    .filter(({ match }) => match > best - AS_GOOD)
    .sort((a, b) => b.end - b.start - (a.end - a.start) || b.match - a.match)[0];
}

function matchesAt(sound: Float64Array, templates: Template[], start: number): Heard[] {
  const found: Heard[] = [];
  templates.forEach(({ source, glance, loudAt }, clip) => {
    if (correlation(glance, sound, start + loudAt) < LEAST_GLANCE) return;
    const match = correlation(source, sound, start);
    if (match >= LEAST_MATCH) found.push({ clip, start, end: start + source.length, match });
  });
  return found;
}

/** Cosine of the angle between a source and the recording from `start` on; 0 when it lies outside. */
export function correlation(source: Float64Array, sound: Float64Array, start: number): number {
  // The last unit of a recording may be cut off with the silence behind it.
  if (start < 0 || start + source.length > sound.length + PACK_UNIT_SAMPLES) return 0;
  let [product, a, b] = [0, 0, 0];
  for (let i = 0; i < source.length; i++) {
    const [x, y] = [source[i]!, sound[start + i] ?? 0];
    product += x * y;
    a += x * x;
    b += y * y;
  }
  return a * b > 0 ? product / Math.sqrt(a * b) : 0;
}

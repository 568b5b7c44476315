// Whether a take from a microphone can become a clip: said at once, while the speaker still sits there.
import { clipProblem } from '../build';
import { cropped, wordIn } from '../recordings';
import { master, peak, toDb } from '../sound';
import type { Sound } from '../sound';

const LEAST_RATE_HZ = 16_000;
const FULL = 0.99;
/** One sample at the end may be chance; more are a cut-off wave. */
const MOST_FULL_SAMPLES = 2;
const QUIETEST_DB = -34;
const LEAST_ABOVE_NOISE_DB = 25;
/** Silence that a whole word has around it. */
const EDGE_MS = 30;

/** What the speaker should do about a take; undefined when it is good. */
export function takeProblem(take: Sound): string | undefined {
  const { samples, rateHz } = take;
  if (rateHz < LEAST_RATE_HZ)
    return `The microphone gives ${rateHz} samples a second; at least ${LEAST_RATE_HZ} are asked.`;
  const peakDb = toDb(peak(samples));
  if (samples.filter((x) => Math.abs(x) >= FULL).length > MOST_FULL_SAMPLES)
    return 'Too loud: the sound is cut off. Move away from the microphone, or turn it down.';
  if (peakDb < QUIETEST_DB) return `Nothing was heard, or too little (${peakDb.toFixed(0)} dB). Move closer.`;
  const { fromMs, toMs, noiseDb } = wordIn(take);
  if (noiseDb > -LEAST_ABOVE_NOISE_DB)
    return `Too much noise: it lies ${(-noiseDb).toFixed(0)} dB under the word, ${LEAST_ABOVE_NOISE_DB} dB are asked. Find a quieter room.`;
  if (fromMs < EDGE_MS) return 'The beginning is missing. Wait a moment after the start before you speak.';
  if (toMs > (samples.length * 1000) / rateHz - EDGE_MS) return 'The end is missing. Wait a moment before you stop.';
  const problem = clipProblem(master(cropped(take)));
  return problem === undefined ? undefined : `Not fit for a clip: ${problem}.`;
}

// Builds a voice pack: render, master, code, check, write.
import { decode, encode, energies, samplesIn } from './bfp6';
import { chime } from './chimes';
import { espeak } from './espeak';
import { writePack } from './pack';
import { recorded } from './recordings';
import { wordsSection } from './words';
import { clipTexts, languageOf } from './registry';
import { activeLevel, edgesMs, master, peak, RATE_HZ, resample, toDb } from './sound';
import type { ClipText } from './clips';
import type { Language } from './language';

/** One line of the builder's table. */
interface ClipReport {
  id: number;
  text: string;
  ms: number;
  peakDb: number;
  levelDb: number;
  bytes: number;
  snrDb: number;
}

export interface PackReport {
  tag: string;
  clips: ClipReport[];
  seconds: number;
  bytes: number;
  snrDb: number;
}

const SHORTEST_MS = 80;
const LONGEST_MS = 2500;
const LOUDEST_DB = -1;
const QUIETEST_DB = -12;
const MOST_EDGE_MS = 60;
export const LEAST_SNR_DB = 28;

/** Samples of one clip before coding, at the box's 8 kHz unless another rate is asked. */
export function clipSamples(
  language: Language,
  clip: ClipText,
  recordings?: string,
  rateHz: number = RATE_HZ,
): Float64Array {
  const chimed = chime(clip.id);
  if (chimed !== undefined) return rateHz === RATE_HZ ? chimed : resample({ rateHz: RATE_HZ, samples: chimed }, rateHz);
  if (recordings !== undefined) return master(recorded(language, recordings, clip), rateHz);
  const { engine, name, tag } = language;
  if (engine !== undefined) return master(espeak(engine, clip), rateHz);
  throw new Error(
    `voice: no free voice speaks ${name}. Record it with \`ghanti voice record ${tag}\`, then add --recordings <folder>.`,
  );
}

/** Builds the pack of a language, from its voice or from a folder of recordings. Throws one error that lists every clip which is not fit to be played. */
export function buildPack(
  tag: string,
  onClip: (done: number, of: number) => void,
  recordings?: string,
): { pack: Uint8Array; report: PackReport } {
  const language = languageOf(tag);
  const texts = clipTexts(language);
  let [signal, noise] = [0, 0];
  const problems: string[] = [];
  const coded: Uint8Array[] = [];
  const clips = texts.map((text, index): ClipReport => {
    const samples = clipSamples(language, text, recordings);
    const bytes = encode(samples);
    const energy = energies(samples, decode(bytes, samplesIn(bytes)));
    signal += energy.signal;
    noise += energy.noise;
    coded.push(bytes);
    const problem = clipProblem(samples);
    if (problem !== undefined) problems.push(`clip ${text.id} "${text.text}": ${problem}`);
    onClip(index + 1, texts.length);
    return clipReport(text, samples, bytes, energy);
  });
  const pack = writePack(tag, wordsSection(language), coded);
  const report = {
    tag,
    clips,
    seconds: clips.reduce((sum, clip) => sum + clip.ms, 0) / 1000,
    bytes: pack.length,
    snrDb: 10 * Math.log10(signal / noise),
  };
  if (report.snrDb < LEAST_SNR_DB)
    problems.push(`SNR is ${report.snrDb.toFixed(1)} dB, at least ${LEAST_SNR_DB} is asked`);
  if (problems.length > 0)
    throw new Error(`voice: the ${tag} pack is not fit to be played:\n  ${problems.join('\n  ')}`);
  return { pack, report };
}

function clipReport(
  text: ClipText,
  samples: Float64Array,
  bytes: Uint8Array,
  energy: { signal: number; noise: number },
): ClipReport {
  return {
    id: text.id,
    text: text.text,
    ms: (samplesIn(bytes) * 1000) / RATE_HZ,
    peakDb: toDb(peak(samples)),
    levelDb: toDb(activeLevel(samples)),
    bytes: bytes.length,
    snrDb: 10 * Math.log10(energy.signal / energy.noise),
  };
}

/** Why a clip cannot go into a pack; undefined when it can. */
export function clipProblem(samples: Float64Array): string | undefined {
  const ms = (samples.length * 1000) / RATE_HZ;
  const peakDb = toDb(peak(samples));
  if (samples.length === 0 || peakDb < -60) return 'it is silent';
  if (ms < SHORTEST_MS) return `${ms.toFixed(0)} ms is shorter than ${SHORTEST_MS} ms`;
  if (ms > LONGEST_MS) return `${ms.toFixed(0)} ms is longer than ${LONGEST_MS} ms`;
  if (peakDb > LOUDEST_DB) return `it clips (peak ${peakDb.toFixed(1)} dB, at most ${LOUDEST_DB})`;
  if (peakDb < QUIETEST_DB) return `it is too quiet (peak ${peakDb.toFixed(1)} dB, at least ${QUIETEST_DB})`;
  const { beforeMs, afterMs } = edgesMs(samples);
  if (beforeMs > MOST_EDGE_MS || afterMs > MOST_EDGE_MS) return `silence at its edges (${beforeMs} ms, ${afterMs} ms)`;
  return undefined;
}

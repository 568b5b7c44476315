// The way from a recording to a clip, as plain arithmetic on samples between -1 and 1.

export const RATE_HZ = 8000;
const HIGHPASS_HZ = 150;
/** What the small speaker and the 4 kHz limit of the box's rate leave of the voice: 3.6 kHz. */
const LOWPASS_SHARE = 0.45;
const SINC_ZEROS = 24;
export const WINDOW_MS = 5;
/** -46 dB ate the f of "fifty"; -60 dB keeps it. */
const TRIM_DB = -60;
const FADE_IN_MS = 4;
const FADE_OUT_MS = 10;
const LOUD_DB = -16;
const PEAK_DB = -1.2;
const ACTIVE_DB = -30;

export const toDb = (amplitude: number): number => 20 * Math.log10(Math.max(amplitude, 1e-9));
const fromDb = (decibel: number): number => 10 ** (decibel / 20);

/** Samples between -1 and 1 at a rate. */
export interface Sound {
  rateHz: number;
  samples: Float64Array;
}

/** High-pass, even in loudness, trimmed, faded: a clip without padding, at the box's 8 kHz unless another rate is asked. */
export function master(recording: Sound, rateHz = RATE_HZ): Float64Array {
  const filtered = highpass(highpass(recording.samples, recording.rateHz), recording.rateHz);
  const loud = evenLoudness(resample({ ...recording, samples: filtered }, rateHz), rateHz);
  return fade(trim(loud, rateHz), rateHz);
}

/** Second-order Butterworth high-pass (bilinear transform). */
function highpass(samples: Float64Array, rateHz: number): Float64Array {
  const k = Math.tan((Math.PI * HIGHPASS_HZ) / rateHz);
  const norm = 1 / (1 + Math.SQRT2 * k + k * k);
  const a1 = 2 * (k * k - 1) * norm;
  const a2 = (1 - Math.SQRT2 * k + k * k) * norm;
  const out = new Float64Array(samples.length);
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  for (let i = 0; i < samples.length; i++) {
    const x = samples[i] ?? 0;
    const y = norm * (x - 2 * x1 + x2) - a1 * y1 - a2 * y2;
    [x2, x1, y2, y1] = [x1, x, y1, y];
    out[i] = y;
  }
  return out;
}

/** Band-limited interpolation with a Hann-windowed sinc. */
export function resample({ rateHz, samples }: Sound, toHz: number): Float64Array {
  const step = rateHz / toHz;
  const cutoff = (2 * LOWPASS_SHARE * Math.min(rateHz, toHz)) / rateHz;
  const reach = SINC_ZEROS / cutoff;
  const out = new Float64Array(Math.floor(samples.length / step));
  for (let n = 0; n < out.length; n++) {
    const centre = n * step;
    let sum = 0;
    const to = Math.min(samples.length - 1, Math.floor(centre + reach));
    for (let i = Math.max(0, Math.ceil(centre - reach)); i <= to; i++) {
      const t = centre - i;
      const x = Math.PI * cutoff * t;
      const sinc = t === 0 ? 1 : Math.sin(x) / x;
      sum += (samples[i] ?? 0) * cutoff * sinc * (0.5 + 0.5 * Math.cos((Math.PI * t) / reach));
    }
    out[n] = sum;
  }
  return out;
}

const rms = (samples: Float64Array): number =>
  Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / Math.max(1, samples.length));

export function windowLevels(samples: Float64Array, rateHz: number): number[] {
  const size = (rateHz * WINDOW_MS) / 1000;
  const levels = [];
  for (let at = 0; at < samples.length; at += size) levels.push(rms(samples.subarray(at, at + size)));
  return levels;
}

/** Level of the parts that are speech: windows not more than 30 dB below the loudest. */
export function activeLevel(samples: Float64Array, rateHz = RATE_HZ): number {
  const levels = windowLevels(samples, rateHz);
  const floor = Math.max(...levels) * fromDb(ACTIVE_DB);
  const active = levels.filter((level) => level >= floor);
  return Math.sqrt(active.reduce((sum, level) => sum + level * level, 0) / Math.max(1, active.length));
}

export const peak = (samples: Float64Array): number => samples.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

/** Every clip gets the same speech level, or as much of it as fits under full scale. */
function evenLoudness(samples: Float64Array, rateHz: number): Float64Array {
  const gain = Math.min(fromDb(LOUD_DB) / activeLevel(samples, rateHz), fromDb(PEAK_DB) / peak(samples));
  return Number.isFinite(gain) ? samples.map((x) => x * gain) : samples;
}

/** Milliseconds before the first and after the last window above the trim level. */
export function edgesMs(samples: Float64Array, rateHz = RATE_HZ): { beforeMs: number; afterMs: number } {
  const levels = windowLevels(samples, rateHz);
  const first = levels.findIndex((level) => toDb(level) > TRIM_DB);
  if (first < 0) return { beforeMs: levels.length * WINDOW_MS, afterMs: levels.length * WINDOW_MS };
  const end = levels.findLastIndex((level) => toDb(level) > TRIM_DB);
  return { beforeMs: first * WINDOW_MS, afterMs: (levels.length - 1 - end) * WINDOW_MS };
}

function trim(samples: Float64Array, rateHz: number): Float64Array {
  const { beforeMs, afterMs } = edgesMs(samples, rateHz);
  const perMs = rateHz / 1000;
  return samples.slice(beforeMs * perMs, Math.max(beforeMs * perMs, samples.length - afterMs * perMs));
}

function fade(samples: Float64Array, rateHz: number): Float64Array {
  const inSamples = (rateHz * FADE_IN_MS) / 1000;
  const outSamples = (rateHz * FADE_OUT_MS) / 1000;
  return samples.map((x, i) => x * Math.min(1, i / inSamples, (samples.length - 1 - i) / outSamples));
}

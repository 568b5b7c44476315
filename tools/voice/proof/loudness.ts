// Loudness as ITU-R BS.1770-4 defines it for one channel: K-weighting, blocks of 400 ms, two gates.
import type { Sound } from '../sound';

const BLOCK_MS = 400;
const STEP_MS = 100;
const ABSOLUTE_GATE_LUFS = -70;
const RELATIVE_GATE_LU = -10;
const OFFSET_LUFS = -0.691;

interface Biquad {
  b: [number, number, number];
  a: [number, number];
}

/** Loudness units relative to full scale; -Infinity for silence. A sound under 400 ms is one block. */
export function loudnessLufs({ samples, rateHz }: Sound): number {
  const weighted = filter(filter(samples, shelf(rateHz)), highpass(rateHz));
  const block = Math.min(weighted.length, (rateHz * BLOCK_MS) / 1000);
  const powers: number[] = [];
  for (let at = 0; at + block <= weighted.length && block > 0; at += (rateHz * STEP_MS) / 1000)
    powers.push(weighted.subarray(at, at + block).reduce((sum, x) => sum + x * x, 0) / block);
  const loud = powers.filter((power) => lufs(power) > ABSOLUTE_GATE_LUFS);
  const gate = lufs(mean(loud)) + RELATIVE_GATE_LU;
  return lufs(mean(loud.filter((power) => lufs(power) > gate)));
}

const lufs = (power: number): number => OFFSET_LUFS + 10 * Math.log10(power);
const mean = (all: number[]): number => all.reduce((sum, x) => sum + x, 0) / Math.max(1, all.length);

// The two filters are tabled at 48 kHz only; these are the analogue filters behind the table, by the bilinear transform.
const SHELF = { hz: 1681.974450955533, gainDb: 3.999843853973347, q: 0.7071752369554196 };
const HIGHPASS = { hz: 38.13547087602444, q: 0.5003270373238773 };

function shelf(rateHz: number): Biquad {
  const k = Math.tan((Math.PI * SHELF.hz) / rateHz);
  const high = 10 ** (SHELF.gainDb / 20);
  const band = high ** 0.4996667741545416;
  const norm = 1 + k / SHELF.q + k * k;
  return {
    b: [
      (high + (band * k) / SHELF.q + k * k) / norm,
      (2 * (k * k - high)) / norm,
      (high - (band * k) / SHELF.q + k * k) / norm,
    ],
    a: [(2 * (k * k - 1)) / norm, (1 - k / SHELF.q + k * k) / norm],
  };
}

function highpass(rateHz: number): Biquad {
  const k = Math.tan((Math.PI * HIGHPASS.hz) / rateHz);
  const norm = 1 + k / HIGHPASS.q + k * k;
  return { b: [1, -2, 1], a: [(2 * (k * k - 1)) / norm, (1 - k / HIGHPASS.q + k * k) / norm] };
}

function filter(samples: Float64Array, { b, a }: Biquad): Float64Array {
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  return samples.map((x) => {
    const y = b[0] * x + b[1] * x1 + b[2] * x2 - a[0] * y1 - a[1] * y2;
    [x2, x1, y2, y1] = [x1, x, y1, y];
    return y;
  });
}

// bfp6, block floating point: 64 samples share one of twenty level tables; each sample is a 6-bit code into it.
// An engine decodes a block in one native pass (E.mapInPlace on Espruino).
import { PACK_BLOCK_BYTES, PACK_BLOCK_SAMPLES, PACK_CODE_BITS, PACK_TABLES_BYTES } from '../../firmware/drivers/ports';

const CODES = 2 ** PACK_CODE_BITS;
const TABLES = PACK_TABLES_BYTES / CODES;
const SILENCE = 128;
/** Each table reaches this far of the one before: from full scale down to 2 steps of the DAC. */
const REACH_RATIO = 0.8;
/** Levels lie closer together near silence, where speech mostly is. */
const MU = 1;

/** Twenty tables of 64 samples (8 bits, unsigned): code 32 is silence in each. */
export const tables: Uint8Array = Uint8Array.from({ length: PACK_TABLES_BYTES }, (_, i) => {
  const reach = 128 * REACH_RATIO ** Math.floor(i / CODES);
  const share = ((i % CODES) - CODES / 2) / (CODES / 2);
  const level = ((1 + MU) ** Math.abs(share) - 1) / MU;
  return Math.max(0, Math.min(255, Math.round(SILENCE + Math.sign(share) * level * reach)));
});

const table = (number: number): Uint8Array => tables.subarray(number * CODES, (number + 1) * CODES);

/** For each table, the nearest code for every 1/4 of a DAC step. */
const FINE = 4;
const nearest: Uint8Array[] = Array.from({ length: TABLES }, (_, number) => {
  const levels = table(number);
  return Uint8Array.from({ length: 256 * FINE }, (__, fine) => {
    let best = 0;
    levels.forEach((level, code) => {
      if (Math.abs(level - fine / FINE) < Math.abs((levels[best] ?? 0) - fine / FINE)) best = code;
    });
    return best;
  });
});

/** Codes samples between -1 and 1, filled up with silence to whole blocks. */
export function encode(samples: Float64Array): Uint8Array {
  const blocks = Math.ceil(samples.length / PACK_BLOCK_SAMPLES);
  const coded = new Uint8Array(blocks * PACK_BLOCK_BYTES);
  for (let block = 0; block < blocks; block++) {
    const wanted = Array.from({ length: PACK_BLOCK_SAMPLES }, (_, i) => {
      const sample = samples[block * PACK_BLOCK_SAMPLES + i] ?? 0;
      return Math.max(0, Math.min(255, SILENCE + sample * SILENCE));
    });
    coded.set(encodeBlock(wanted), block * PACK_BLOCK_BYTES);
  }
  return coded;
}

function encodeBlock(wanted: number[]): Uint8Array {
  let best = { number: 0, error: Infinity };
  for (let number = 0; number < TABLES; number++) {
    const error = wanted.reduce((sum, x) => sum + (x - (table(number)[codeOf(number, x)] ?? 0)) ** 2, 0);
    if (error < best.error) best = { number, error };
  }
  const bytes = new Uint8Array(PACK_BLOCK_BYTES);
  bytes[0] = best.number;
  wanted.forEach((x, i) => {
    const code = codeOf(best.number, x);
    for (let bit = 0; bit < PACK_CODE_BITS; bit++) {
      if (((code >> (PACK_CODE_BITS - 1 - bit)) & 1) === 0) continue;
      const place = i * PACK_CODE_BITS + bit;
      bytes[1 + (place >> 3)] = (bytes[1 + (place >> 3)] ?? 0) | (0x80 >> (place & 7));
    }
  });
  return bytes;
}

const codeOf = (number: number, x: number): number =>
  nearest[number]?.[Math.min(256 * FINE - 1, Math.round(x * FINE))] ?? 0;

/** Decodes whole blocks to 8-bit samples. */
export function decode(coded: Uint8Array): Uint8Array {
  const samples = new Uint8Array((coded.length / PACK_BLOCK_BYTES) * PACK_BLOCK_SAMPLES);
  for (let i = 0; i < samples.length; i++) {
    const block = coded.subarray(Math.floor(i / PACK_BLOCK_SAMPLES) * PACK_BLOCK_BYTES);
    samples[i] = table(block[0] ?? 0)[codeAt(block, 1, i % PACK_BLOCK_SAMPLES, PACK_CODE_BITS)] ?? 0;
  }
  return samples;
}

/** The n-th code of `bits` bits after byte `from`, most significant bit first. */
export function codeAt(bytes: Uint8Array, from: number, n: number, bits: number): number {
  let code = 0;
  for (let place = n * bits; place < (n + 1) * bits; place++)
    code = code * 2 + (((bytes[from + (place >> 3)] ?? 0) >> (7 - (place & 7))) & 1);
  return code;
}

/** Energy of what was wanted, and of its difference to what is heard. */
export function energies(wanted: Float64Array, heard: Uint8Array): { signal: number; noise: number } {
  let [signal, noise] = [0, 0];
  wanted.forEach((x, i) => {
    signal += x * x;
    noise += (x - ((heard[i] ?? SILENCE) - SILENCE) / SILENCE) ** 2;
  });
  return { signal, noise };
}

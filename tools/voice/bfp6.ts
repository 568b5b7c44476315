// bfp6, block floating point: 512 samples share one of twenty level tables; each sample is a 6-bit code into it.
// An engine decodes a block in one native pass (E.mapInPlace on Espruino).
import {
  PACK_BLOCK_SAMPLES,
  PACK_CODE_BITS,
  PACK_TABLES_BYTES,
  PACK_UNIT_BYTES,
  PACK_UNIT_SAMPLES,
} from '../../firmware/drivers/ports';

const CODES = 2 ** PACK_CODE_BITS;
const TABLES = PACK_TABLES_BYTES / CODES;
const SILENCE = 128;
/** Tables come in pairs that reach equally far: clips peak at 111, and each pair reaches this much of the one before. */
const REACH = 120;
const REACH_RATIO = 0.84;
/** How much closer levels lie near silence: the second of a pair is for blocks that are mostly quiet. */
const MU = [4, 10];

/** Twenty tables of 64 samples (8 bits, unsigned): code 32 is silence in each. */
export const tables: Uint8Array = Uint8Array.from({ length: PACK_TABLES_BYTES }, (_, i) => {
  const number = Math.floor(i / CODES);
  const mu = MU[number % 2] ?? 1;
  const reach = REACH * REACH_RATIO ** Math.floor(number / 2);
  const share = ((i % CODES) - CODES / 2) / (CODES / 2);
  const level = ((1 + mu) ** Math.abs(share) - 1) / mu;
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

const codeOf = (number: number, x: number): number =>
  nearest[number]?.[Math.min(256 * FINE - 1, Math.round(x * FINE))] ?? 0;

/** Codes samples between -1 and 1, filled up with silence to a multiple of 64: a byte a block, then the codes. */
export function encode(samples: Float64Array): Uint8Array {
  const units = Math.ceil(samples.length / PACK_UNIT_SAMPLES);
  const blocks = blocksOf(units * PACK_UNIT_SAMPLES);
  const coded = new Uint8Array(blocks + units * PACK_UNIT_BYTES);
  for (let block = 0; block < blocks; block++) {
    const from = block * PACK_BLOCK_SAMPLES;
    const to = Math.min(units * PACK_UNIT_SAMPLES, from + PACK_BLOCK_SAMPLES);
    const wanted = Array.from({ length: to - from }, (_, i) =>
      Math.max(0, Math.min(255, SILENCE + (samples[from + i] ?? 0) * SILENCE)),
    );
    const number = bestTable(wanted);
    coded[block] = number;
    wanted.forEach((x, i) => putCode(coded, blocks, from + i, codeOf(number, x)));
  }
  return coded;
}

const blocksOf = (samples: number): number => Math.ceil(samples / PACK_BLOCK_SAMPLES);

function bestTable(wanted: number[]): number {
  let best = { number: 0, error: Infinity };
  for (let number = 0; number < TABLES; number++) {
    const error = wanted.reduce((sum, x) => sum + (x - (table(number)[codeOf(number, x)] ?? 0)) ** 2, 0);
    if (error < best.error) best = { number, error };
  }
  return best.number;
}

function putCode(bytes: Uint8Array, from: number, n: number, code: number): void {
  for (let bit = 0; bit < PACK_CODE_BITS; bit++) {
    if (((code >> (PACK_CODE_BITS - 1 - bit)) & 1) === 0) continue;
    const place = n * PACK_CODE_BITS + bit;
    bytes[from + (place >> 3)] = (bytes[from + (place >> 3)] ?? 0) | (0x80 >> (place & 7));
  }
}

/** Decodes a clip of `samples` samples, a multiple of 64, to 8 bits. */
export function decode(coded: Uint8Array, samples: number): Uint8Array {
  const blocks = blocksOf(samples);
  return Uint8Array.from({ length: samples }, (_, i) => {
    const number = coded[Math.floor(i / PACK_BLOCK_SAMPLES)] ?? 0;
    return table(number)[codeAt(coded, blocks, i, PACK_CODE_BITS)] ?? 0;
  });
}

/** Samples in a coded clip: 48 bytes for 64 samples, and one for each 512. */
export function samplesIn(coded: Uint8Array): number {
  const units = Math.floor((coded.length * PACK_BLOCK_SAMPLES) / (PACK_UNIT_BYTES * 8 + 1) / PACK_UNIT_SAMPLES);
  return units * PACK_UNIT_SAMPLES;
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

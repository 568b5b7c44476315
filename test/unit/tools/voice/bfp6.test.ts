import { describe, expect, test } from 'vitest';
import { codeAt, decode, encode, energies, samplesIn, tables } from '../../../../tools/voice/bfp6';
import { seeded } from '../../../support/amounts';
import { tone } from '../../../support/voice-pack';

const snrDb = (wanted: Float64Array): number => {
  const { signal, noise } = energies(wanted, decode(encode(wanted), wanted.length));
  return 10 * Math.log10(signal / noise);
};

describe('bfp6', () => {
  test('takes 48 bytes for 64 samples and one for each 512, and fills up with silence', () => {
    expect([1, 3, 8, 9, 40].map((units) => encode(tone(units)).length)).toEqual([49, 145, 385, 434, 1925]);
    const odd = tone(1).subarray(0, 10);
    expect([...decode(encode(odd), 64)].slice(12)).toEqual(new Array<number>(52).fill(128));
  });

  test('tells the length of a clip from its bytes, for every length that a pack can hold', () => {
    for (let units = 0; units <= 320; units++) expect(samplesIn(encode(new Float64Array(units * 64)))).toBe(units * 64);
  });

  test('has silence at code 32 of each table, and levels that only rise', () => {
    for (let table = 0; table < 20; table++) {
      const levels = [...tables.subarray(table * 64, table * 64 + 64)];
      expect(levels[32]).toBe(128);
      expect(levels).toEqual([...levels].sort((a, b) => a - b));
    }
  });

  test.each([
    ['a loud tone', 0.87],
    ['a soft tone', 0.25],
  ])('keeps %s 28 dB above its noise', (_, amplitude) => {
    expect(snrDb(tone(50, amplitude))).toBeGreaterThan(28);
  });

  test('reads codes most significant bit first, across bytes', () => {
    const bytes = Uint8Array.from([0xff, 0b000001_00, 0b0010_0000, 0b11_100001]);
    expect([0, 1, 2, 3].map((n) => codeAt(bytes, 1, n, 6))).toEqual([1, 2, 3, 33]);
  });

  test('follows noise of any height, and only cuts what no clip reaches', () => {
    const next = seeded(3);
    const noise = Float64Array.from({ length: 6400 }, () => (next() - 0.5) * 4);
    for (const [i, sample] of decode(encode(noise), noise.length).entries()) {
      const wanted = Math.max(-0.9, Math.min(0.9, noise[i] ?? 0));
      expect(Math.abs((sample - 128) / 128 - wanted)).toBeLessThan(0.05);
    }
  });
});

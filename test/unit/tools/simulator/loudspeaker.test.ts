import { describe, expect, test } from 'vitest';
import { throughCapacitor } from '../../../../tools/simulator/loudspeaker';

describe('the loudspeaker', () => {
  test('lets a tone through as it is', () => {
    const tone = Uint8Array.from({ length: 8000 }, (_none, i) => 128 + 100 * Math.sin((2 * Math.PI * 800 * i) / 8000));
    const heard = throughCapacitor(tone, 8000).subarray(4000);
    expect(Math.max(...heard) - 128).toBeGreaterThan(93);
    expect(128 - Math.min(...heard)).toBeGreaterThan(93);
  });

  test('is quiet while the pin rests, at whatever level', () => {
    for (const level of [0, 128, 255]) {
      const heard = throughCapacitor(new Uint8Array(8000).fill(level), 8000);
      expect([...heard.subarray(2000)].every((sample) => sample === 128)).toBe(true);
    }
  });
});

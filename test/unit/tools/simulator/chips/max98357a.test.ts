import { describe, expect, test } from 'vitest';
import { max98357a } from '../../../../../tools/simulator/chips/max98357a';

/** A tenth of a second of 400 Hz on the left, half as loud on the right. */
function tone(amplifier: ReturnType<typeof max98357a>, rateHz = 8000): void {
  amplifier.clock(rateHz, 16);
  for (let i = 0; i < rateHz / 10; i++) {
    const level = Math.round(20_000 * Math.sin((2 * Math.PI * 400 * i) / rateHz));
    amplifier.sample(level, Math.trunc(level / 2));
  }
  amplifier.stop();
}

const peak = (samples: Int16Array | undefined): number => Math.max(...(samples ?? [0]));

describe('a MAX98357A', () => {
  test('gives what SD_MODE chooses: nothing, the mean, right, left', () => {
    const peaks = [0.1, 0.45, 1, 3.3].map((volts) => {
      const amplifier = max98357a(volts);
      tone(amplifier);
      expect(amplifier.faults).toEqual([]);
      return peak(amplifier.recordings[0]?.samples);
    });
    expect(peaks).toEqual([0, 15_000, 10_000, 20_000]);
  });

  test('is silent for the first 7 ms', () => {
    const amplifier = max98357a();
    tone(amplifier);
    const samples = amplifier.recordings[0]?.samples ?? new Int16Array();
    expect(samples.length).toBe(800);
    expect(peak(samples.subarray(0, 56))).toBe(0);
    expect(peak(samples.subarray(56, 100))).toBeGreaterThan(10_000);
  });

  test.each([11_025, 12_000, 22_050, 24_000, 192_000])('does not take %i Hz', (rateHz) => {
    const amplifier = max98357a();
    amplifier.clock(rateHz, 16);
    amplifier.stop();
    expect(amplifier.faults[0]).toContain(`LRCLK of ${rateHz} Hz is not supported`);
    expect(amplifier.recordings).toEqual([]);
  });

  test('does not take 8 bits a channel, nor samples that have more than 16', () => {
    const amplifier = max98357a();
    amplifier.clock(8000, 8);
    amplifier.clock(8000, 16);
    amplifier.sample(40_000, 0);
    expect(amplifier.faults).toEqual(['8 bits a channel; 16, 24 or 32 are taken', '40000 is no 16-bit sample']);
  });

  test('tells of a level that stays, and of clocks that change while they run', () => {
    const amplifier = max98357a();
    amplifier.clock(8000, 16);
    for (let i = 0; i < 900; i++) amplifier.sample(-128, -128);
    amplifier.clock(16_000, 16);
    expect(amplifier.faults).toEqual([
      'a steady level of -128 drives a direct current through the coil',
      'the clocks changed while they ran: stop them first',
    ]);
  });

  test('hears nothing without clocks', () => {
    const amplifier = max98357a();
    amplifier.sample(1, 1);
    amplifier.stop();
    expect(amplifier.recordings).toEqual([]);
    expect(amplifier.faults).toEqual(['a sample without clocks is not heard']);
  });
});

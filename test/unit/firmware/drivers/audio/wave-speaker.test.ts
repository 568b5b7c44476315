import { describe, expect, test } from 'vitest';
import { esp32Dac } from '../../../../../firmware/drivers/audio/esp32-dac/driver';
import { max98357a } from '../../../../../firmware/drivers/audio/max98357a/driver';
import type { ClipSpan } from '../../../../../firmware/drivers/ports';
import { openPack, spansOf } from '../../../../../firmware/speech/pack';
import { decode as decodeClip, encode } from '../../../../../tools/voice/bfp6';
import { boxWith, engineCrc32, smallPack, tone } from '../../../../support/voice-pack';
import { handWaveOut } from '../../../../support/wave-out';

const RAMP_SAMPLES = 256;
const decode = (coded: Uint8Array, units: number): number[] => [...decodeClip(coded, units * 64)];
const pack = smallPack(20);

function spans(clips: number[]): ClipSpan[] {
  const opened = openPack(boxWith(pack), 'en', engineCrc32);
  const found = opened === undefined ? undefined : spansOf(opened, clips);
  if (found === undefined) throw new Error('no such clips');
  return found;
}

function speaker(halfSamples = 512, bytes = pack, chip = esp32Dac) {
  const out = handWaveOut(halfSamples);
  const faults: (string | undefined)[] = [];
  const dac = chip(out, boxWith(bytes));
  return {
    out,
    faults,
    dac,
    play: (clips: ClipSpan[], volume = 10) => dac.play('voice-en', clips, volume, (fault) => faults.push(fault)),
    hear: () => {
      for (let turns = 0; out.turn(); turns++) if (turns > 1000) throw new Error('it never ends');
      return [...Buffer.concat(out.heard)];
    },
  };
}

describe.each([
  ['ESP32’s converter', esp32Dac],
  ['MAX98357A', max98357a],
])('the %s', (_, chip) => {
  test.each([64, 512, 1024])('plays every sample of every clip and gap, in halves of %i', (halfSamples) => {
    const { play, hear, faults, out } = speaker(halfSamples, pack, chip);
    play(spans([14, 19, 13, 12]));
    const heard = hear();
    const silence = new Array<number>(64).fill(128);
    const sound = [15, 20, 14, 13].map((units) => decode(encode(tone(units)), units));
    const expected = sound.flatMap((samples, i) => (i === 0 ? samples : [...silence, ...samples]));
    expect(heard.slice(RAMP_SAMPLES, RAMP_SAMPLES + expected.length)).toEqual(expected);
    expect(faults).toEqual([undefined]);
    expect(out.rateHz).toBe(8000);
    // A native pass for each block, and for each piece that the end of a half cuts off; none for a sample.
    if (halfSamples === 1024) expect(out.passes).toBeLessThanOrEqual(14);
  });
});

describe('the beginning of a sentence', () => {
  test('is all up to the pause behind its motif, so that a picture may be drawn behind it', () => {
    const { play, out } = speaker();
    const motif = spans([1, 4, 2, 14]);
    play(motif);
    const notes = motif.slice(0, 3).reduce((sum, { samples }) => sum + samples, 0);
    expect(out.leadSamples).toBe(RAMP_SAMPLES + notes + 1024);
  });

  test.each([
    ['with a word', [14, 19]],
    ['and ends with the tap of a key', [10]],
  ])('%s is as any other part of it', (_how, clips) => {
    const { play, out } = speaker();
    play(spans(clips));
    expect(out.leadSamples).toBe(0);
  });

  test('sounds the same from a buffer of its own', () => {
    const [whole, led] = [speaker(), speaker()].map(({ play, out, hear }, i) => {
      out.playsLead = i === 1;
      play(spans([1, 4, 2, 14, 15]));
      return hear();
    });
    const end = Math.min(whole!.length, led!.length);
    expect(led!.slice(0, end)).toEqual(whole!.slice(0, end));
    expect(led!.slice(end).every((level) => level === 0)).toBe(true);
  });
});

describe('the MAX98357A', () => {
  test('hears silence and no ramp before and after a sentence', () => {
    const { play, hear } = speaker(512, pack, max98357a);
    play(spans([3]));
    const heard = hear();
    const silence = (samples: number): number[] => new Array<number>(samples).fill(128);
    expect(heard.slice(0, RAMP_SAMPLES)).toEqual(silence(RAMP_SAMPLES));
    expect(heard.slice(RAMP_SAMPLES + 256)).toEqual(silence(heard.length - RAMP_SAMPLES - 256));
    expect(heard.length).toBeGreaterThanOrEqual(2 * RAMP_SAMPLES + 256);
  });
});

describe('the ESP32’s converter', () => {
  test('rises from 0 V in small steps and goes back, so that nothing pops', () => {
    const { play, hear } = speaker();
    play(spans([3]));
    const heard = hear();
    expect(heard[0]).toBe(0);
    for (let i = 1; i <= RAMP_SAMPLES; i++)
      expect(Math.abs((heard[i] ?? 0) - (heard[i - 1] ?? 0))).toBeLessThanOrEqual(16);
    expect(heard.slice(RAMP_SAMPLES + 256 + RAMP_SAMPLES)).toEqual(new Array<number>(heard.length - 768).fill(0));
  });

  test('is quieter at every step down, and still heard at volume 0', () => {
    const { play, hear, out } = speaker();
    const swings = Array.from({ length: 11 }, (_, volume) => {
      play(spans([5]), volume);
      const sound = hear().slice(RAMP_SAMPLES, RAMP_SAMPLES + 384);
      return Math.max(...sound) - Math.min(...sound);
    });
    expect(swings[0]).toBeGreaterThan(12);
    expect(swings).toEqual([...new Set(swings)].sort((a, b) => a - b));
    play(spans([5]), 99);
    expect(Math.max(...hear()) - 128).toBeCloseTo((swings[10] ?? 0) / 2, -1);
    expect(out.stopped).toBe(false);
  });

  test('gives the sample clock four seconds more than the sentence takes, then reports that it hangs', () => {
    const { play, out, faults } = speaker();
    play(spans([5, 5]));
    expect(out.limitMs).toBe((768 + 2 * RAMP_SAMPLES) / 8 + 4000);
    out.timeOut();
    expect(faults).toEqual(['audio-timeout']);
    play(spans([3]));
    expect(faults).toEqual(['audio-timeout']);
  });

  test('refuses a second sentence while it speaks, and speaks the first to its end', () => {
    const { play, hear, faults } = speaker();
    play(spans([5]));
    play(spans([3]));
    expect(faults).toEqual(['audio-busy']);
    hear();
    expect(faults).toEqual(['audio-busy', undefined]);
  });

  test('says that it was stopped, once, and can speak again', () => {
    const { play, hear, faults, out, dac } = speaker();
    dac.stop();
    expect(faults).toEqual([]);
    play(spans([5, 5, 5]));
    out.turn();
    dac.stop();
    expect(out.stopped).toBe(true);
    expect(faults).toEqual(['audio-stopped']);
    play(spans([3]));
    hear();
    expect(faults).toEqual(['audio-stopped', undefined]);
  });

  test('never reports a sentence as heard that the pack could not give whole', () => {
    const cut = speaker(512, pack.subarray(0, pack.length - 1));
    cut.play(spans([3, 19, 3]));
    cut.hear();
    expect(cut.faults).toEqual(['audio-pack']);
    const gone = speaker(512, new Uint8Array(0));
    gone.play(spans([3]));
    expect(gone.faults).toEqual(['audio-pack']);
  });
});

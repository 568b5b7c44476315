import { describe, expect, test } from 'vitest';
import { clipProblem } from '../../../../tools/voice/build';
import { chime } from '../../../../tools/voice/chimes';
import { crc32 } from '../../../../tools/voice/crc32';
import { clipTexts, languageOf, words } from '../../../../tools/voice/registry';
import { activeLevel, master, RATE_HZ, toDb } from '../../../../tools/voice/sound';
import { readWav, wavOfBytes } from '../../../../tools/voice/wav';
import { CHIME_FAILED, CHIMES, NOTES } from '../../../../firmware/speech/words';
import { tone } from '../../../support/voice-pack';

const silence = (ms: number): number[] => new Array<number>((RATE_HZ * ms) / 1000).fill(0);

describe('the pack builder refuses', () => {
  test.each([
    ['silence', Float64Array.from(silence(200)), /silent/],
    ['nothing', new Float64Array(0), /silent/],
    ['a click', tone(5), /40 ms is shorter than 80/],
    ['a speech', tone(400), /3200 ms is longer than 2500/],
    ['a clip that clips', tone(50, 1), /clips/],
    ['a whisper', tone(50, 0.1), /too quiet/],
    ['a late start', Float64Array.from([...silence(100), ...tone(50)]), /silence at its edges \(100 ms, 0 ms\)/],
    ['a long tail', Float64Array.from([...tone(50), ...silence(100)]), /silence at its edges \(0 ms, 100 ms\)/],
  ])('%s', (_, samples, problem) => {
    expect(clipProblem(samples)).toMatch(problem);
  });

  test('a clip without words, and two texts for one clip', () => {
    const source = languageOf('en');
    expect(() => clipTexts({ ...source, clips: source.clips.slice(1) })).toThrow(/clip 11 has no text/);
    expect(() =>
      clipTexts({ ...source, clips: [...source.clips, { id: 15, text: 'two', goesOn: true, isNumber: false }] }),
    ).toThrow(/clip 15 has two texts/);
    expect(() => languageOf('xx')).toThrow(/no language "xx". There are: en, en-IN/);
    expect(() => words('en', [999])).toThrow(/no clip 999/);
  });

  test('and takes a sound clip', () => {
    expect(clipProblem(tone(50))).toBeUndefined();
  });
});

describe('mastering', () => {
  // 300 ms of a 440 Hz tone at 22,050 Hz, between two stretches of silence, with a rumble under it.
  const recording = (amplitude: number): { rateHz: number; samples: Float64Array } => ({
    rateHz: 22_050,
    samples: Float64Array.from({ length: 22_050 }, (_, i) => {
      const sounding = i > 7350 && i < 13_965;
      return sounding
        ? amplitude * Math.sin((2 * Math.PI * 440 * i) / 22_050) + 0.2 * Math.sin((2 * Math.PI * 20 * i) / 22_050)
        : 0;
    }),
  });

  test('cuts the silence around a word and keeps the word', () => {
    const ms = (master(recording(0.3)).length * 1000) / RATE_HZ;
    expect(ms).toBeGreaterThanOrEqual(300);
    expect(ms).toBeLessThan(360);
  });

  test('makes a soft and a loud speaker equally loud', () => {
    const [soft, loud] = [0.2, 0.7].map((amplitude) => toDb(activeLevel(master(recording(amplitude)))));
    expect(Math.abs((soft ?? 0) - (loud ?? 0))).toBeLessThan(1);
    expect(soft).toBeGreaterThan(-17);
  });

  test('begins and ends at zero, so that joins do not click', () => {
    const samples = master(recording(0.3));
    expect(samples[0]).toBe(0);
    expect(Math.abs(samples[samples.length - 1] ?? 1)).toBe(0);
  });
});

/** Hertz from the zero crossings of a stretch. */
function pitchHz(samples: Float64Array): number {
  const signs = Array.from(samples, (x) => x >= 0);
  const crossings = signs.filter((sign, i) => i > 0 && sign !== signs[i - 1]).length;
  return (crossings / 2 / samples.length) * RATE_HZ;
}

describe('the chimes', () => {
  const samplesOf = (id: number): Float64Array => chime(id) ?? new Float64Array(0);
  const part = (id: number, from: number, to: number): number => {
    const samples = samplesOf(id);
    return pitchHz(samples.subarray(samples.length * from, samples.length * to));
  };

  test('for money are eight rising notes; three take less than 300 ms and fill whole units of the pack', () => {
    const notes = Array.from({ length: NOTES }, (_none, id) => part(id, 0, 1));
    notes.slice(1).forEach((hz, i) => expect(hz).toBeGreaterThan((notes[i] ?? 0) * 1.08));
    for (let id = 0; id < NOTES; id++) {
      expect(3 * samplesOf(id).length).toBeLessThanOrEqual(0.3 * RATE_HZ);
      expect(samplesOf(id).length % 64).toBe(0);
    }
  });

  test('for failure falls', () => {
    expect(part(CHIME_FAILED, 0.5, 1)).toBeLessThan(part(CHIME_FAILED, 0, 0.38) * 0.8);
  });

  test('are fit for a pack and differ from each other; words are not chimes', () => {
    const ids = Array.from({ length: CHIMES }, (_none, id) => id);
    for (const id of ids) expect(clipProblem(samplesOf(id))).toBeUndefined();
    expect(new Set(ids.map((id) => samplesOf(id).join())).size).toBe(CHIMES);
    expect(chime(CHIMES)).toBeUndefined();
  });
});

describe('WAV files', () => {
  test('of 8 bits carry the samples and the rate', () => {
    const wav = wavOfBytes(Uint8Array.from([1, 128, 255]), 8000);
    expect(wav.length).toBe(47);
    expect([wav.readUInt32LE(4), wav.readUInt32LE(24), wav.readUInt16LE(34), wav.readUInt32LE(40)]).toEqual([
      39, 8000, 8, 3,
    ]);
    expect([...wav.subarray(44)]).toEqual([1, 128, 255]);
  });

  test('of 16 bits are read even when the writer left the length open; others are refused', () => {
    const wav = Buffer.from(wavOfBytes(Uint8Array.from([0, 0x40, 0, 0xc0]), 22_050));
    expect(() => readWav(wav)).toThrow(/not mono 16-bit PCM/);
    wav.writeUInt16LE(16, 34);
    wav.writeUInt32LE(0xffffffff, 40);
    expect(readWav(wav)).toEqual({ rateHz: 22_050, samples: Float64Array.from([0.5, -0.5]) });
    expect(() => readWav(Buffer.from('no'))).toThrow(/not a WAV/);
    expect(() => readWav(wav.subarray(0, 44 - 8).fill(0, 36))).toThrow();
  });
});

test('CRC-32 has the check value of its catalogue entry', () => {
  expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
});

import { describe, expect, test } from 'vitest';
import { assetsOf } from '../../../../../tools/voice/assets';
import { encode } from '../../../../../tools/voice/bfp6';
import { checkVoice, clipMs, fromBytes, matchFault, voiceOf } from '../../../../../tools/voice/proof/check';
import type { Voice } from '../../../../../tools/voice/proof/check';
import { announcements } from '../../../../../tools/voice/proof/announcements';
import { durationFaults } from '../../../../../tools/voice/proof/durations';
import { figureFaults, figuresOf } from '../../../../../tools/voice/proof/figures';
import { loudnessLufs } from '../../../../../tools/voice/proof/loudness';
import { transcribe } from '../../../../../tools/voice/proof/templates';
import { writePack } from '../../../../../tools/voice/pack';
import { tagsWithPack } from '../../../../../tools/voice/packs';
import { play } from '../../../../../tools/voice/play';
import { languageOf } from '../../../../../tools/voice/registry';
import { wordsSection } from '../../../../../tools/voice/words';
import { need } from '../../../../support/need';

const SEED = 1;
const LIMIT_MS = 240_000;

/** Hindi with other clips in its pack than the sources say. */
const withClips = (voice: Voice, clips: Float64Array[]): Voice => ({
  ...voice,
  assets: assetsOf({
    [`voice-${voice.language.tag}`]: writePack(
      voice.language.tag,
      wordsSection(voice.language),
      clips.map((samples) => encode(samples)),
    ),
  }),
});

need('espeak-ng', 'what a box says', () => {
  test.each(tagsWithPack())(
    'in %s is its words, clip by clip, at a good level and without clicks or holes',
    { timeout: LIMIT_MS },
    (tag) => {
      const { faults, matched, announcements, leadInMs } = checkVoice(voiceOf(languageOf(tag)), 5, SEED);
      expect(faults).toEqual([]);
      expect(matched).toBe(announcements);
      expect(leadInMs).toBeGreaterThanOrEqual(30);
    },
  );

  describe('is found out', () => {
    const voice = voiceOf(languageOf('en'));
    const { language, sources } = voice;
    const fifty = language.clips.find(({ text }) => text === 'fifty')!.id;
    const said = announcements(language, 5, SEED)[0]!;
    const heardOf = (clips: number[]): string | undefined => {
      const { heard, restSamples } = transcribe(fromBytes(play(voice.assets, 'en', clips, 10)), sources);
      const ids = heard.map(({ clip }) => clip);
      return matchFault('en', { clips: [0, fifty, fifty + 1], text: 'fifty sixty' }, ids, restSamples);
    };

    test('when two clips are swapped, one is missing, or one too many is said', () => {
      expect(heardOf([0, fifty, fifty + 1])).toBeUndefined();
      expect(heardOf([0, fifty + 1, fifty])).toBe('"fifty sixty" sounds like "sixty fifty"');
      expect(heardOf([0, fifty])).toBe('"fifty sixty" sounds like "fifty"');
      expect(heardOf([0, fifty, fifty + 1, fifty])).toBe('"fifty sixty" sounds like "fifty sixty fifty"');
      expect(heardOf([fifty, fifty + 1])).toMatch(/sounds like/);
    });

    test('when the pack files every clip one place too far', () => {
      const moved = withClips(voice, [...sources.slice(0, 3), sources.at(-1)!, ...sources.slice(3, -1)]);
      const { matched, faults } = checkVoice(moved, 1, SEED);
      expect(matched).toBe(0);
      expect(faults.some((fault) => fault.includes(`"${said.text}" sounds like`))).toBe(true);
    });

    test('when a clip is of something that nobody recorded', () => {
      const noise = sources.map((source, id) => (id === fifty ? source.map((x, i) => (i % 2 === 0 ? x : -x)) : source));
      const { heard, restSamples } = transcribe(
        fromBytes(play(withClips(voice, noise).assets, 'en', [fifty + 1, fifty], 10)),
        sources,
      );
      expect(heard.map(({ clip }) => clip)).toEqual([fifty + 1]);
      expect(restSamples).toBeGreaterThan(1000);
    });

    test('when a clip is cut short by 16 ms, new or gone', () => {
      const ms = clipMs(voice);
      expect(durationFaults(language, ms)).toEqual([]);
      const cut = ms.map((length, id) => (id === fifty ? length - 16 : length));
      expect(durationFaults(language, cut)).toEqual([
        `clip ${fifty} fifty takes ${ms[fifty]! - 16} ms, accepted are ${ms[fifty]} ms`,
      ]);
      const other = {
        ...language,
        clips: language.clips.map((clip) => (clip.id === fifty ? { ...clip, text: 'x' } : clip)),
      };
      expect(durationFaults(other, ms)).toEqual([`clip ${fifty} fifty is gone`, `clip ${fifty} x is new`]);
    });
  });
});

describe('the figures of a recording', () => {
  const tone = (ms: number, amplitude: number, hz = 400): number[] =>
    Array.from({ length: 8 * ms }, (_, i) => amplitude * Math.sin((2 * Math.PI * hz * i) / 8000));
  const faultsOf = (sound: number[]): string =>
    figureFaults(figuresOf(Float64Array.from(sound), [{ clip: 9, start: 0, end: sound.length, match: 1 }])).join('; ');

  test('pass for a voice of the right level', () => {
    expect(faultsOf([...tone(1000, 0.25), ...tone(100, 0.6), ...tone(900, 0.25), 0])).toBe('');
  });
  test.each([
    ['a sentence that never ends', [...tone(10_000, 0.25), ...tone(50, 0.6)], /^ms is 10050/],
    ['one that clips', [...tone(900, 0.2), ...tone(50, 1)], /peakDb.*clipped is/],
    ['a whisper', tone(1000, 0.02), /peakDb.*levelDb.*loudness/],
    ['a hole', [...tone(900, 0.2), ...tone(100, 0.6), ...tone(300, 0), ...tone(900, 0.2)], /^longestPauseMs is 300/],
    ['a click', [...tone(900, 0.2), ...tone(100, 0.6), 0.2], /^joinLevel is 0.200/],
    ['an offset', [...tone(900, 0.2), ...tone(100, 0.6)].map((x) => x + 0.02), /offset is 0.020/],
  ])('refuse %s', (_, sound, fault) => {
    expect(faultsOf(sound)).toMatch(fault);
  });

  test('measure loudness as ITU-R BS.1770 does: a tone of 997 Hz at full scale is -3.01 LUFS', () => {
    const samples = Float64Array.from({ length: 5 * 48_000 }, (_, i) => Math.sin((2 * Math.PI * 997 * i) / 48_000));
    expect(loudnessLufs({ samples, rateHz: 48_000 })).toBeCloseTo(-3.01, 1);
    const soft = samples.map((x) => x / 10);
    expect(loudnessLufs({ samples: soft, rateHz: 48_000 })).toBeCloseTo(-23.01, 1);
    expect(loudnessLufs({ samples: new Float64Array(48_000), rateHz: 48_000 })).toBe(-Infinity);
  });
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Utterance } from '../../../../firmware/app/effects';
import { openPack, spansOf } from '../../../../firmware/speech/pack';
import type { Pack } from '../../../../firmware/speech/pack';
import { CHIMES } from '../../../../firmware/speech/words';
import { currencies } from '../../../../firmware/wire/currencies';
import { decode } from '../../../../tools/voice/bfp6';
import { buildPack } from '../../../../tools/voice/build';
import { assetsOf } from '../../../../tools/voice/assets';
import { builtPacks, overfullBoards, packPath, tagsWithPack } from '../../../../tools/voice/packs';
import { play } from '../../../../tools/voice/play';
import { clipTexts, languageOf, languageTags } from '../../../../tools/voice/registry';
import { durationFaults } from '../../../../tools/voice/proof/durations';
import { toRecord } from '../../../../tools/voice/recordings';
import { wavOfBytes } from '../../../../tools/voice/wav';
import { activeLevel, RATE_HZ, toDb } from '../../../../tools/voice/sound';
import { MOST_MINOR, boundaryAmounts, seededAmounts } from '../../../support/amounts';
import { need } from '../../../support/need';
import { clipsOf, engineCrc32 } from '../../../support/voice-pack';

/** Up and down between 0 V and the middle, 32 ms each. */
const RAMPS_MS = 64;
const LONGEST_MS = 9000;

function packOf(tag: string): Pack {
  const pack = openPack(builtPacks([tag]), tag, engineCrc32);
  if (pack === undefined) throw new Error(`no ${tag} pack`);
  return pack;
}

function clipSamples(tag: string, id: number): Float64Array {
  const pack = packOf(tag);
  const span = spansOf(pack, [id])?.[0];
  if (span === undefined) throw new Error(`no clip ${id}`);
  const coded = Buffer.from(builtPacks([tag]).read(pack.file, span.offset, span.bytes), 'latin1');
  return Float64Array.from(decode(coded, span.samples), (sample) => (sample - 128) / 128);
}

test('English and Nepali take 640,000 bytes at most, and every board has room for its languages', () => {
  expect(readFileSync(packPath('en')).length + readFileSync(packPath('ne')).length).toBeLessThanOrEqual(640_000);
  expect(overfullBoards()).toEqual([]);
});

test('the packs that shops ask for first are committed', () => {
  expect(tagsWithPack()).toEqual(expect.arrayContaining(['en', 'en-IN', 'ne', 'hi']));
});

describe.each(tagsWithPack())('the committed %s pack', (tag) => {
  const clips = clipTexts(languageOf(tag));

  test('holds every word at its full length', () => {
    const ms = clips.map(({ id }) => (clipSamples(tag, id).length * 1000) / RATE_HZ);
    expect(durationFaults(languageOf(tag), ms)).toEqual([]);
  });

  test('is even in loudness, does not clip and has no offset', () => {
    for (const { id, text } of clips.slice(CHIMES)) {
      const samples = clipSamples(tag, id);
      const level = toDb(activeLevel(samples));
      const offset = samples.reduce((sum, x) => sum + x, 0) / samples.length;
      expect(level, text).toBeGreaterThan(-21);
      expect(level, text).toBeLessThan(-15);
      expect(Math.max(...samples.map(Math.abs)), text).toBeLessThan(0.95);
      expect(Math.abs(offset), text).toBeLessThan(0.01);
    }
  });

  test('begins and ends every clip near silence, so that joins do not click', () => {
    for (const { id, text } of clips) {
      const samples = clipSamples(tag, id);
      expect(Math.abs(samples[0] ?? 1), text).toBeLessThan(0.05);
      expect(Math.abs(samples[samples.length - 1] ?? 1), text).toBeLessThan(0.05);
    }
  });

  test('plays a whole sentence at a good level, without clipping and without holes', () => {
    const utterance: Utterance = {
      say: 'paid',
      kind: 'new',
      motif: '024',
      amountMinor: 125_050,
      currency: 524,
      seqs: [],
      language: tag,
    };
    const samples = play(builtPacks([tag]), tag, clipsOf(utterance), 10);
    const sound = Float64Array.from(samples, (sample) => (sample - 128) / 128);
    expect(sound.length / RATE_HZ).toBeGreaterThan(2.5);
    expect(sound.length / RATE_HZ).toBeLessThan(4.5);
    expect(toDb(activeLevel(sound))).toBeGreaterThan(-20);
    expect(Math.max(...sound.map(Math.abs))).toBeLessThan(0.95);
    expect(longestQuietMs(sound)).toBeLessThan(200);
  });
});

/** No announcement of a pack takes longer than LONGEST_MS, the longest amounts that a search finds included. */
function expectShort(tag: string, pack: Pack): void {
  const ms = (utterance: Utterance): number =>
    RAMPS_MS + (spansOf(pack, clipsOf(utterance)) ?? []).reduce((sum, span) => sum + span.samples / 8, 0);
  const paid = (amountMinor: number, currency: number): Utterance => ({
    say: 'paid',
    kind: 'new',
    motif: '024',
    amountMinor,
    currency,
    seqs: [],
    language: tag,
  });
  const longestCount = Array.from({ length: 99 }, (_, i) => i + 1).reduce((best, count) =>
    ms({ ...paid(100, 524), say: 'recap', again: true, count } as Utterance) >
    ms({ ...paid(100, 524), say: 'recap', again: true, count: best } as Utterance)
      ? count
      : best,
  );
  for (const { numeric } of currencies) {
    const amountMinor = longestAmount((amount) => ms(paid(amount, numeric)));
    const money = { amountMinor, currency: numeric, seqs: [], language: tag };
    for (const told of [
      { kind: 'new', motif: '024' },
      { kind: 'again' },
      ...[77, 119, 77 * 60].map((ageMinutes) => ({ kind: 'replay', ageMinutes }) as const),
    ] as const)
      expect(ms({ say: 'paid', ...told, ...money }), JSON.stringify(told)).toBeLessThanOrEqual(LONGEST_MS);
    expect(ms({ say: 'total', count: longestCount, ...money })).toBeLessThanOrEqual(LONGEST_MS);
    expect(ms({ say: 'reversed', again: true, ...money })).toBeLessThanOrEqual(LONGEST_MS);
    expect(ms({ say: 'recap', again: true, count: longestCount, ...money })).toBeLessThanOrEqual(LONGEST_MS);
  }
}

/** The amount that takes longest, found by trying every pair of digits in the longest of many. */
function longestAmount(msOf: (amount: number) => number): number {
  const better = (a: number, b: number): number => (msOf(b) > msOf(a) ? b : a);
  let longest = [...boundaryAmounts(), ...seededAmounts(3000, 5)].reduce(better);
  for (let round = 0; round < 2; round++)
    for (let place = 1; place <= 10 ** 9; place *= 10)
      for (let digits = 0; digits < 100; digits++) {
        const tried = longest - (Math.floor(longest / place) % 100) * place + digits * place;
        if (tried > 0 && tried <= MOST_MINOR) longest = better(longest, tried);
      }
  return longest;
}

/** The longest stretch under -40 dB. */
function longestQuietMs(sound: Float64Array): number {
  let [quiet, longest] = [0, 0];
  for (const x of sound) {
    quiet = Math.abs(x) < 0.01 ? quiet + 1 : 0;
    longest = Math.max(longest, quiet);
  }
  return (longest * 1000) / RATE_HZ;
}

need('espeak-ng', 'a pack built here and now', () => {
  test.each(languageTags.filter((tag) => languageOf(tag).engine !== undefined))(
    'of %s has the words, lengths and quality that it had before',
    { timeout: 60_000 },
    (tag) => {
      const { pack, report } = buildPack(tag, () => undefined);
      const ms = report.clips.map((clip) => clip.ms);
      expect(durationFaults(languageOf(tag), ms)).toEqual([]);
      expect(report.snrDb).toBeGreaterThan(28);
      expect(Math.min(...report.clips.map((clip) => clip.snrDb))).toBeGreaterThan(28);
      if (tagsWithPack().includes(tag))
        expect(Math.abs(pack.length / readFileSync(packPath(tag)).length - 1)).toBeLessThan(0.05);
      const opened = openPack(assetsOf({ [`voice-${tag}`]: pack }), tag, engineCrc32);
      if (opened === undefined) throw new Error(`the ${tag} pack was refused`);
      expectShort(tag, opened);
    },
  );
});

describe('a language that no free voice speaks', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ghanti-recordings-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('is told to be recorded, and which recordings a folder lacks', () => {
    expect(() => buildPack('km', () => undefined)).toThrow(/no free voice speaks Khmer.*ghanti voice record km/);
    expect(() => buildPack('km', () => undefined, folder)).toThrow(/lacks 51 recordings:\n {2}011.wav {2}សូន្យ\n/);
  });

  test('has a pack made from the files of a speaker, and a bad one of them is named', () => {
    for (const { file } of toRecord(languageOf('km'))) writeFileSync(join(folder, file), recording(0.5));
    const { pack, report } = buildPack('km', () => undefined, folder);
    expect(report.clips.length).toBe(62);
    expect(openPack(assetsOf({ 'voice-km': pack }), 'km', engineCrc32)?.clips).toBe(62);
    writeFileSync(join(folder, '013.wav'), recording(0));
    expect(() => buildPack('km', () => undefined, folder)).toThrow(/clip 13 "ពីរ": it is silent/);
  });
});

/** 300 ms of a struck tone at 22,050 Hz, 16 bits. */
function recording(amplitude: number): Buffer {
  const bytes = Buffer.alloc(2 * 6615);
  for (let i = 0; i < 6615; i++)
    bytes.writeInt16LE(Math.round(32_000 * amplitude * Math.exp(-i / 2500) * Math.sin(i / 8)), 2 * i);
  const wav = Buffer.concat([wavOfBytes(new Uint8Array(0), 22_050), bytes]);
  wav.writeUInt16LE(16, 34);
  wav.writeUInt32LE(0xffffffff, 40);
  return wav;
}

test('a machine without espeak-ng is told how to get it', () => {
  const path = process.env['PATH'];
  const empty = mkdtempSync(join(tmpdir(), 'ghanti-voice-'));
  try {
    process.env['PATH'] = empty;
    expect(() => buildPack('en', () => undefined)).toThrow(/espeak-ng is not installed.*apt-get install -y espeak-ng/);
  } finally {
    process.env['PATH'] = path;
    rmSync(empty, { recursive: true });
  }
});

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { register } from '../../../../tools/voice/command';
import { builtPacks, tagsWithPack } from '../../../../tools/voice/packs';
import { languageOf, languageTags, words } from '../../../../tools/voice/registry';
import { currencies } from '../../../../firmware/wire/currencies';
import { CHIME_ATTENTION, CHIMES } from '../../../../firmware/speech/words';
import { need } from '../../../support/need';
import { play } from '../../../../tools/voice/play';
import { readWav } from '../../../../tools/voice/wav';

let folder = '';
let printed: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ghanti-say-'));
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

function run(...args: string[]): void {
  const program = new Command().exitOverride();
  register(program);
  program.parse(args, { from: 'user' });
}
function say(...args: string[]): void {
  run('say', ...args);
}

describe('ghanti say', () => {
  test('prints the words and clips, and writes what the box would play', () => {
    const wav = join(folder, 'said.wav');
    say('--lang', 'en', '--currency', 'npr', '--amount', '1250.50', '--wav', wav, '--json');
    const said = JSON.parse(printed[0] ?? '') as { text: string; clips: number[]; ms: number; amountMinor: number };
    expect(said.text).toBe('received one thousand two hundred fifty rupees fifty paisa');
    // No motif: that is a box's own.
    expect(Math.min(...said.clips)).toBeGreaterThanOrEqual(CHIMES);
    expect(said.amountMinor).toBe(125_050);
    const file = readFileSync(wav);
    expect(file.readUInt32LE(24)).toBe(8000);
    expect(Math.round((file.length - 44) / 8)).toBe(said.ms);
  });

  test.each([
    ['again', [], 'again received five rupees'],
    ['replay', [], 'repeat five rupees'],
    ['reversed', [], 'payment reversed five rupees'],
    ['recap', ['--count', '12'], 'while offline twelve payments total five rupees'],
  ])('tells a payment as %s', (kind, more, text) => {
    say('--lang', 'en', '--currency', 'NPR', '--amount', '5', '--kind', kind, ...more);
    expect(printed[0]?.split('\n')[0]).toBe(text);
  });

  test('prints words and clips in every language for every currency', () => {
    for (const tag of languageTags)
      for (const { code, decimals } of currencies) {
        say('--lang', tag, '--currency', code, '--amount', decimals === 0 ? '1250' : '1250.50', '--json');
        const { text, clips } = JSON.parse(printed.at(-1)!) as { text: string; clips: number[] };
        expect(text.split(' ').length, `${tag} ${code}`).toBeGreaterThan(3);
        expect(clips.length, `${tag} ${code}`).toBeGreaterThan(4);
        expect(
          clips
            .filter((clip) => clip > CHIME_ATTENTION)
            .map((clip) => words(tag, [clip]))
            .join(' '),
        ).toBe(text);
      }
  });

  test('tells what to do for the sound of a language that nobody has spoken', () => {
    const wav = join(folder, 'said.wav');
    expect(() => say('--lang', 'km', '--currency', 'KHR', '--amount', '5', '--wav', wav)).toThrow(
      /no free voice speaks Khmer.*ghanti voice record km/,
    );
  });

  test.each([
    [['--lang', 'xx', '--currency', 'NPR', '--amount', '5'], /no language "xx"/],
    [['--lang', 'en', '--currency', 'EUR', '--amount', '5'], /no currency "EUR". There are: NPR, INR, KHR, USD, ZAR/],
    [['--lang', 'en', '--currency', 'KHR', '--amount', '1.5'], /"1.5" is no amount in KHR, which has 0 decimals/],
    [['--lang', 'en', '--currency', 'NPR', '--amount', '1.505'], /is no amount in NPR/],
    [['--lang', 'en', '--currency', 'NPR', '--amount', '0'], /outside 1 to 2147483647/],
    [['--lang', 'en', '--currency', 'NPR', '--amount', '21474836.48'], /outside 1 to 2147483647/],
    [['--lang', 'en', '--currency', 'NPR', '--amount', '-5'], /is no amount/],
    [['--lang', 'en', '--currency', 'NPR', '--amount', '5', '--kind', 'loud'], /no kind "loud"/],
    [['--lang', 'en', '--currency', 'NPR', '--amount', '5', '--kind', 'recap', '--count', '0'], /--count is "0"/],
  ])('refuses %j with a reason', (args, reason) => {
    expect(() => say(...args)).toThrow(reason);
  });
});

need('espeak-ng', 'ghanti say, in a language whose pack is not built', () => {
  test('writes what a box with it would play', () => {
    const tag =
      languageTags.find((one) => !tagsWithPack().includes(one) && languageOf(one).engine !== undefined) ?? 'en';
    const wav = join(folder, 'said.wav');
    say('--lang', tag, '--currency', 'NPR', '--amount', '5', '--wav', wav, '--json');
    const { ms } = JSON.parse(printed[0]!) as { ms: number };
    expect(ms).toBeGreaterThan(800);
    expect(readFileSync(wav).length - 44).toBe(ms * 8);
  });
});

describe('ghanti voice card', () => {
  test('writes every clip of every language as an MP3 module wants it', () => {
    run('voice', 'card', 'nodemcu-esp8266-epaper-154', folder, '--json');
    expect(JSON.parse(printed[0]!)).toMatchObject({ languages: ['en', 'ne'], files: 76 + 143 });
    expect(readdirSync(folder)).toEqual(['01', '02']);
    expect(readdirSync(join(folder, '02')).at(-1)).toBe('143.wav');
    const { rateHz, samples } = readWav(readFileSync(join(folder, '01', '005.wav')));
    const wanted = play(builtPacks(['en']), 'en', [4], 10);
    expect(rateHz).toBe(8000);
    const heard = Uint8Array.from(samples, (sample) => sample * 128 + 128);
    expect(Buffer.from(wanted).includes(Buffer.from(heard))).toBe(true);
  });

  test('refuses a board that needs no card, and one that is not there', () => {
    expect(() => run('voice', 'card', 'esp32-cyd', folder)).toThrow(/esp32-cyd has no card.*ghanti flash esp32-cyd/);
    expect(() => run('voice', 'card', 'toaster', folder)).toThrow(/no board "toaster".*esp32-cyd/);
  });
});

test('ghanti voice list tells what there is of each language, and of one what to record', () => {
  run('voice', 'list', '--json');
  const rows = JSON.parse(printed[0]!) as {
    tag: string;
    clips: number;
    facts: number;
    agree: number;
    screens: boolean;
  }[];
  expect(rows.map(({ tag }) => tag)).toEqual(languageTags);
  for (const row of rows) expect(row, row.tag).toMatchObject({ agree: row.facts, screens: true });
  expect(rows.find(({ tag }) => tag === 'mr')).toMatchObject({ deviations: [expect.stringContaining('शंभर')] });
  run('voice', 'list');
  expect(printed[1]).toMatch(/km +Khmer +62 clips +no pack yet.*to be recorded/);
  run('voice', 'list', 'km');
  expect(printed[2]!.split('\n')).toHaveLength(51);
});

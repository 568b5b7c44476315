import { describe, expect, test } from 'vitest';
import type { Utterance } from '../../../../../firmware/app/effects';
import { buzzer } from '../../../../../firmware/drivers/audio/buzzer/driver';
import { tonesOf } from '../../../../../firmware/speech/tones';
import { handLine } from '../../../../support/hand-line';

function sounder() {
  const { line, clock } = handLine();
  const heard: [hz: number, atMs: number][] = [];
  const pin = { after: line.after, cancel: line.cancel, tone: (hz: number) => heard.push([hz, clock.nowMs()]) };
  return { player: buzzer(pin), clock, heard, faults: [] as (string | undefined)[] };
}

describe('a buzzer', () => {
  test('plays tone after tone and is silent afterwards', () => {
    const { player, clock, heard, faults } = sounder();
    player.play(
      [
        [2000, 100],
        [0, 50],
        [3000, 200],
      ],
      (fault) => faults.push(fault),
    );
    clock.advance(1000);
    expect(heard).toEqual([
      [2000, 1],
      [0, 101],
      [3000, 151],
      [0, 351],
    ]);
    expect(faults).toEqual([undefined]);
  });

  test('refuses a second tune, stops at once, and says so once', () => {
    const { player, clock, heard, faults } = sounder();
    player.play([[2000, 900]], (fault) => faults.push(fault));
    player.play([[3000, 900]], (fault) => faults.push(fault));
    clock.advance(100);
    player.stop();
    player.stop();
    clock.advance(5000);
    expect(faults).toEqual(['audio-busy', 'audio-stopped']);
    expect(heard).toEqual([
      [2000, 1],
      [0, 100],
    ]);
  });

  test('never beeps for ever', () => {
    const { player, clock, heard, faults } = sounder();
    player.play(new Array<[number, number]>(1000).fill([2000, 100_000]), (fault) => faults.push(fault));
    clock.advance(20_001);
    expect(heard.at(-1)?.[0]).toBe(0);
    expect(faults).toEqual([undefined]);
  });
});

const money = { amountMinor: 100, currency: 524, seqs: [1], language: 'en' };
const plain = { seqs: [], language: 'en' };
const paid: Utterance = { say: 'paid', kind: 'new', motif: '027', ...money };
const others: Utterance[] = [
  { say: 'paid', kind: 'again', ...money },
  { say: 'paid', kind: 'replay', ...money },
  ...[1, 3, 900].map((count): Utterance => ({ say: 'recap', again: false, count, ...money })),
  { say: 'reversed', again: false, ...money },
  ...(['failed', 'expired', 'cancelled', 'offline', 'online', 'test', 'scan'] as const).map((say): Utterance => ({
    say,
    ...plain,
  })),
];
const pitches = (utterance: Utterance): number[] =>
  tonesOf(utterance)
    .map(([hz]) => hz)
    .filter((hz) => hz > 0);
/** How many tones follow each other without a pause, at the most. */
const longestRun = (utterance: Utterance): number => {
  const runs = tonesOf(utterance).map(([hz]) => (hz > 0 ? '.' : ' '));
  return Math.max(
    ...runs
      .join('')
      .split(' ')
      .map((run) => run.length),
  );
};

describe('the tones of a box without a loudspeaker', () => {
  test('are three notes in one breath for a new payment and for nothing else', () => {
    expect(longestRun(paid)).toBe(3);
    expect(new Set(pitches(paid)).size).toBe(3);
    expect(others.filter((one) => longestRun(one) > 2)).toEqual([]);
  });

  test('fall when a payment failed or was taken back, and only then', () => {
    const falls = others.filter((one) => new Set(pitches(one)).size > 1).map(({ say }) => say);
    expect(falls).toEqual(['reversed', 'failed', 'expired', 'cancelled']);
  });

  test('count the payments of a recap as far as one listens', () => {
    const beeps = others.filter(({ say }) => say === 'recap').map((one) => pitches(one).length);
    expect(beeps).toEqual([3, 5, 7]);
  });

  test.each([paid, ...others])('are over within three seconds', (utterance) => {
    const ms = tonesOf(utterance).reduce((sum, [, one]) => sum + one, 0);
    expect(ms).toBeGreaterThan(50);
    expect(ms).toBeLessThan(3000);
  });
});

import { describe, expect, test } from 'vitest';
import { foldable } from '../../../../bridge/gateway/fold';
import { row } from '../../../contract/store/opened';

const rows = (count: number, different: Parameters<typeof row>[1] = {}) =>
  Array.from({ length: count }, (_, at) => row(at + 1, different));
const seqs = (of: ReturnType<typeof rows>): number[] => of.map(({ seq }) => seq);

describe('what is told as one sum', () => {
  test('is nothing while a box can hold what waits', () => {
    expect(foldable(rows(40), 0)).toEqual([]);
  });

  test('is all but the newest, when more waits', () => {
    expect(seqs(foldable(rows(41), 0))).toEqual(Array.from({ length: 17 }, (_, at) => at + 1));
  });

  test('is never what the box may hold already: it would be heard twice', () => {
    expect(seqs(foldable(rows(41), 14))).toEqual([15, 16, 17]);
    const received = rows(41).map((one) => (one.seq < 10 ? { ...one, stage: 'received' as const } : one));
    expect(seqs(foldable(received, 0))).toEqual([10, 11, 12, 13, 14, 15, 16, 17]);
  });

  test('is of one currency, has no reversal in it, and stays a number that the wire can carry', () => {
    const mixed = rows(41).map((one) =>
      one.seq === 2 ? { ...one, currency: 'INR' } : one.seq === 3 ? { ...one, kind: 'reversed' as const } : one,
    );
    expect(seqs(foldable(mixed, 0)).slice(0, 3)).toEqual([1, 4, 5]);
    const rich = foldable(rows(60, { amountMinor: 1_000_000_000 }), 0);
    expect(seqs(rich)).toEqual([1, 2]);
  });

  test('is nothing when only one payment could be in it', () => {
    expect(foldable(rows(41), 16)).toEqual([]);
  });
});

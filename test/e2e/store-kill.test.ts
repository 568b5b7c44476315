// Promise 2 of the box, at its root: what the store said it kept is there after kill -9, whenever it strikes.
import { expect, onTestFinished, test } from 'vitest';
import { KilledStore, type Kept } from '../support/killed-store';

const SEED = 20_260_921;
const ROUNDS = 20;
const LONGEST_MS = 150;

/** Mulberry32: numbers from 0 up to 1, the same for the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function expectAllThere(store: KilledStore, kept: Kept[]): void {
  const { faults, journal, paidCharges, lastDown } = store.look();
  expect(faults).toEqual([]);
  const chargeOf = new Map(journal.map(({ seq, chargeId }) => [seq, chargeId]));
  expect(kept.filter(({ seq, chargeId }) => chargeOf.get(seq) !== chargeId)).toEqual([]);
  expect(new Set(kept.map(({ seq }) => seq)).size).toBe(kept.length);
  // Money and its announcement share a fate: every paid charge has one row, every row a paid charge.
  expect(journal.map(({ chargeId }) => chargeId).sort()).toEqual([...paidCharges].sort());
  expect(lastDown).toBe(journal.at(-1)?.seq ?? 0);
}

test(`after kill -9 at ${ROUNDS} moments, every payment that was acknowledged is there once and no number is used twice`, async () => {
  const random = seeded(SEED);
  const store = await KilledStore.make();
  onTestFinished(() => store.remove());
  const kept: Kept[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const before = kept.length;
    kept.push(...(await store.run(`round-${round}`, { killAfterMs: Math.floor(random() * LONGEST_MS) })).kept);
    expect(kept.length).toBeGreaterThan(before);
    expectAllThere(store, kept);
  }
}, 120_000);

test('a disk that takes no more refuses the payments that do not fit, keeps the others, and goes on when there is room', async () => {
  const store = await KilledStore.make();
  onTestFinished(() => store.remove());
  const { kept, refused, keptAfterRefusal } = await store.run('full', { fileBytes: 400_000 });
  expect(kept.length).toBeGreaterThan(0);
  expect(refused).toEqual(['refused io']);
  expect(keptAfterRefusal).toBeGreaterThan(0);
  expectAllThere(store, kept);
  const next = await store.run('later', { killAfterMs: 20 });
  expect(next.kept.length).toBeGreaterThan(0);
  expectAllThere(store, [...kept, ...next.kept]);
});

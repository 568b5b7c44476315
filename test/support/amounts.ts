/** A repeatable stream of numbers from 0 below 1 (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const MOST_MINOR = 2 ** 31 - 1;

/** Amounts around every power of ten and two, every small one, and the largest that the wire carries. */
export function boundaryAmounts(): number[] {
  const edges = new Set<number>([MOST_MINOR]);
  for (let small = 1; small <= 1000; small++)
    edges
      .add(small)
      .add(small * 100)
      .add(MOST_MINOR - small);
  for (let power = 1; power <= 10; power++)
    for (let times = 1; times <= 99; times++)
      for (const off of [-100, -1, 0, 1, 50, 100]) edges.add(times * 10 ** power + off);
  for (let power = 1; power < 31; power++) for (const off of [-1, 0, 1]) edges.add(2 ** power + off);
  return [...edges].filter((amount) => amount >= 1 && amount <= MOST_MINOR);
}

/** Amounts of every size: as many of one digit as of ten. */
export function seededAmounts(count: number, seed: number): number[] {
  const next = seeded(seed);
  return Array.from({ length: count }, () => Math.max(1, Math.floor(2 ** (31 * next())) - 1 + Math.floor(2 * next())));
}

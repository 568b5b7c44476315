// What happens in one run of the model: made from a seed, and plain data, so that it can be replayed and made smaller.
import { seeded } from '../seeded';

/** What a customer, a shop or a hostile broker does, and what breaks. Times are milliseconds since the start. */
export type Happening = { atMs: number } & (
  | { is: 'sale'; amountMinor: number }
  /** The customer of the sale before the last `back` ones does something. */
  | { is: 'customer'; back: number; does: 'scan' | 'pay' | 'fail' | 'pay-wrong-amount' | 'reverse' }
  | { is: 'switch-repeats' | 'switch-forges' | 'switch-forgets' }
  | { is: 'shop-cancels'; back: number }
  | { is: 'bridge-dies'; forMs: number; moment: 'now' | 'before-commit' | 'after-commit' }
  | { is: 'box-power-cut'; forMs: number; flashBytes: number | undefined }
  | { is: 'speaker-fails' | 'flash-fails'; times: number }
  | { is: 'link-breaks'; forMs: number }
  | { is: 'link-stalls'; forMs: number }
  | { is: 'broker-restarts'; forMs: number }
  | { is: 'message-doubles' | 'message-lost' | 'message-late'; way: 'down' | 'up' }
  | { is: 'replay'; way: 'down' | 'up'; nth: number }
  | { is: 'clock-jumps'; byMs: number }
  | { is: 'disk-full' | 'disk-slow'; forMs: number }
  | { is: 'key'; key: 'repeat' | 'dismiss' }
  // What no promise outlives, to see that the witness notices: a switch that lies, a box with another box's flash.
  | { is: 'switch-lies' | 'flash-exchanged' }
);

export interface Schedule {
  seed: number;
  /** Trouble ends here; what follows is a quiet time in which everything must come right. */
  lengthMs: number;
  happenings: Happening[];
}

const LENGTH_MS = 150_000;
const SALES = { least: 1, most: 6 };
const TROUBLES = { least: 0, most: 10 };

/** The schedule of a seed: some sales, what their customers do, and trouble at random moments. */
export function scheduleOf(seed: number): Schedule {
  const next = seeded(seed);
  const between = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  const happenings: Happening[] = [];
  const sales = between(SALES.least, SALES.most);
  for (let sale = 0; sale < sales; sale++)
    happenings.push(...saleWithCustomer(between(3_000, LENGTH_MS - 30_000), between));
  const troubles = between(TROUBLES.least, TROUBLES.most);
  for (let trouble = 0; trouble < troubles; trouble++) happenings.push(troubleAt(between(0, LENGTH_MS - 1), between));
  happenings.sort((a, b) => a.atMs - b.atMs);
  return { seed, lengthMs: LENGTH_MS, happenings };
}

type Between = (least: number, most: number) => number;

function saleWithCustomer(atMs: number, between: Between): Happening[] {
  const sale: Happening = { atMs, is: 'sale', amountMinor: between(1, 5_000_000) };
  const does = (['scan', 'pay', 'pay', 'pay', 'fail', 'pay-wrong-amount', 'reverse'] as const)[between(0, 6)]!;
  const later = atMs + between(500, 25_000);
  const all: Happening[] = [sale, { atMs: later, is: 'customer', back: between(0, 1), does }];
  if (does === 'scan' || does === 'fail' || does === 'reverse')
    all.push({ atMs: later + between(100, 8_000), is: 'customer', back: 0, does: 'pay' });
  if (between(0, 9) === 0) all.push({ atMs: later + between(100, 20_000), is: 'customer', back: 0, does: 'reverse' });
  return all;
}

function troubleAt(atMs: number, between: Between): Happening {
  const way = between(0, 1) === 0 ? 'down' : 'up';
  const forMs = between(200, 40_000);
  const kinds: (() => Happening)[] = [
    () => ({ atMs, is: 'switch-repeats' }),
    () => ({ atMs, is: 'switch-forges' }),
    () => ({ atMs, is: 'switch-forgets' }),
    () => ({ atMs, is: 'shop-cancels', back: between(0, 2) }),
    () => ({
      atMs,
      is: 'bridge-dies',
      forMs,
      moment: (['now', 'before-commit', 'after-commit'] as const)[between(0, 2)]!,
    }),
    () => ({
      atMs,
      is: 'bridge-dies',
      forMs,
      moment: (['now', 'before-commit', 'after-commit'] as const)[between(0, 2)]!,
    }),
    () => ({ atMs, is: 'box-power-cut', forMs, flashBytes: between(0, 1) === 0 ? undefined : between(0, 90) }),
    () => ({ atMs, is: 'box-power-cut', forMs, flashBytes: between(0, 1) === 0 ? undefined : between(0, 90) }),
    () => ({ atMs, is: between(0, 1) === 0 ? 'speaker-fails' : 'flash-fails', times: between(1, 3) }),
    () => ({ atMs, is: 'link-breaks', forMs }),
    () => ({ atMs, is: 'link-stalls', forMs }),
    () => ({ atMs, is: 'broker-restarts', forMs }),
    () => ({ atMs, is: 'message-doubles', way }),
    () => ({ atMs, is: 'message-lost', way }),
    () => ({ atMs, is: 'message-late', way }),
    () => ({ atMs, is: 'replay', way, nth: between(0, 40) }),
    () => ({ atMs, is: 'clock-jumps', byMs: between(-7_200_000, 7_200_000) }),
    () => ({ atMs, is: between(0, 1) === 0 ? 'disk-full' : 'disk-slow', forMs: between(200, 15_000) }),
    () => ({ atMs, is: 'key', key: between(0, 1) === 0 ? 'repeat' : 'dismiss' }),
  ];
  return kinds[between(0, kinds.length - 1)]!();
}

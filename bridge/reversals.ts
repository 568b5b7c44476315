// Money that goes back after it was told. Few switches say so by themselves, so paid charges are asked about now and again.
import type { Clock } from './clock';
import { reasonOf } from './log';
import type { Log } from './log';
import type { Charge } from './payments/types';
import type { Store } from './store/port';
import type { Switchboard } from './switchboard';

export interface ReversalParts {
  store: Store;
  switchboard: Pick<Switchboard, 'findsReversals' | 'lookUp'>;
  clock: Clock;
  log: Log;
  /** 0 asks never. */
  windowHours: number;
}

const HOUR_MS = 3_600_000;
/** After a charge was made. Most reversals come within minutes, and each look is a request at the switch. */
const AGES_MS = [
  HOUR_MS / 6,
  HOUR_MS,
  4 * HOUR_MS,
  12 * HOUR_MS,
  24 * HOUR_MS,
  48 * HOUR_MS,
  96 * HOUR_MS,
  168 * HOUR_MS,
];
const EVERY_MS = 60_000;
/** At most so many looks for each age and round, one after the other: the switch has payments to make. */
const LOOKS = 100;
/** The bridge may have been off for so long and still asks what it would have asked. */
const BACK_MS = HOUR_MS;

/** Starts to ask; returns the way to stop. */
export function sweepReversals(parts: ReversalParts): () => void {
  const { clock, log, windowHours } = parts;
  const startMs = clock.nowMs() - BACK_MS;
  /** For each age, the moment up to which charges were asked about. */
  const doneToMs = new Map(
    AGES_MS.filter((ageMs) => ageMs <= windowHours * HOUR_MS).map((ageMs) => [ageMs, startMs - ageMs]),
  );
  let stop = (): void => undefined;
  const next = (): void => {
    stop = clock.after(EVERY_MS, () => {
      sweep(parts, doneToMs)
        .catch((error: unknown) => log.error('charges: cannot be read', { reason: reasonOf(error) }))
        .finally(next);
    });
  };
  if (doneToMs.size > 0) next();
  return () => stop();
}

async function sweep(parts: ReversalParts, doneToMs: Map<number, number>): Promise<void> {
  const { store, switchboard, clock } = parts;
  for (const [ageMs, afterMs] of doneToMs) {
    const untilMs = clock.nowMs() - ageMs;
    const paid = await store.read((tx) => tx.paidCharges(afterMs, untilMs, LOOKS));
    for (const charge of paid) if (switchboard.findsReversals(charge)) await switchboard.lookUp(charge);
    doneToMs.set(ageMs, lastOf(paid)?.createdAtMs ?? untilMs);
  }
}

/** The last of a full list: there may be more behind it. */
function lastOf(charges: Charge[]): Charge | undefined {
  return charges.length < LOOKS ? undefined : charges.at(-1);
}

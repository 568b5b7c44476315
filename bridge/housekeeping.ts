// What the bridge does by itself, without a payment: raising what waits too long, beginning day and night, forgetting,
// and saying where the audit log ends.
import { nextDayMs } from './clock';
import type { Clock } from './clock';
import type { Gateway } from './gateway/gateway';
import { reasonOf } from './log';
import type { Log } from './log';
import type { Metrics } from './metrics/registry';
import type { Store } from './store/port';

export interface HousekeepingParts {
  store: Store;
  gateway: Gateway;
  clock: Clock;
  log: Log;
  metrics: Metrics;
  timeZone: string;
  /** How loud boxes may be; undefined: as loud as they like. */
  loudest(nowMs: number): number | undefined;
  /** What no box has said for so long is counted as overdue. */
  overdueMs: number;
}

const OVERDUE_EVERY_MS = 15_000;
/** Where a day begins at one o'clock, midnight is not found: never busy with looking for it. */
const LEAST_MS = 60_000;
/** Timers may fire a little early; a welcome of yesterday would show yesterday's total for a day. */
const AFTER_MIDNIGHT_MS = 1_000;
/** So late may a night begin or end. */
const NIGHT_EVERY_MS = 15_000;
const HEAD_EVERY_MS = 3_600_000;
const KEEP_MS = 90 * 86_400_000;
const PRUNE_EVERY_MS = 600_000;
/** Rows that are forgotten in one transaction, so that no payment waits for it. */
const PRUNE_ROWS = 500;

/** Starts it; returns the way to stop. */
export function keepHouse(parts: HousekeepingParts): () => void {
  const { clock, gateway, store, metrics, timeZone, overdueMs } = parts;
  let overdue = 0;
  metrics.gauge('ghanti_announcements_overdue', () => overdue);
  metrics.gauge('ghanti_boxes_online', () => gateway.online());
  const countOverdue = async (): Promise<void> => {
    overdue = (await store.read((tx) => tx.overdue(clock.nowMs() - overdueMs))).length;
  };
  const forget = async (): Promise<void> => {
    await store.write((tx) => tx.prune(clock.nowMs() - KEEP_MS, PRUNE_ROWS));
  };
  // Kept with the log of the process, it shows later whether the end of the audit log was cut.
  const sayHead = async (): Promise<void> => {
    const row = await store.read((tx) => tx.auditHead());
    if (row !== undefined) parts.log.info('audit: head', { head: `${row.number}:${row.hash}` });
  };
  const untilMidnight = (): number =>
    Math.max(LEAST_MS, nextDayMs(clock.nowMs(), timeZone) + AFTER_MIDNIGHT_MS - clock.nowMs());
  const stops = [
    again(parts, () => OVERDUE_EVERY_MS, countOverdue),
    again(parts, untilMidnight, () => gateway.greetAll()),
    again(parts, () => NIGHT_EVERY_MS, watchNight(parts)),
    again(parts, () => HEAD_EVERY_MS, sayHead),
    again(parts, () => PRUNE_EVERY_MS, forget),
  ];
  return () => stops.forEach((stop) => stop());
}

/** Tells the boxes when a night begins or ends; those that come later hear it in their welcome. */
function watchNight({ clock, gateway, loudest }: HousekeepingParts): () => Promise<void> {
  let told = loudest(clock.nowMs());
  return async () => {
    const now = loudest(clock.nowMs());
    if (now === told) return;
    const before = told;
    told = now;
    await gateway.greetAll().catch((error: unknown) => {
      told = before;
      throw error;
    });
  };
}

/** Does the work after each pause until the function that is returned is called. */
function again({ clock, log }: HousekeepingParts, pauseMs: () => number, work: () => Promise<void>): () => void {
  let stop = (): void => undefined;
  const next = (): void => {
    stop = clock.after(pauseMs(), () => {
      work().catch((error: unknown) => log.error('store: cannot be used', { reason: reasonOf(error) }));
      next();
    });
  };
  next();
  return () => stop();
}

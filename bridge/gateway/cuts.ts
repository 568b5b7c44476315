import type { Clock } from '../clock';
import { reasonOf } from '../log';
import type { Log } from '../log';
import type { Store } from '../store/port';
import type { Delivery } from './delivery';
import type { Road } from './port';

const LOOK_MS = 1_000;
const UNSPOKEN_LIMIT = 1_000;

/**
 * Ends the connections of boxes that lost their keys (revoked, or given others at once) or have other settings, which another process may have
 * written into the store. Returns the way to stop.
 */
export function followCuts(parts: {
  store: Store;
  road: Road;
  delivery: Delivery;
  clock: Clock;
  log: Log;
}): () => void {
  const { store, road, delivery, clock, log } = parts;
  // Connections are as old as this process: what was cut before has none. Undefined: not known yet.
  let seen: number | undefined;
  const look = async (): Promise<void> => {
    const cuts = await store.read((tx) => tx.cutAfter(seen ?? 0));
    const first = seen === undefined;
    seen = cuts.at(-1)?.number ?? seen ?? 0;
    if (first) return;
    for (const { device } of cuts) {
      delivery.forget(device);
      road.hangUp(device);
      const { revoked, rows } = await store.read(async (tx) => ({
        revoked: (await tx.device(device))?.revokedAtMs !== undefined,
        rows: await tx.unspoken(device, UNSPOKEN_LIMIT),
      }));
      if (revoked)
        log.warn('box: revoked; what it has not spoken waits for the operator', { device, count: rows.length });
      else log.info('box: cut, its keys or settings were renewed', { device });
    }
  };
  const attempt = (): void => {
    look()
      .catch((error: unknown) => log.error('gateway: cannot look for revoked boxes', { reason: reasonOf(error) }))
      .finally(() => {
        if (!stopped) stop = clock.after(LOOK_MS, attempt);
      });
  };
  let stopped = false;
  let stop = (): void => undefined;
  attempt();
  return () => {
    stopped = true;
    stop();
  };
}

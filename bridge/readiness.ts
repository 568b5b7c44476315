import { statfs } from 'node:fs/promises';
import type { Road } from './gateway/port';
import { StoreError } from './store/errors';
import type { Store } from './store/port';

/** A checkpoint of the log and the charges of a minute. With less the next charge may be the one that does not fit. */
const LEAST_BYTES = 1024 * 1024;
/** Anybody may ask, and each look is a write. */
const LOOK_EVERY_MS = 1_000;

/**
 * Can charges be taken? Tried for real: SQLite begins and ends a transaction without changes on a full disk, too, and
 * finds room for a small one where a charge has none. What is said is for anybody, so it names no path.
 * @param folder of the store's file
 */
export function readinessOf(
  store: Store,
  road: Pick<Road, 'isOpen'>,
  folder: string,
): () => Promise<{ ready: boolean; reasons: string[] }> {
  let lookedAtMs = -Infinity;
  let found: Promise<string | undefined> = Promise.resolve(undefined);
  return async () => {
    if (performance.now() - lookedAtMs >= LOOK_EVERY_MS) {
      lookedAtMs = performance.now();
      found = troubleOf(store, folder);
    }
    const trouble = await found;
    const reasons = trouble === undefined ? [] : [`store: ${trouble}`];
    if (!road.isOpen()) reasons.push('mqtt: the way to the boxes is closed');
    return { ready: reasons.length === 0, reasons };
  };
}

async function troubleOf(store: Store, folder: string): Promise<string | undefined> {
  try {
    await store.write((tx) => tx.putKept('', 'trial', '{}'));
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize < LEAST_BYTES ? 'full' : undefined;
  } catch (error) {
    return error instanceof StoreError ? error.problem : 'failed';
  }
}

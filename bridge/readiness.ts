import type { Road } from './gateway/port';
import { StoreError } from './store/errors';
import type { Store } from './store/port';

/** About what a charge and its announcement take of the disk: where they fit, this fits. */
const TRIAL = '.'.repeat(16_000);
/** Anybody may ask, and each look is a write. */
const LOOK_EVERY_MS = 1_000;

/**
 * Can charges be taken? Tried for real: SQLite begins and ends a transaction without changes on a full disk, too. What is
 * said is for anybody, so it names no path.
 */
export function readinessOf(
  store: Store,
  road: Pick<Road, 'isOpen'>,
): () => Promise<{ ready: boolean; reasons: string[] }> {
  let lookedAtMs = -Infinity;
  let found: Promise<string | undefined> = Promise.resolve(undefined);
  return async () => {
    if (performance.now() - lookedAtMs >= LOOK_EVERY_MS) {
      lookedAtMs = performance.now();
      found = store
        .write((tx) => tx.putKept('', 'trial', TRIAL))
        .then(
          () => undefined,
          (error: unknown) => `store: ${error instanceof StoreError ? error.problem : 'failed'}`,
        );
    }
    const trouble = await found;
    const reasons = trouble === undefined ? [] : [trouble];
    if (!road.isOpen()) reasons.push('mqtt: the way to the boxes is closed');
    return { ready: reasons.length === 0, reasons };
  };
}

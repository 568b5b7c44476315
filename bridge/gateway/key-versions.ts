import type { Device } from '../store/port';
import type { BoxKeys } from './keys';

/** So long a box may go on with its old keys after new ones were made for it. */
export const OLD_KEYS_MS = 30 * 86_400_000;

type Held = Pick<Device, 'keyVersion' | 'nextKeys' | 'revokedAtMs'>;

/** Of a new box. */
export function firstKeys(keyVersion: number): Held {
  return { keyVersion, nextKeys: undefined, revokedAtMs: undefined };
}

/**
 * Versions of the box's keys that are believed now: the one that it used last, and beside it one that was made for it
 * and that it has not shown. The first proof of the new one ends the old one; else it ends by its time.
 */
export function goodVersions({ keyVersion, nextKeys, revokedAtMs }: Held, nowMs: number): number[] {
  if (revokedAtMs !== undefined) return [];
  if (nextKeys === undefined) return [keyVersion];
  return nowMs < nextKeys.oldUntilMs ? [keyVersion, nextKeys.version] : [nextKeys.version];
}

/** The version for new keys: above all that were ever given out for the box, and of the newest master key. */
export function nextVersion({ keyVersion, nextKeys }: Held, keys: Pick<BoxKeys, 'newestVersion'>): number {
  return Math.max(keyVersion + 1, (nextKeys?.version ?? 0) + 1, keys.newestVersion);
}

/** The box has shown its new keys. Its own numbers begin anew with them. */
export function proved<D extends Device>(device: D, version: number): D {
  return { ...device, keyVersion: version, nextKeys: undefined, lastUp: 0 };
}

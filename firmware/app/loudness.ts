// How loud the box is: what the shop chose, and no more than the bridge allows for now (the shop's night).
import type { Config } from '../wire/index';
import type { Settings } from './events';

const LOUDEST = 10;

/** The highest volume that is allowed now, 1 to 10. */
export function loudestOf(told: Config): number {
  return told.loudest === undefined ? LOUDEST : told.loudest;
}

/** The volume that is heard now, 0 to 10. */
export function volumeOf(settings: Settings): number {
  const loudest = loudestOf(settings.told);
  return settings.volume > loudest ? loudest : settings.volume;
}

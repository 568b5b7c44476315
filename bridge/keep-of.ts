import type { Keep } from './payments/ports';
import type { Store } from './store/port';

const KEY_LIMIT = 100;
const TEXT_LIMIT = 16_000;

/** The part of the store in which one switch's connector keeps what it must not forget. */
export function keepOf(store: Store, switchId: string): Keep {
  return {
    put: async (key, json) => {
      if (key.length > KEY_LIMIT || json.length > TEXT_LIMIT)
        throw new RangeError(
          `${switchId}: a key of ${key.length} and a text of ${json.length} are too long to be kept`,
        );
      await store.write((tx) => tx.putKept(switchId, key, json));
    },
    remove: (key) => store.write((tx) => tx.removeKept(switchId, key)),
    all: () => store.read((tx) => tx.kept(switchId)),
  };
}

import type { Charges } from './charges';
import type { EventHub } from './event-hub';
import type { Gateway } from './gateway/gateway';
import type { Road } from './gateway/port';
import type { Presenting } from './presenting';
import { readinessOf } from './readiness';
import type { Refunding } from './refunding';
import type { Bridge, DeviceStatus } from './service';
import type { StaticQrs } from './static-qrs';
import type { Device, Store } from './store/port';
import type { Switchboard } from './switchboard';
import { hashOf } from './tokens';

export interface ServiceParts {
  store: Store;
  /** Where its file is. */
  storeFolder: string;
  road: Road;
  gateway: Gateway;
  switchboard: Switchboard;
  charges: Charges;
  presenting: Presenting;
  refunding: Refunding;
  statics: StaticQrs;
  hub: EventHub;
}

const LIST_DEFAULT = 100;
const UNSPOKEN_LIMIT = 1_000;

/** The parts behind the one door that http/, cli/ and the demo use. */
export function service(parts: ServiceParts): Bridge {
  const { store, road, gateway, switchboard, charges, presenting, refunding, statics, hub } = parts;
  const status = async (device: Device): Promise<DeviceStatus> => {
    const rows = await store.read((tx) => tx.unspoken(device.id, UNSPOKEN_LIMIT));
    return { ...device, ...gateway.status(device.id), unspoken: rows.length };
  };
  return {
    caller: async (text) => {
      const token = await store.read((tx) => tx.tokenByHash(hashOf(text)));
      if (token === undefined || token.revokedAtMs !== undefined) return undefined;
      const { id, scope, devices } = token;
      return { actor: `token:${id}`, scope, devices: scope === 'shop' ? devices : undefined };
    },
    createCharge: (request) => charges.create(request),
    charge: (id) => store.read((tx) => tx.charge(id)),
    cancelCharge: (id, by) => charges.cancel(id, by),
    presentCode: (id, code, by) => presenting.present(id, code, by),
    refundCharge: (id, key, by) => refunding.refund(id, key, by),
    charges: ({ device, state, limit, before }) =>
      store.read((tx) => tx.charges({ device, state, limit: limit ?? LIST_DEFAULT, before })),
    putStaticQr: (device, switchId, text, by) => statics.put(device, switchId, text, by),
    removeStaticQr: (device, by) => statics.remove(device, by),
    devices: async () => Promise.all((await store.read((tx) => tx.devices())).map(status)),
    device: async (id) => {
      const device = await store.read((tx) => tx.device(id));
      return device === undefined ? undefined : status(device);
    },
    switches: () => switchboard.all().map(({ id, health }) => ({ id, health })),
    onEvent: (handler) => hub.on(handler),
    readiness: readinessOf(store, road, parts.storeFolder),
  };
}

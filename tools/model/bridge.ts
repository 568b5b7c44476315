// The bridge's parts put together without sockets: the real gateway, switchboard, charges, rules of money and SQLite
// store. It can die between any two steps; its store file and the switch go on.
import { dayStartMs } from '../../bridge/clock';
import type { Clock } from '../../bridge/clock';
import { Charges } from '../../bridge/charges';
import { openGateway } from '../../bridge/gateway/gateway';
import { boxKeys } from '../../bridge/gateway/keys';
import { planQr } from '../../bridge/gateway/qr/plan';
import type { Road, WireTap } from '../../bridge/gateway/port';
import type { Log } from '../../bridge/log';
import { metricsRegistry } from '../../bridge/metrics/registry';
import type { Store } from '../../bridge/store/port';
import { openSwitchboard } from '../../bridge/switchboard';
import type { AnySwitchKind, Switchboard } from '../../bridge/switchboard';
import { boards } from '../../boards/registry';
import { keepOf } from '../../bridge/keep-of';

export const BOX = 'counter-1';
/** Days are counted as in the shop. */
const TIME_ZONE = 'Asia/Kathmandu';
const CHARGE_SECONDS = 60;
const FRESH_SECONDS = 60;
/** A plan costs more than a payment; the model's QRs are all alike. */
const QR = planQr('MODEL', boards['esp32-cyd']!.qr);

export const keys = boxKeys([{ fromVersion: 1, bytes: Buffer.alloc(32, 7) }]);

export interface ModelBridgeParts {
  store: Store;
  road: Road;
  clock: Clock;
  kinds: Record<string, AnySwitchKind>;
  tap: WireTap;
}

export interface ModelBridge {
  charges: Charges;
  close(): Promise<void>;
}

/** What main.ts does, as far as a payment goes. */
export function startModelBridge({ store, road, clock, kinds, tap }: ModelBridgeParts): ModelBridge {
  const metrics = metricsRegistry();
  const changed = (): void => undefined;
  const late: { board?: Switchboard; charges?: Charges } = {};
  const gateway = openGateway({
    ...{ road, store, keys, clock, log: silent, metrics, tap, changed },
    greeting: {
      settings: { freshSeconds: FRESH_SECONDS, keepaliveSeconds: 60, watchSeconds: 300 },
      isBoard: () => true,
      planFor: () => QR,
      switchLines: () => [{ name: 'TILL', health: 'ok' }],
      currencyOf: () => 'NPR',
      dayStartMs: (nowMs) => dayStartMs(nowMs, TIME_ZONE),
      loudest: () => undefined,
    },
    chargeRequested: async () => undefined,
    codeScanned: async () => undefined,
  });
  const board = openSwitchboard({
    ...{ kinds, configs: { till: {} }, clock, log: silent },
    emit: async (event) => late.charges?.take(event),
    keepOf: (id) => keepOf(store, id),
    healthChanged: () => undefined,
  });
  const charges = new Charges({
    ...{ store, gateway, switchboard: board, clock, log: silent, metrics, changed },
    expirySeconds: CHARGE_SECONDS,
  });
  late.charges = charges;
  void charges.resume().catch(() => undefined);
  return {
    charges,
    close: async () => {
      charges.close();
      await board.close();
      await gateway.close();
    },
  };
}

const quiet = (): void => undefined;
const silent: Log = { debug: quiet, info: quiet, warn: quiet, error: quiet, foreign: quiet };

// The composition root: the only file that knows every part.
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { boards } from '../boards/registry';
import { chargeAtBox } from './charge-at-box';
import { Charges } from './charges';
import { dayStartMs, machineClock } from './clock';
import type { Clock } from './clock';
import type { BridgeConfig } from './config/schema';
import { fingerprint } from './config/sealed';
import { EventHub } from './event-hub';
import { followCertificate, readCertificate } from './gateway/certificate';
import { EMBEDDED_LIMITS, embeddedRoad } from './gateway/embedded';
import { externalRoad } from './gateway/external';
import { openGateway } from './gateway/gateway';
import type { Gateway } from './gateway/gateway';
import type { Greeting } from './gateway/greet';
import { goodVersions } from './gateway/key-versions';
import { boxKeys } from './gateway/keys';
import type { BoxKeys } from './gateway/keys';
import { masterKeys } from './gateway/master-key';
import { utf8 } from './gateway/messages';
import type { Road, WireTap } from './gateway/port';
import { QrDoesNotFit, planQr } from './gateway/qr/plan';
import { serveApi } from './http/index';
import type { Route, TakeWebhook } from './http/index';
import { keepHouse } from './housekeeping';
import { keepOf } from './keep-of';
import { jsonLog, reasonOf } from './log';
import type { Log } from './log';
import { metricsRegistry } from './metrics/registry';
import type { Metrics } from './metrics/registry';
import { loudestAt } from './night';
import { Presenting } from './presenting';
import { Refunding } from './refunding';
import { sweepReversals } from './reversals';
import { BridgeError } from './service';
import type { Bridge, BridgeEvent } from './service';
import { service } from './service-of';
import type { Device, Store } from './store/port';
import { StaticQrs } from './static-qrs';
import { openSqlite } from './store/sqlite';
import { openSwitchboard } from './switchboard';
import type { AnySwitchKind, Switchboard } from './switchboard';
import { tellUnannounced } from './unannounced';
import { switches } from './switches/registry';

export const VERSION = '0.1.0';

/** What a demo or a test adds. */
export interface BridgeExtras {
  tap?: WireTap;
  clock?: Clock;
  log?: Log;
  /** Served beside the API, on the same port. */
  routes?: Route[];
  /** Switches beside those of the registry. */
  switches?: Record<string, AnySwitchKind>;
}

export interface RunningBridge {
  bridge: Bridge;
  httpPort: number;
  /** Of the embedded broker; undefined with an external one. */
  mqttPort: number | undefined;
  /** Of the embedded broker, for boxes that use TLS. */
  mqttTlsPort: number | undefined;
  /** Ends everything within 5 s; what is not finished by then is on disk. */
  close(): Promise<void>;
}

/** The screen has room for so much of a switch's name (wire.cddl, watch). */
const SHORT_NAME_BYTES = 12;

/** Starts the bridge. Rejects, with everything closed again, when a part cannot start. */
export async function startBridge(config: BridgeConfig, extras: BridgeExtras = {}): Promise<RunningBridge> {
  const closers: (() => Promise<void> | void)[] = [];
  const close = async (): Promise<void> => {
    for (let closer = closers.pop(); closer !== undefined; closer = closers.pop()) await closer();
  };
  try {
    return { ...(await start(config, extras, (closer) => void closers.push(closer))), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(
  config: BridgeConfig,
  extras: BridgeExtras,
  onClose: (closer: () => Promise<void> | void) => void,
): Promise<Omit<RunningBridge, 'close'>> {
  const clock = extras.clock ?? machineClock;
  const log = extras.log ?? jsonLog(config.log.level);
  const tap = extras.tap ?? ((): void => undefined);
  const metrics = metricsRegistry();
  const hub = new EventHub(log);
  const changed = (events: BridgeEvent[]): void => hub.emit(events);

  const masters = masterKeys(config.keys.masterKey, config.keys.masterKeyFile);
  const keys = boxKeys(masters);
  const store = await openSqlite(config.store.file);
  onClose(() => store.close());
  const detail = `settings ${fingerprint(config, masters)}`;
  const begun = { atMs: clock.nowMs(), actor: 'bridge', action: 'bridge.start', target: VERSION, detail };
  await store.write((tx) => tx.audit(begun));

  const { road, mqttPort, mqttTlsPort } = await openRoad(config, { store, keys, clock, log, metrics, onClose });
  // The gateway, the switches and the charges call one another; these are there before anybody calls.
  const late: { switchboard?: Switchboard; charges?: Charges; presenting?: Presenting } = {};
  const gateway = openGateway({
    ...{ road, store, keys, clock, log, metrics, tap, changed },
    greeting: greetingOf(config, () => late.switchboard),
    chargeRequested: (device, asked) => chargeAtBox(late.charges, clock.nowMs(), device, asked),
    codeScanned: async (device, charge, code) => late.presenting?.scanned(device, charge, code),
  });
  onClose(() => gateway.close());

  const board = openSwitchboard({
    ...{ kinds: { ...registered, ...extras.switches }, configs: config.switches, clock, log },
    emit: async (event) => late.charges?.take(event),
    keepOf: (id) => keepOf(store, id),
    healthChanged: (id, health) => {
      changed([{ type: 'switch', switch: id, health }]);
      tellWatch(gateway, id, log);
    },
  });
  late.switchboard = board;
  onClose(() => board.close());
  const made = new Charges({
    ...{ store, gateway, switchboard: board, clock, log, metrics, changed },
    expirySeconds: config.boxes.chargeSeconds,
  });
  late.charges = made;
  onClose(() => made.close());
  const desks = openDesks({ store, gateway, switchboard: board, clock, log }, made);
  late.presenting = desks.presenting;
  for (const stop of lookAfter(config, { store, gateway, switchboard: board, clock, log }, metrics, changed))
    onClose(stop);
  const behind = { store, road, gateway, switchboard: board, charges: made, ...desks, hub };
  const bridge = service({ ...behind, storeFolder: dirname(config.store.file) });
  const http = await serveApi({
    ...config.http,
    ...{ version: VERSION, bridge, log, metrics, extraRoutes: extras.routes ?? [], takeWebhook: webhooksOf(board) },
    nowMs: () => clock.nowMs(),
  });
  onClose(() => http.close());
  log.info('bridge: started', { port: http.port, address: road.address });
  return { bridge, httpPort: http.port, mqttPort, mqttTlsPort };
}

interface DeskParts {
  store: Store;
  gateway: Gateway;
  switchboard: Switchboard;
  clock: Clock;
  log: Log;
}

/** What shops ask for beside charges; and everything that was under way is taken up again. */
function openDesks(
  parts: DeskParts,
  charges: Charges,
): { presenting: Presenting; refunding: Refunding; statics: StaticQrs } {
  const { log } = parts;
  const statics = new StaticQrs(parts);
  charges
    .resume()
    .catch((error: unknown) => log.error('charges: cannot be taken up again', { reason: reasonOf(error) }));
  statics.resume().catch((error: unknown) => log.error('static QRs: cannot be read', { reason: reasonOf(error) }));
  return { presenting: new Presenting(parts), refunding: new Refunding(parts), statics };
}

/** What goes on without anybody asking; each is ended by its function. */
function lookAfter(
  config: BridgeConfig,
  parts: DeskParts,
  metrics: Metrics,
  changed: (events: BridgeEvent[]) => void,
): (() => void)[] {
  const afterMs = config.alarms.afterSeconds * 1000;
  const { timeZone, night } = config.boxes;
  const loudest = (nowMs: number): number | undefined => loudestAt(nowMs, timeZone, night);
  return [
    keepHouse({ ...parts, metrics, timeZone, loudest, overdueMs: afterMs }),
    tellUnannounced({ ...parts, changed, afterMs, webhook: config.alarms.webhook }),
    sweepReversals({ ...parts, windowHours: config.payments.reversalHours }),
  ];
}

function webhooksOf(board: Switchboard): TakeWebhook {
  return (id, request) => {
    const open = board.all().find((one) => one.id === id);
    return open?.connector.webhook?.(request);
  };
}

const registered = switches as unknown as Record<string, AnySwitchKind>;

function tellWatch(gateway: Gateway, id: string, log: Log): void {
  gateway
    .tellWatch((device) => device.switches.includes(id))
    .catch((error: unknown) => log.error('gateway: cannot tell the watch', { switch: id, reason: reasonOf(error) }));
}

interface RoadParts {
  store: Store;
  keys: BoxKeys;
  clock: Clock;
  log: Log;
  metrics: Metrics;
  onClose: (closer: () => void) => void;
}

async function openRoad(
  config: BridgeConfig,
  parts: RoadParts,
): Promise<Pick<RunningBridge, 'mqttPort' | 'mqttTlsPort'> & { road: Road }> {
  const { store, keys, clock, log, metrics, onClose } = parts;
  const { external, host, port, plain, tls, limits } = config.mqtt;
  if (external !== undefined) {
    const { url, username, password, caFile } = external;
    const ca = caFile === undefined ? undefined : readFileSync(caFile);
    return {
      road: externalRoad({ url, username, password, ca, log }),
      ...{ mqttPort: undefined, mqttTlsPort: undefined },
    };
  }
  const road = await embeddedRoad({
    ...{ host, log, metrics, limits: { ...EMBEDDED_LIMITS, ...limits }, port: plain ? port : undefined },
    tls: tls && { port: tls.port, context: readCertificate(tls) },
    nowMs: () => clock.nowMs(),
    admit: async (id, password) => {
      const device = await store.read((tx) => tx.device(id));
      const versions = device === undefined ? [] : goodVersions(device, clock.nowMs());
      // A box that is not there costs the same look as one that is.
      if (versions.length === 0) keys.isPassword(id, keys.newestVersion, password);
      return versions.some((version) => keys.isPassword(id, version, password));
    },
  });
  if (tls !== undefined) onClose(followCertificate(tls, clock, log, (context) => road.renew(context)));
  return { road, mqttPort: road.port, mqttTlsPort: road.tlsPort };
}

function greetingOf(config: BridgeConfig, switchboard: () => Switchboard | undefined): Greeting {
  const { timeZone, freshSeconds, keepaliveSeconds, watchSeconds, night } = config.boxes;
  /** In the box's order of preference. */
  const open = (device: Device) => {
    const all = switchboard()?.all() ?? [];
    return device.switches.flatMap((id) => all.find((one) => one.id === id) ?? []);
  };
  return {
    settings: { freshSeconds, keepaliveSeconds, watchSeconds },
    isBoard: (board) => Object.hasOwn(boards, board),
    planFor: (text, id) => {
      const board = boards[id];
      if (board === undefined) throw new Error(`there is no board ${id}`);
      try {
        return planQr(text, board.qr);
      } catch (error) {
        if (error instanceof QrDoesNotFit) throw new BridgeError('switch-refused', `${id}: ${error.message}`);
        throw error;
      }
    },
    switchLines: (device) =>
      open(device).map(({ kind, health }) => ({ name: utf8(kind.shortName, SHORT_NAME_BYTES), health: health.state })),
    currencyOf: (device) => open(device)[0]?.kind.currencies[0] ?? 'NPR',
    dayStartMs: (nowMs) => dayStartMs(nowMs, timeZone),
    loudest: (nowMs) => loudestAt(nowMs, timeZone, night),
  };
}

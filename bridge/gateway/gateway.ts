import type { Clock } from '../clock';
import { reasonOf } from '../log';
import type { Log } from '../log';
import type { Metrics } from '../metrics/registry';
import type { Notice, StaticNotice } from '../payments/types';
import type { BridgeEvent } from '../service';
import type { Device, JournalRow, Store, Tx } from '../store/port';
import { followCuts } from './cuts';
import { Delivery } from './delivery';
import type { Greeting } from './greet';
import { Inbox } from './inbox';
import type { InboxParts } from './inbox';
import type { BoxKeys } from './keys';
import { watch } from './messages';
import type { Road, WireTap } from './port';
import { book, posting } from './posting';
import type { Posting } from './posting';
import { Presence } from './presence';
import type { BoxStatus } from './presence';

/** A box is told again which switches are watched when this part of the time to live is over. */
const WATCH_AGAIN = 0.4;

export interface GatewayParts {
  road: Road;
  store: Store;
  keys: BoxKeys;
  greeting: Greeting;
  clock: Clock;
  log: Log;
  metrics: Metrics;
  tap: WireTap;
  changed(events: BridgeEvent[]): void;
  chargeRequested: InboxParts['chargeRequested'];
  codeScanned(device: string, charge: number, code: string): Promise<void>;
}

/** Gives notices to boxes and takes their answers. */
export interface Gateway {
  /**
   * Runs the work in a transaction; each notice that it books gets its number and journal row there, and is sent when
   * the commit is on disk, in commit order, before the promise resolves. When the work throws, nothing is sent.
   */
  commit<T>(work: (tx: Tx, tell: (notice: Notice | StaticNotice) => Promise<void>) => Promise<T>): Promise<T>;
  status(device: string): BoxStatus;
  online(): number;
  /** Tells the boxes of these shops how their switches are. */
  tellWatch(concerns: (device: Device) => boolean): Promise<void>;
  /** Welcomes every box that is there anew: its day's total begins again, or its night. */
  greetAll(): Promise<void>;
  close(): Promise<void>;
}

/** Boxes that are welcomed in one transaction. */
const WELCOMED_AT_ONCE = 100;

export function openGateway(parts: GatewayParts): Gateway {
  const { road, store, clock, log } = parts;
  const delivery = new Delivery({ ...parts, waiting: (device, limit) => waitingIn(store, device, limit) });
  const presence = new Presence((device, online) => {
    log.info(online ? 'box: online' : 'box: offline', { device });
    parts.changed([{ type: 'device', device, online }]);
  });
  const inbox = new Inbox({ ...parts, delivery, presence });
  let closed = false;

  const tellWatch = async (concerns: (device: Device) => boolean): Promise<void> => {
    const told = await bookWatch(parts, (device) => presence.status(device.id).online && concerns(device));
    for (const one of told) delivery.post(one);
  };
  const stopWatch = again(clock, parts.greeting.settings.watchSeconds * 1000 * WATCH_AGAIN, () => {
    tellWatch(() => true).catch((error: unknown) =>
      log.error('gateway: cannot tell the watch', { reason: reasonOf(error) }),
    );
  });
  const stopCuts = followCuts({ ...parts, delivery });
  const resume = async (): Promise<void> => {
    const devices = await store.read((tx) => tx.devices());
    for (const { id } of devices) delivery.resume(id);
  };
  road.onPresence((device, online) => {
    // Of a box that never said a word nobody's claim is kept: there could be a million of them.
    if (road.presence === 'known' || presence.isKnown(device)) presence.connected(device, online, clock.nowMs());
  });
  road.onUp((device, bytes) => {
    if (!closed) inbox.take(device, bytes);
  });
  // Over an external broker a box may have stayed connected while the bridge was away, and then sends no hello.
  road.onOpen(() => {
    resume().catch((error: unknown) => log.error('gateway: cannot read what waits', { reason: reasonOf(error) }));
  });

  return {
    commit: (work) => commit(parts, delivery, work),
    tellWatch,
    greetAll: async () => {
      const devices = await store.read((tx) => tx.devices());
      const there = devices.map(({ id }) => id).filter((id) => presence.status(id).online);
      for (let at = 0; at < there.length; at += WELCOMED_AT_ONCE)
        await inbox.welcomeAgain(there.slice(at, at + WELCOMED_AT_ONCE));
    },
    status: (device) => presence.status(device),
    online: () => presence.online(),
    close: async () => {
      closed = true;
      stopWatch();
      stopCuts();
      await road.close();
      await inbox.settled();
      delivery.close();
    },
  };
}

async function commit<T>(
  { store, greeting, clock }: GatewayParts,
  delivery: Delivery,
  work: (tx: Tx, tell: (notice: Notice | StaticNotice) => Promise<void>) => Promise<T>,
): Promise<T> {
  let booked: Posting[] = [];
  const result = await store.write((tx) => {
    booked = [];
    const tell = async (notice: Notice | StaticNotice): Promise<void> => {
      booked.push(await book(tx, notice, greeting.planFor, clock.nowMs()));
    };
    return work(tx, tell);
  });
  for (const one of booked) delivery.post(one);
  return result;
}

async function waitingIn(
  store: Store,
  device: string,
  limit: number,
): Promise<{ rows: JournalRow[]; keyVersion: number } | undefined> {
  return store.read(async (tx) => {
    const known = await tx.device(device);
    return known === undefined || known.revokedAtMs !== undefined
      ? undefined
      : { rows: await tx.unspoken(device, limit), keyVersion: known.keyVersion };
  });
}

function bookWatch({ store, greeting }: GatewayParts, concerns: (device: Device) => boolean): Promise<Posting[]> {
  return store.write(async (tx) => {
    const told: Posting[] = [];
    for (const device of (await tx.devices()).filter(concerns)) {
      const lines = greeting.switchLines(device);
      const to = await tx.nextDown(device.id);
      told.push(posting(to, watch(to.seq, lines, greeting.settings)));
    }
    return told;
  });
}

/** Runs the work every so often, until the function that is returned is called. */
function again(clock: Clock, everyMs: number, work: () => void): () => void {
  let stop = clock.after(everyMs, function run() {
    work();
    stop = clock.after(everyMs, run);
  });
  return () => stop();
}

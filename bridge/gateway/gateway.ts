import type { SwitchHealth } from '../../firmware/wire/index';
import type { Clock } from '../clock';
import { reasonOf } from '../log';
import type { Log } from '../log';
import type { Metrics } from '../metrics/registry';
import type { Notice } from '../payments/types';
import type { BridgeEvent } from '../service';
import type { Device, Store, Tx } from '../store/port';
import { Delivery } from './delivery';
import type { Greeting } from './greet';
import { Inbox } from './inbox';
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
  chargeRequested(device: string, asked: { request: number; amountMinor: number; currency: number }): Promise<void>;
}

/** Gives notices to boxes and takes their answers. */
export interface Gateway {
  /**
   * Runs the work in a transaction; each notice that it books gets its number and journal row there, and is sent when
   * the commit is on disk, in commit order, before the promise resolves. When the work throws, nothing is sent.
   */
  commit<T>(work: (tx: Tx, tell: (notice: Notice) => Promise<void>) => Promise<T>): Promise<T>;
  status(device: string): BoxStatus;
  online(): number;
  /** Tells the boxes of these shops how their switches are. */
  tellWatch(concerns: (device: Device) => boolean): Promise<void>;
  close(): Promise<void>;
}

export function openGateway(parts: GatewayParts): Gateway {
  const { road, store, keys, greeting, clock, log, metrics, tap } = parts;
  const delivery = new Delivery({
    ...{ road, keys, clock, log, metrics, tap },
    waiting: (device, limit) =>
      store.read(async (tx) => {
        const known = await tx.device(device);
        return known === undefined
          ? undefined
          : { rows: await tx.unspoken(device, limit), keyVersion: known.keyVersion };
      }),
  });
  const presence = new Presence((device, online) => {
    log.info(online ? 'box: online' : 'box: offline', { device });
    parts.changed([{ type: 'device', device, online }]);
  });
  const inbox = new Inbox({ ...parts, delivery, presence });
  let closed = false;

  const commit: Gateway['commit'] = async (work) => {
    let booked: Posting[] = [];
    const result = await store.write((tx) => {
      booked = [];
      return work(tx, async (notice) => void booked.push(await book(tx, notice, greeting.planFor, clock.nowMs())));
    });
    for (const one of booked) delivery.post(one);
    return result;
  };

  const tellWatch = async (concerns: (device: Device) => boolean): Promise<void> => {
    const postings = await store.write(async (tx) => {
      const told: Posting[] = [];
      for (const device of await tx.devices()) {
        if (!presence.status(device.id).online || !concerns(device)) continue;
        const lines: SwitchHealth[] = greeting.switchLines(device);
        told.push(posting(device, watch(await tx.nextDown(device.id), lines, greeting.settings)));
      }
      return told;
    });
    for (const one of postings) delivery.post(one);
  };

  let stopWatch = (): void => undefined;
  const watchAgain = (): void => {
    stopWatch = clock.after(greeting.settings.watchSeconds * 1000 * WATCH_AGAIN, () => {
      tellWatch(() => true).catch((error: unknown) =>
        log.error('gateway: cannot tell the watch', { reason: reasonOf(error) }),
      );
      if (!closed) watchAgain();
    });
  };
  watchAgain();

  const resume = async (): Promise<void> => {
    const devices = await store.read((tx) => tx.devices());
    for (const { id } of devices) delivery.resume(id);
  };
  road.onPresence((device, online) => presence.connected(device, online, clock.nowMs()));
  road.onUp((device, bytes) => {
    if (!closed) inbox.take(device, bytes);
  });
  // Over an external broker a box may have stayed connected while the bridge was away, and then sends no hello.
  road.onOpen(() => {
    resume().catch((error: unknown) => log.error('gateway: cannot read what waits', { reason: reasonOf(error) }));
  });

  return {
    commit,
    tellWatch,
    status: (device) => presence.status(device),
    online: () => presence.online(),
    close: async () => {
      closed = true;
      stopWatch();
      await road.close();
      await inbox.settled();
      delivery.close();
    },
  };
}

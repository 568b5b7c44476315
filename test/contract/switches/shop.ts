// A counter for one test: the connector under test, the real rules of money behind it, and what the box was told.
import { expect } from 'vitest';
import { ingest } from '../../../bridge/payments/ingest';
import type { Connector, Health, WatchedSession } from '../../../bridge/payments/ports';
import type { Charge, Notice, SwitchEvent } from '../../../bridge/payments/types';
import type { FakeSwitch, SwitchDriver } from './driver';

const DEADLINE_MS = 8_000;

export interface Shop {
  connector: Connector;
  /** Makes a QR over a good road, watches it and waits until the switch would tell. */
  charge(amountMinor?: number, expiresInMs?: number): Promise<string>;
  /** The same without waiting for the switch. */
  chargeBlindly(amountMinor?: number): Promise<string>;
  state(session: string): Charge['state'];
  of(session: string): Charge;
  told(session: string): string[];
  /** Was exactly this told, less the steps that this switch never tells? */
  expectTold(session: string, steps: string[]): void;
  timesPaid(session: string): number;
  /** Waits until the scan was told, where the switch tells of scans. */
  scanSeen(session: string): Promise<void>;
  events: SwitchEvent[];
  rejections: string[];
  health(): Health | undefined;
  healths: Health[];
  logs: string[];
  lookUp(session: string): Promise<void>;
  /** The shop gives up on the QR, as at its expiry. */
  expire(session: string): void;
  /** Ends the connector as a restart would, and starts another that knows nothing but the open charges. */
  restart(): Promise<void>;
  /** The store cannot write until `mend`. */
  breakStore(): void;
  /** The same of events alone; what connectors keep for themselves is still written. */
  breakEvents(): void;
  /** Keys under which the connector keeps something. */
  kept(): string[];
  mend(): void;
  /** Waits until true, looking whenever something changed; fails with `what` at the deadline. */
  until(what: string, check: () => boolean): Promise<void>;
  close(): Promise<void>;
}

export function openShop(driver: SwitchDriver, fake: FakeSwitch, config: object = {}): Shop {
  const charges = new Map<string, Charge>();
  const told = new Map<string, string[]>();
  const seen = new Set<string>();
  const waiting = new Set<() => void>();
  const silent = ['opened', 'scanned', 'pending', 'failed'].filter(
    (step) => !(driver.tells as readonly string[]).includes(step),
  );
  let storeBroken = false;
  let keepBroken = false;
  let number = 0;
  const kept = new Map<string, string>();
  const changed = (): void => [...waiting].forEach((look) => look());
  fake.onChange(changed);

  const keep = (event: SwitchEvent): Promise<void> => {
    if (storeBroken) return Promise.reject(new Error('disk full'));
    const key = [event.switch, event.session, event.kind, event.txnId].join('|');
    const { charge, notices, rejection } = ingest(charges.get(event.session), event, Date.now(), seen.has(key));
    shop.events.push(event);
    if (rejection !== undefined) shop.rejections.push(rejection);
    else seen.add(key);
    if (charge !== undefined) charges.set(event.session, charge);
    told.set(event.session, [...(told.get(event.session) ?? []), ...notices.map(nameOf)]);
    changed();
    return Promise.resolve();
  };
  const connect = (): Connector =>
    driver.kind.connect(driver.kind.config.parse({ ...(fake.config as object), ...config }), {
      emit: keep,
      health(health) {
        shop.healths.push(health);
        changed();
      },
      keep: {
        put: async (key, json) => {
          if (keepBroken) throw new Error('disk full');
          kept.set(key, json);
        },
        remove: async (key) => {
          kept.delete(key);
          changed();
        },
        all: async () => [...kept].map(([key, json]) => ({ key, json })),
      },
      log(_level, message, fields) {
        shop.logs.push(`${message} ${JSON.stringify(fields)}`);
        changed();
      },
      nowMs: () => Date.now(),
    });
  const chargeBlindly = async (amountMinor = 125_050, expiresInMs = 300_000): Promise<string> => {
    const createdAtMs = Date.now();
    const asked = {
      amountMinor,
      currency: driver.currency,
      reference: undefined,
      expiresAtMs: createdAtMs + expiresInMs,
    };
    const id = `ch_${String(++number).padStart(24, '0')}`;
    const qr = await shop.connector.createQr({ ...asked, chargeId: id, device: 'demo-1' });
    const charge: Charge = {
      ...asked,
      ...EMPTY,
      id,
      number,
      switch: driver.kind.id,
      session: qr.session,
      payee: qr.payee,
      qr: qr.text,
      createdAtMs,
    };
    charges.set(qr.session, charge);
    shop.connector.watch(watched(charge));
    return qr.session;
  };

  const shop: Shop = {
    connector: undefined as unknown as Connector,
    events: [],
    rejections: [],
    healths: [],
    logs: [],
    chargeBlindly,
    async charge(amountMinor, expiresInMs) {
      await shop.until('a good road', () => shop.health()?.state === 'ok');
      const session = await chargeBlindly(amountMinor, expiresInMs);
      await shop.until('the switch to listen', () => fake.listening(session));
      if (driver.tells.includes('opened')) await shop.until('the opening', () => shop.told(session).includes('opened'));
      return session;
    },
    state: (session) => shop.of(session).state,
    of: (session) => charges.get(session)!,
    told: (session) => told.get(session) ?? [],
    expectTold(session, steps) {
      const between = (driver.mayTell ?? []).filter((step) => !steps.includes(step)) as string[];
      const told = shop.told(session).filter((step) => !between.includes(step));
      expect(told).toEqual(steps.filter((step) => !silent.includes(step)));
    },
    timesPaid: (session) => shop.told(session).filter((name) => name === 'paid').length,
    async scanSeen(session) {
      if (driver.tells.includes('scanned')) await shop.until('the scan', () => shop.state(session) === 'scanned');
    },
    health: () => shop.healths.at(-1),
    lookUp: (session) => shop.connector.lookUp(watched(shop.of(session))),
    expire(session) {
      charges.set(session, { ...shop.of(session), state: 'expired' });
      shop.connector.unwatch(session);
    },
    async restart() {
      await shop.connector.close();
      shop.connector = connect();
      const open = [...charges.values()].filter(({ state }) => LIVE.includes(state));
      for (const charge of open) shop.connector.watch(watched(charge));
      await Promise.allSettled(open.map((charge) => shop.connector.lookUp(watched(charge))));
    },
    breakStore: () => void (storeBroken = keepBroken = true),
    breakEvents: () => void (storeBroken = true),
    kept: () => [...kept.keys()],
    mend: () => void (storeBroken = keepBroken = false),
    until: (what, check) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!check()) return;
          waiting.delete(look);
          clearTimeout(deadline);
          resolve();
        };
        const give = (): void => {
          waiting.delete(look);
          reject(
            new Error(
              `waited in vain for ${what}; told ${JSON.stringify([...told])}, health ${JSON.stringify(shop.health())}`,
            ),
          );
        };
        const deadline = setTimeout(give, DEADLINE_MS);
        waiting.add(look);
        look();
      }),
    close: () => shop.connector.close(),
  };
  shop.connector = connect();
  return shop;
}

const LIVE: Charge['state'][] = ['open', 'page-opened', 'scanned', 'pending', 'failed'];
const EMPTY = {
  device: 'demo-1',
  state: 'open',
  paidAtMs: undefined,
  spokenAtMs: undefined,
  switchTxnId: undefined,
  late: false,
} as const;

function watched({ session, payee, amountMinor, currency, createdAtMs, expiresAtMs }: Charge): WatchedSession {
  return { session, payee, amountMinor, currency, createdAtMs, expiresAtMs };
}
function nameOf(notice: Notice): string {
  // What a switch tells: how a box words a charge without a QR is the gateway's.
  if (notice.tell === 'progress') return notice.stage === 'confirm' ? 'pending' : notice.stage;
  return notice.tell === 'closed' ? notice.how : notice.tell;
}

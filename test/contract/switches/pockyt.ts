import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Connector, WatchedSession } from '../../../bridge/payments/ports';
import type { SwitchKind } from '../../../bridge/switches/registry';
import { pockyt as kind } from '../../../bridge/switches/pockyt/index';
import type { PockytConfig } from '../../../bridge/switches/pockyt/config';
import { startPockyt, type Pockyt } from '../../../tools/switches/pockyt';
import type { Fault } from '../../../tools/switches/pockyt/faults';
import type { FakeSwitch, PushFlaw, SwitchDriver, Trouble } from './driver';
import type { Stage } from './kit';
import { openShop, type Shop } from './shop';

/** Long enough for a busy machine, short enough for many cases. */
export const TIMING = {
  requestMs: 700,
  payMs: 2_500,
  createMs: 4_000,
  patienceMs: 20_000,
  pollStepMs: 20,
  pollMostMs: 60,
  queryGapMs: 1,
  retryMinMs: 10,
  retryMaxMs: 80,
  probeMs: 3_000,
};

const FAULTS: Partial<Record<Trouble, [Fault, number?]>> = {
  'create-500': ['add-500'],
  'create-429': ['add-429'],
  'create-429-retry-after': ['add-429', 30],
  'create-html': ['add-html'],
  'create-stall': ['add-stall'],
  'create-auth': ['add-sign'],
  'status-500': ['query-500'],
  'status-429': ['query-429'],
  'status-429-retry-after': ['query-429', 30],
  'status-html': ['query-html'],
  'status-stall': ['query-stall'],
  'status-auth': ['query-sign'],
  'duplicate-events': ['ipn-twice'],
  'foreign-events': ['ipn-foreign'],
  'no-road': ['answers-lost'],
  'other-amount': ['other-amount', 9_900],
  'foreign-status': ['query-foreign'],
  'status-lag': ['query-lag'],
  'clock-skew': ['clock-skew', -36_000_000],
  'qr-other-amount': ['add-amount', 125_051],
  'qr-other-payee': ['add-merchant'],
  'qr-other-currency': ['add-currency'],
};
const FLAWS: Partial<Record<PushFlaw, [Fault, number?]>> = {
  forged: ['ipn-sign'],
  unsigned: ['ipn-unsigned'],
  'other-amount': ['ipn-amount', 9_900],
  'other-currency': ['ipn-currency'],
};

export interface PockytSwitch extends FakeSwitch {
  real: Pockyt;
  /** The shop's scanner reads this code. Resolves and rejects as the connector does. */
  present(session: string, code: string): Promise<void>;
}

/** The fake behind the driver, for cases that only Pockyt has. */
export function real(stage: { fake: FakeSwitch }): PockytSwitch {
  return stage.fake as PockytSwitch;
}

/** The newest connector to each fake: the scanner's codes go to it. */
const connectors = new Map<string, Connector>();
const connected: SwitchKind<PockytConfig> = {
  ...kind,
  connect(config, context) {
    const connector = kind.connect(config, context);
    connectors.set(config.baseUrl, connector);
    return connector;
  },
};

async function start(): Promise<PockytSwitch> {
  const fake = await startPockyt({ pendingMs: 100, ipnRetryMs: [50, 50, 50, 50, 50, 50, 50, 50] });
  const { ledger, faults, baseUrl } = fake;
  const shop = await webhookServer(baseUrl);
  const present = (session: string, code: string): Promise<void> =>
    connectors.get(baseUrl)!.present!(watchedOf(fake, session), code);

  /** What customers do, one thing after the other for each charge: a code is read, then the phone is tapped. */
  const turns = new Map<string, Promise<unknown>>();
  const inTurn = (session: string, deed: () => Promise<unknown>): void => {
    const before = turns.get(session) ?? Promise.resolve();
    // A refusal is the shop's to see: the case looks at what was told.
    turns.set(
      session,
      before.then(deed).catch(() => ledger.changed()),
    );
  };
  const isWaiting = (session: string): boolean => ['dealing', 'pending'].includes(ledger.newest(session)!.status);

  return {
    real: fake,
    present,
    config: { ...fake.config, ipnUrl: `${shop.url}/ipn`, timing: TIMING },
    onChange: (changed) => void ledger.changes.on('change', changed),
    listening: (session) => ledger.newest(session) !== undefined && !faults.list().includes('answers-lost'),
    scan(session) {
      inTurn(session, async () => {
        const taken = new Promise<void>((resolve) => {
          const look = (): void => {
            if (!isWaiting(session)) return;
            ledger.changes.off('change', look);
            resolve();
          };
          ledger.changes.on('change', look);
        });
        await Promise.race([taken, present(session, fake.code('06'))]);
      });
    },
    pay(session) {
      inTurn(session, async () => {
        if (isWaiting(session)) fake.confirm(session);
        else await present(session, fake.code('01'));
      });
    },
    paySilently: (session) => fake.paySilently(session),
    fail: (session) => inTurn(session, () => present(session, fake.code('03'))),
    leaveOpen: (session) => inTurn(session, () => present(session, fake.code('04'))),
    resolveOpen: (session) => fake.paySilently(session),
    refund: (session) => fake.refund(session),
    trouble(trouble, times) {
      const [fault, value] = FAULTS[trouble] ?? [];
      if (fault === undefined) throw new Error(`pockyt has no trouble of the kind ${trouble}`);
      faults.set(fault, { value, times });
    },
    heal: () => faults.clear(),
    // Not before a code that was read has arrived: what is lost on its way is a case of its own.
    drop: () => void Promise.all(turns.values()).then(() => fake.drop()),
    expireCredentials: () => undefined,
    statusLookUps: (session) => ledger.seen.queries.get(session) ?? 0,
    push(session, flaw) {
      const [fault, value] = FLAWS[flaw] ?? [undefined];
      if (fault !== undefined) faults.set(fault, { value, times: 1 });
      return fake.ipn(session, 'success');
    },
    acceptsReply: (body) => body === 'success',
    async close() {
      await fake.close();
      await Promise.all(turns.values());
      await shop.close();
      connectors.delete(baseUrl);
    },
  };
}

/** Where Pockyt's webhooks arrive: what the bridge's own server does, for the connector of this fake. */
async function webhookServer(baseUrl: string): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const asked = { path: 'ipn', method: request.method ?? '', headers: {}, body: Buffer.concat(parts).toString() };
      connectors.get(baseUrl)!.webhook!(asked).then(
        ({ status, body }) => response.writeHead(status).end(body),
        () => response.writeHead(500).end(),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function watchedOf(fake: Pockyt, session: string): WatchedSession {
  const { amountMinor, createdAt } = fake.ledger.newest(session)!;
  const createdAtMs = createdAt.getTime();
  const payee = `${fake.config.merchantNo}/${fake.config.storeNo}`;
  return { session, payee, amountMinor, currency: 'USD', createdAtMs, expiresAtMs: createdAtMs + 300_000 };
}

const NO_ROAD = 'there is no standing road: what was handed in is asked for, one request at a time';

export const pockyt: SwitchDriver = {
  kind: connected as unknown as SwitchKind<unknown>,
  currency: 'USD',
  foreignCurrency: 'NPR',
  tells: ['scanned', 'pending', 'failed'],
  mayTell: ['pending'],
  start,
  cannot: {
    'a failed try keeps the QR and a second try is paid':
      'each try begins with a code that is read, so a scan comes before the failure; pockyt-codes.test.ts has the case',
    'a scan that comes after its payment changes nothing':
      'the shop itself reads the code, before the switch has heard of the customer',
    'a payment that the store could not keep is told when it can':
      'a code is not handed on while the store cannot keep that it was read; pockyt-answers.test.ts breaks the store later',
    'a half-open road is found and left': NO_ROAD,
    'after a drop the next events come over the new road': NO_ROAD,
    'a bridge that starts before its switch finds it later':
      'a charge begins with a transaction of the switch; without a road there is none',
    'a notification without credentials is refused': 'its signature is all that it has',
    'a notification for another payee is not announced': 'it names no payee; the shop’s own token signs it',
  },
};

/** A second shop at the same switch that gives up soon. */
export async function impatient(stage: Stage, run: (shop: Shop, session: string) => Promise<void>): Promise<void> {
  const shop = openShop(pockyt, stage.fake, { timing: { ...TIMING, patienceMs: 150 } });
  try {
    await run(shop, await shop.charge(1_300));
  } finally {
    await shop.close();
  }
}

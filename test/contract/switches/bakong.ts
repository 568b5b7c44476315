import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connector, ConnectorContext } from '../../../bridge/payments/ports';
import { bakong as kind } from '../../../bridge/switches/bakong/index';
import type { SwitchKind } from '../../../bridge/switches/registry';
import { startBakong, type Bakong } from '../../../tools/switches/bakong';
import type { Fault } from '../../../tools/switches/bakong/faults';
import type { FakeSwitch, SwitchDriver, Trouble } from './driver';
import type { Stage } from './kit';
import { pushCases } from './kit-roads';
import { openShop, type Shop } from './shop';

/** Long enough for a busy machine, short enough for many cases. */
export const TIMING = {
  requestMs: 700,
  gapMs: 2,
  pollFirstMs: 20,
  pollEagerMs: 60_000,
  pollLongestMs: 100,
  lastLookMs: 50,
  retryMinMs: 10,
  retryMaxMs: 80,
  probeMs: 60,
  tokenCheckMs: 600_000,
  renewGapMs: 50,
};

const FAULTS: Partial<Record<Trouble, [Fault, number?]>> = {
  'create-500': ['check-500'],
  'create-429': ['check-429'],
  'create-stall': ['check-stall'],
  'create-auth': ['check-401'],
  'half-open': ['half-open'],
  'no-road': ['check-reset'],
  'other-amount': ['other-amount', 9_900],
  'clock-skew': ['clock-skew', -36_000_000],
};

interface BakongSwitch extends FakeSwitch {
  real: Bakong;
  /** A file that is gone after the test. */
  tokenFile: string;
}
const running = new Map<string, Bakong>();

/** The fake behind the driver, for cases that only Bakong has. */
export function real(stage: { fake: FakeSwitch }): Bakong {
  return (stage.fake as BakongSwitch).real;
}
export function tokenFileOf(stage: { fake: FakeSwitch }): string {
  return (stage.fake as BakongSwitch).tokenFile;
}

async function start(): Promise<BakongSwitch> {
  const real = await startBakong();
  running.set(real.baseUrl, real);
  const folder = mkdtempSync(join(tmpdir(), 'bakong-'));
  const tokenFile = join(folder, 'token.json');
  const { ledger, faults } = real;
  let twice = false;
  const pay = (session: string): void => {
    real.pay(session, { late: true });
    if (twice) real.pay(session, { late: true });
  };
  return {
    real,
    tokenFile,
    config: { ...real.config, tokenFile, timing: TIMING },
    onChange: (changed) => void ledger.changes.on('change', changed),
    listening: (session) => (ledger.seen.checks.get(session) ?? 0) > 0,
    scan: () => undefined,
    pay,
    paySilently: pay,
    fail: (session) => real.fail(session),
    leaveOpen: () => undefined,
    resolveOpen: () => undefined,
    refund: () => undefined,
    trouble(trouble, times) {
      if (trouble === 'duplicate-events') twice = true;
      const [fault, value] = FAULTS[trouble] ?? [undefined];
      if (fault !== undefined) faults.set(fault, { value, times });
    },
    heal: () => faults.clear(),
    drop() {
      // Between two polls nobody would notice a cut.
      faults.set('check-reset', faults.list().includes('check-reset') ? {} : { times: 1 });
      real.drop();
    },
    expireCredentials: real.expireToken,
    statusLookUps: (session) => ledger.seen.checks.get(session) ?? 0,
    push: undefined,
    acceptsReply: () => false,
    async close() {
      running.delete(real.baseUrl);
      rmSync(folder, { recursive: true });
      await real.close();
    },
  };
}

/** The connector, with a customer's camera before the counter: Bakong hears of a KHQR only when somebody scans it. */
function connect(config: { baseUrl: string }, context: ConnectorContext): Connector {
  const connector = kind.connect(config as never, context);
  const createQr = connector.createQr.bind(connector);
  connector.createQr = async (request) => {
    const made = await createQr(request);
    running.get(config.baseUrl)?.show(made.text);
    return made;
  };
  return connector;
}

const OUR_QR = 'the KHQR is made here and no switch can spoil it';
const NO_CALL = 'making a KHQR needs no call';
const ONE_ROAD = 'look-ups are the only road, so nobody can know before one is answered; own cases show that';

export const bakong: SwitchDriver = {
  kind: {
    ...(kind as unknown as SwitchKind<unknown>),
    connect: (config, context) => connect(config as never, context),
  },
  currency: 'KHR',
  foreignCurrency: 'NPR',
  tells: ['opened', 'failed'],
  start,
  cannot: {
    'a payment that the switch leaves open stays pending until the switch knows':
      'Bakong knows paid, failed and not found; other words leave the QR open, which an own case shows',
    'a scan that comes after its payment changes nothing': 'Bakong does not tell when a code is scanned',
    'a restart while pending: the outcome comes': 'Bakong has no word for pending',
    'after a drop the next events come over the new road': 'the case needs a scan; an own case has a payment instead',
    'somebody else’s events and rows are dropped and counted': 'only lists have other rows; an own case shows them',
    'money given back is told as reversed': 'the API tells of no reversal',
    'qr other amount: the QR is not shown': OUR_QR,
    'qr other payee: the QR is not shown': OUR_QR,
    'qr other currency: the QR is not shown': OUR_QR,
    'a switch that asks to wait longer than the customer does is not asked again': NO_CALL,
    'a switch that never answers is given up in time': NO_CALL,
    'a web page instead of an answer is named as such': NO_CALL,
    'wrong credentials are said once and not tried again': NO_CALL,
    'a payment is found even when the road never comes back': ONE_ROAD,
    'a status that lags does not hold the payment back for ever': ONE_ROAD,
    ...Object.fromEntries(
      ['500', '429', '429-retry-after', 'html', 'stall', 'auth'].map((trouble) => [
        `status-${trouble}: the payment is told, once, and nothing is told as failed`,
        ONE_ROAD,
      ]),
    ),
    ...Object.fromEntries(Object.keys(pushCases).map((name) => [name, 'Bakong pushes nothing'])),
  },
};

/** A shop with settings of its own at the same bank. */
export async function withShop(
  stage: { fake: FakeSwitch },
  config: object,
  run: (shop: Shop) => Promise<void>,
  currency: 'KHR' | 'USD' = 'KHR',
): Promise<void> {
  const shop = openShop({ ...bakong, currency }, stage.fake, config);
  try {
    await run(shop);
  } finally {
    await shop.close();
  }
}

export const paid = (stage: Stage, session: string): Promise<void> =>
  stage.shop.until('the payment', () => stage.shop.state(session) === 'paid');
/** Bakong was asked again after this moment, and answered. */
export async function askedAgain({ shop, fake }: Stage, session: string, times = 2): Promise<void> {
  const before = fake.statusLookUps(session);
  await shop.until('more look-ups', () => fake.statusLookUps(session) > before + times);
}

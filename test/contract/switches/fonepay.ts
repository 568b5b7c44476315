import { fonepay as kind } from '../../../bridge/switches/fonepay/index';
import type { SwitchKind } from '../../../bridge/switches/registry';
import { startFonepay, type Fonepay } from '../../../tools/switches/fonepay';
import type { Fault } from '../../../tools/switches/fonepay/faults';
import type { FakeSwitch, SwitchDriver, Trouble } from './driver';
import { pushCases } from './kit-roads';

/** Long enough for a busy machine, short enough for many cases. */
export const TIMING = {
  requestMs: 700,
  createMs: 4_000,
  openMs: 700,
  pingMs: 150,
  retryMinMs: 10,
  retryMaxMs: 80,
  gapMs: 1,
  coveredMs: 600_000,
  pollMs: 60,
  confirmMs: 40,
  graceMs: 150,
};

const FAULTS: Partial<Record<Trouble, [Fault, number?]>> = {
  'create-500': ['qr-500'],
  'create-429': ['qr-429'],
  'create-429-retry-after': ['qr-429', 30],
  'create-html': ['qr-html'],
  'create-stall': ['qr-stall'],
  'create-auth': ['qr-401'],
  'status-500': ['status-500'],
  'status-429': ['status-429'],
  'status-429-retry-after': ['status-429', 30],
  'status-html': ['status-html'],
  'status-stall': ['status-stall'],
  'status-auth': ['status-401'],
  'duplicate-events': ['duplicate-events'],
  'foreign-events': ['foreign-events'],
  'half-open': ['half-open'],
  'no-road': ['refuse-sockets'],
  'other-amount': ['other-amount', 9_900],
  'foreign-status': ['status-foreign'],
  'status-lag': ['status-lag'],
  'qr-other-amount': ['qr-amount', 125_051],
  'qr-other-currency': ['qr-currency'],
};

interface FonepaySwitch extends FakeSwitch {
  real: Fonepay;
}
/** The fake behind the driver, for cases that only Fonepay has. */
export function real(stage: { fake: FakeSwitch }): Fonepay {
  return (stage.fake as FonepaySwitch).real;
}

async function start(): Promise<FonepaySwitch> {
  const fake = await startFonepay();
  const { ledger, faults } = fake;
  return {
    real: fake,
    config: { ...fake.config, timing: TIMING },
    onChange: (changed) => void ledger.changes.on('change', changed),
    listening: (session) => fake.listens(session),
    scan: fake.scan,
    pay: (session) => fake.pay(session),
    paySilently: (session) => fake.pay(session, { silent: true }),
    fail: (session) => fake.fail(session),
    leaveOpen: fake.leave,
    resolveOpen: fake.resolve,
    refund() {
      throw new Error('fonepay gives no money back');
    },
    trouble(trouble, times) {
      const [fault, value] = FAULTS[trouble] ?? [];
      if (fault === undefined) throw new Error(`fonepay cannot have ${trouble}`);
      fake.faults.set(fault, { value, times });
    },
    heal: () => faults.clear(),
    drop: fake.drop,
    expireCredentials: () => undefined,
    statusLookUps: (session) => ledger.seen.statuses.get(session) ?? 0,
    push: undefined,
    acceptsReply: () => false,
    close: fake.close,
  };
}

const NO_BELIEF =
  'the document has the socket’s word confirmed by the status, so nothing is told without it; own cases show that';
const NO_PUSH = 'Fonepay makes no requests to a shop';

export const fonepay: SwitchDriver = {
  kind: kind as unknown as SwitchKind<unknown>,
  currency: 'NPR',
  foreignCurrency: 'INR',
  tells: ['opened', 'scanned', 'pending', 'failed'],
  mayTell: ['pending'],
  start,
  cannot: {
    ...Object.fromEntries(Object.keys(pushCases).map((name) => [name, NO_PUSH])),
    'a scan that comes after its payment changes nothing': 'the socket is closed with the payment',
    'a payment after the QR has expired is told as late':
      'a QR that is not watched has no socket; the next case finds it',
    'a switch whose clock is wrong neither makes a payment old nor loses it': 'no time of Fonepay’s is used',
    'a bridge that starts before its switch finds it later': 'there is no road before there is a QR',
    'a status that lags does not hold the payment back for ever': NO_BELIEF,
    ...Object.fromEntries(
      ['500', '429', '429-retry-after', 'html', 'stall', 'auth'].map((trouble) => [
        `status-${trouble}: the payment is told, once, and nothing is told as failed`,
        NO_BELIEF,
      ]),
    ),
    'money given back is told as reversed': 'no call of Fonepay’s tells of it',
    'credentials that end are renewed without losing a payment':
      'Fonepay’s credentials are a name and a password without end',
    'qr other payee: the QR is not shown': 'no document says which tag names the merchant',
  },
};

import { electrum as kind } from '../../../bridge/switches/electrum/index';
import type { SwitchKind } from '../../../bridge/switches/registry';
import { startElectrum, type Electrum } from '../../../tools/switches/electrum';
import type { Fault } from '../../../tools/switches/electrum/faults';
import type { FakeSwitch, SwitchDriver, Trouble } from './driver';

/** Long enough for a busy machine, short enough for many cases. */
export const TIMING = {
  requestMs: 700,
  createMs: 4_000,
  payMs: 120_000,
  marginMs: 500,
  lateMs: 5_000,
  adoptMs: 1_500,
  retryMinMs: 10,
  retryMaxMs: 80,
  adviceMinMs: 20,
  adviceMaxMs: 80,
  parkMs: 60_000,
  forwardMs: 5_000,
};

const FAULTS: Partial<Record<Trouble, [Fault, number?]>> = {
  'create-500': ['create-500'],
  'create-429': ['create-429'],
  'create-429-retry-after': ['create-429', 30],
  'create-html': ['create-html'],
  'create-stall': ['create-stall'],
  'create-auth': ['create-401'],
  'status-500': ['confirm-500'],
  'status-429': ['confirm-429'],
  'status-429-retry-after': ['confirm-429', 30],
  'status-html': ['confirm-html'],
  'status-stall': ['confirm-stall'],
  'status-auth': ['confirm-401'],
  'foreign-events': ['pay-foreign'],
  'foreign-status': ['echo-foreign'],
  'no-road': ['no-road'],
  'other-amount': ['approved-amount', 9_900],
  'clock-skew': ['clock-skew', -36_000_000],
  'qr-other-amount': ['qr-amount', 125_051],
  'qr-other-payee': ['qr-payee'],
  'qr-other-currency': ['qr-currency'],
};

export interface ElectrumSwitch extends FakeSwitch {
  real: Electrum;
}
/** The fake behind the driver, for cases that only this interface has. */
export function real(stage: { fake: FakeSwitch }): Electrum {
  return (stage.fake as ElectrumSwitch).real;
}

async function start(): Promise<ElectrumSwitch> {
  const fake = await startElectrum();
  const { ledger, faults } = fake;
  const advices = (session: string): number =>
    (ledger.seen.confirms.get(session) ?? []).length + (ledger.seen.reversals.get(session) ?? []).length;
  const customers = patientCustomers(fake);
  return {
    real: fake,
    config: { ...fake.config, timing: TIMING },
    onChange: (changed) => void ledger.changes.on('change', changed),
    listening: (session) => ledger.newest(session)?.state === 'requested',
    scan: (session) => void fake.scan(session),
    pay: (session) => customers.pay(session),
    paySilently() {
      throw new Error('no call of the interface could show it');
    },
    fail: (session) => void fake.decline(session),
    leaveOpen(session) {
      faults.set('reverse-500');
      fake.lose(session);
    },
    resolveOpen(session) {
      faults.clear('reverse-500');
      customers.pay(session);
    },
    refund() {
      throw new Error('the interface has no refund');
    },
    trouble(trouble, times) {
      const [fault, value] = FAULTS[trouble] ?? [];
      if (fault === undefined) throw new Error(`electrum has no trouble of the kind ${trouble}`);
      // An answer about somebody else ends its pay; without end there would never be a QR to pay.
      faults.set(fault, { value, times: trouble.startsWith('foreign') ? 1 : times });
    },
    heal: () => faults.clear(),
    drop: () => fake.drop(),
    expireCredentials: () => undefined,
    statusLookUps: advices,
    push: undefined,
    acceptsReply: () => false,
    close: fake.close,
  };
}

/**
 * Customers who want to pay: one whose payment is called back stands before a QR that is still shown, and scans again as
 * soon as that can be paid.
 */
function patientCustomers(fake: Electrum): { pay(session: string): void } {
  const waiting = new Set<string>();
  fake.ledger.changes.on('change', () => {
    for (const session of waiting) {
      const pay = fake.ledger.newest(session);
      if (pay?.state === 'confirmed') waiting.delete(session);
      if (pay?.state === 'requested') setImmediate(() => fake.pay(session));
    }
  });
  return {
    pay(session) {
      waiting.add(session);
      fake.pay(session);
    },
  };
}

const NO_WORD =
  'no call of the interface asks what became of a payment; one whose answer was lost is called back (own cases)';
const NO_PUSH = 'a retailer is told nothing over HTTP: the answer to its pay is the only word';
const NO_SCAN = 'a retailer is not told of scans; the intermediate is (electrum-intermediate.test.ts)';
const ONE_ANSWER = 'one pay has one answer';
const CALLED_BACK = 'when the QR ends its pay is called back, so nobody can pay it late (own cases)';

export const electrum: SwitchDriver = {
  kind: kind as unknown as SwitchKind<unknown>,
  currency: 'ZAR',
  foreignCurrency: 'NPR',
  tells: ['opened', 'pending', 'failed'],
  start,
  cannot: {
    'a QR that nobody pays is never told as anything': NO_WORD,
    'a payment after the QR has expired is told as late': CALLED_BACK,
    'a late payment that no event told is found by a look-up': NO_WORD,
    'events that come twice are told once': ONE_ANSWER,
    'a scan that comes after its payment changes nothing': NO_SCAN,
    'money given back is told as reversed': 'a confirmed payment cannot be reversed, and the interface has no refund',
    'a payment is found even when the road never comes back': NO_WORD,
    'a half-open road is found and left':
      'a pay is silent until the scan; the system finds a dead peer, and a silent one ends at the time-out (own cases)',
    'after a drop the next events come over the new road': NO_SCAN,
    'a bridge that starts before its switch finds it later':
      'a charge begins with a QR of the switch and a pay on the wire',
    'credentials that end are renewed without losing a payment': 'name and password have no end',
    'a status that lags does not hold the payment back for ever': NO_WORD,
    ...Object.fromEntries(
      [
        'a good notification is told once and answered alike each time',
        'a good notification is believed while the status cannot be had',
        'notification and event of one payment are told once',
        'a notification after a restart is told when the switch’s books agree',
        'a notification is not acknowledged before it is kept',
        'a forged notification is refused',
        'an unsigned notification is refused',
        'a notification without credentials is refused',
        'a notification of another amount is not announced',
        'a notification in another currency is not announced',
        'a notification for another payee is not announced',
      ].map((name) => [name, NO_PUSH]),
    ),
  },
};

import type { SwitchKind } from '../../../bridge/switches/registry';
import { nepalpay as kind } from '../../../bridge/switches/nepalpay/index';
import { startNepalpay, type Nepalpay } from '../../../tools/switches/nepalpay';
import type { Fault } from '../../../tools/switches/nepalpay/faults';
import type { FakeSwitch, PushFlaw, SwitchDriver, Trouble } from './driver';

/** Long enough for a busy machine, short enough for many cases. */
export const TIMING = {
  requestMs: 700,
  createMs: 4_000,
  confirmMs: 400,
  connectedMs: 700,
  heartBeatMs: 150,
  heartBeatGraceMs: 150,
  pingMs: 200,
  retryMinMs: 10,
  retryMaxMs: 80,
  sweepMs: 120,
};

const FAULTS: Record<Trouble, [Fault, number?]> = {
  'create-500': ['generate-500'],
  'create-429': ['generate-429'],
  'create-429-retry-after': ['generate-429', 30],
  'create-html': ['generate-html'],
  'create-stall': ['generate-stall'],
  'create-auth': ['generate-401'],
  'status-500': ['report-500'],
  'status-429': ['report-429'],
  'status-429-retry-after': ['report-429', 30],
  'status-html': ['report-html'],
  'status-stall': ['report-stall'],
  'status-auth': ['report-401'],
  'duplicate-events': ['duplicate-events'],
  'reordered-events': ['reordered-events'],
  'foreign-events': ['foreign-events'],
  'half-open': ['half-open'],
  'no-road': ['refuse-sockets'],
  'other-amount': ['report-amount', 9_900],
  'foreign-status': ['report-foreign'],
  'status-lag': ['report-lag'],
  'clock-skew': ['clock-skew', -36_000_000],
  'qr-other-amount': ['qr-amount', 125_051],
  'qr-other-payee': ['qr-payee'],
  'qr-other-currency': ['qr-currency'],
};
const FLAWS: Partial<Record<PushFlaw, [Fault, number?]>> = {
  forged: ['push-signature'],
  unsigned: ['push-unsigned'],
  'other-amount': ['push-amount', 9_900],
  'other-currency': ['push-currency'],
  'other-payee': ['push-payee'],
};

interface NepalpaySwitch extends FakeSwitch {
  real: Nepalpay;
}

/** The fake behind the driver, for cases that only NEPALPAY has. */
export function real(stage: { fake: FakeSwitch }): Nepalpay {
  return (stage.fake as NepalpaySwitch).real;
}

async function start(): Promise<NepalpaySwitch> {
  const real = await startNepalpay({ heartBeatMs: { sendMs: 100, wantMs: 100 } });
  const { ledger, faults } = real;
  return {
    real,
    config: { ...real.config, timing: TIMING },
    onChange: (changed) => void ledger.changes.on('change', changed),
    listening: (session) => real.listens(session),
    scan: real.scan,
    pay: (session) => real.pay(session),
    paySilently: (session) => real.pay(session, { silent: true }),
    fail: (session) => real.fail(session),
    leaveOpen: (session) => real.pay(session, { debit: 'B001', credit: '' }),
    resolveOpen(session) {
      const row = ledger.traces.get(session)!.rows.at(-1)!;
      row.debitStatus = '000';
      row.creditStatus = '000';
    },
    refund: real.refund,
    trouble(trouble, times) {
      const [fault, value] = FAULTS[trouble];
      faults.set(fault, { value, times });
    },
    heal: () => faults.clear(),
    drop: real.drop,
    expireCredentials: () => real.expireTokens(true),
    statusLookUps: (session) => ledger.seen.reports.get(session) ?? 0,
    push(session, flaw) {
      const [fault, value] = FLAWS[flaw] ?? [undefined];
      if (fault !== undefined) faults.set(fault, { value, times: 1 });
      const request = real.push(session);
      return flaw === 'no-credentials' ? { ...request, headers: {} } : request;
    },
    acceptsReply: real.isReplySigned,
    close: real.close,
  };
}

export const nepalpay: SwitchDriver = {
  kind: kind as unknown as SwitchKind<unknown>,
  currency: 'NPR',
  foreignCurrency: 'INR',
  tells: ['opened', 'scanned', 'pending', 'failed'],
  start,
  cannot: {},
};

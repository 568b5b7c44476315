// Any story that switches, shop and clock can tell about one charge.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cancel } from '../../../../bridge/payments/cancel';
import { expire } from '../../../../bridge/payments/expire';
import { ingest } from '../../../../bridge/payments/ingest';
import { isLive } from '../../../../bridge/payments/charge';
import type { Charge, Notice, SwitchEvent } from '../../../../bridge/payments/types';
import { charge, event, OPENED_AT_MS } from '../../../support/charges';

type Happening = { event: SwitchEvent } | 'cancel' | 'clock';
interface Told {
  before: Charge;
  after: Charge;
  happening: Happening;
  notices: Notice[];
  rejected: boolean;
}

const stated = <T>(right: T, wrong: T) => fc.option(fc.constantFrom(right, right, right, wrong), { nil: undefined });
const switchEvent: fc.Arbitrary<SwitchEvent> = fc
  .record({
    kind: fc.constantFrom('page-opened', 'scanned', 'pending', 'paid', 'paid', 'failed', 'expired', 'reversed'),
    txnId: fc.option(fc.constantFrom('T1', 'T2', '2609210000000001ABC'), { nil: undefined }),
    amountMinor: stated<number>(125_050, 99),
    currency: stated('NPR', 'INR'),
    payee: stated('SHOP1', 'SHOP2'),
    occurredAtMs: fc.option(fc.integer({ min: OPENED_AT_MS - 1e6, max: OPENED_AT_MS + 1e6 }), { nil: undefined }),
  })
  .map(({ kind, ...rest }) => event(kind as SwitchEvent['kind'], rest));
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 10, arbitrary: switchEvent.map((taken) => ({ event: taken })) },
  { weight: 1, arbitrary: fc.constant('cancel' as const) },
  { weight: 1, arbitrary: fc.constant('clock' as const) },
);
const story = fc.array(fc.record({ happening, passedMs: fc.integer({ min: 0, max: 200_000 }) }), { maxLength: 30 });

/** Plays a story as the bridge does, remembering accepted events by (switch, session, kind, id). */
function play(steps: { happening: Happening; passedMs: number }[]): Told[] {
  const accepted = new Set<string>();
  const told: Told[] = [];
  let before = charge();
  let nowMs = OPENED_AT_MS;
  for (const step of steps) {
    nowMs += step.passedMs;
    const made = happen(before, step.happening, nowMs, accepted);
    told.push({ before, happening: step.happening, ...made });
    before = made.after;
  }
  return told;
}

function happen(
  before: Charge,
  what: Happening,
  nowMs: number,
  accepted: Set<string>,
): Omit<Told, 'before' | 'happening'> {
  if (what === 'cancel') {
    const done = cancel(before);
    return { after: done.charge, notices: done.notices, rejected: done.refusal !== undefined };
  }
  if (what === 'clock') {
    const done = expire(before, nowMs);
    return { after: done.charge, notices: done.notices, rejected: false };
  }
  const key = `${what.event.kind} ${what.event.txnId ?? ''}`;
  const done = ingest(before, what.event, nowMs, accepted.has(key));
  if (done.rejection === undefined) accepted.add(key);
  return { after: done.charge ?? before, notices: done.notices, rejected: done.rejection !== undefined };
}

const matches = ({ amountMinor, currency, payee }: SwitchEvent) =>
  (amountMinor ?? 125_050) === 125_050 && (currency ?? 'NPR') === 'NPR' && (payee ?? 'SHOP1') === 'SHOP1';
const notices = (told: Told[], tell: Notice['tell']) =>
  told.flatMap((step) => step.notices.filter((notice) => notice.tell === tell));

describe('whatever happens to one charge', () => {
  const always = (holds: (told: Told[]) => void) =>
    fc.assert(
      fc.property(story, (steps) => holds(play(steps))),
      { numRuns: 2_000 },
    );

  test('it is announced paid at most once, and reversed at most once and only after that', () => {
    always((told) => {
      const money = told
        .flatMap((step) => step.notices.map((notice) => notice.tell))
        .filter((tell) => tell === 'paid' || tell === 'reversed');
      expect([[], ['paid'], ['paid', 'reversed']]).toContainEqual(money);
    });
  });

  test('it is announced paid exactly when a matching payment came before any matching reversal', () => {
    always((told) => {
      const money = told
        .flatMap((step) => (typeof step.happening === 'string' ? [] : [step.happening.event]))
        .filter((taken) => matches(taken) && (taken.kind === 'paid' || taken.kind === 'reversed'));
      expect(notices(told, 'paid')).toHaveLength(money[0]?.kind === 'paid' ? 1 : 0);
    });
  });

  test('nothing that contradicts the charge changes anything', () => {
    always((told) => {
      for (const step of told) {
        if (typeof step.happening !== 'string' && !matches(step.happening.event)) expect(step.rejected).toBe(true);
        if (step.rejected) expect([step.after === step.before, step.notices]).toEqual([true, []]);
      }
    });
  });

  test('money is never untold: a paid charge only becomes reversed, and a reversed one stays', () => {
    always((told) => {
      for (const { before, after } of told) {
        if (before.state === 'paid') expect(['paid', 'reversed']).toContain(after.state);
        if (before.state === 'reversed') expect(after).toEqual(before);
        if (!isLive(before.state)) expect(isLive(after.state)).toBe(false);
      }
    });
  });

  test('within one try the box is never told an earlier stage after a later one', () => {
    always((told) => {
      let reached = 0;
      for (const notice of told.flatMap((step) => step.notices)) {
        if (notice.tell === 'closed') reached = 0;
        if (notice.tell !== 'progress') continue;
        const stage = ['opened', 'scanned', 'pending'].indexOf(notice.stage) + 1;
        expect(stage).toBeGreaterThan(reached);
        reached = stage;
      }
    });
  });

  test('late is told exactly of payments that came after the end', () => {
    always((told) => {
      for (const step of told) {
        const [notice] = step.notices;
        if (notice?.tell !== 'paid') continue;
        expect(notice.charge.late).toBe(['expired', 'cancelled'].includes(step.before.state));
        expect(notice.paidAtMs).toBe(notice.charge.paidAtMs);
        expect(notice.paidAtMs).toBeGreaterThanOrEqual(OPENED_AT_MS);
      }
    });
  });

  test('what the QR asks for never changes', () => {
    always((told) => {
      const last = told.at(-1)?.after ?? charge();
      const { state: _state, paidAtMs: _paid, switchTxnId: _txn, late: _late, ...asked } = last;
      expect(charge()).toMatchObject(asked);
    });
  });
});

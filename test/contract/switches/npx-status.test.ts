// What only NPX's status look-ups can do wrong.
import { expect } from 'vitest';
import type { Fault } from '../../../tools/switches/npx/faults';
import { runCases, type Cases } from './kit';
import { npx, real, TIMING } from './npx';
import { openShop } from './shop';

/** Nobody can tell, so nobody is told; then it is told once. */
const toldWhenHealed =
  (fault: Fault, detail: string, value?: number): Cases[string] =>
  async (stage) => {
    const { shop, fake } = stage;
    const session = await shop.charge();
    real(stage).faults.set(fault, { value });
    fake.pay(session);
    await shop.until('the trouble', () => shop.healths.some((health) => health.detail.includes(detail)));
    expect([shop.told(session), shop.health()?.state]).toEqual([[], 'trouble']);
    await expect(shop.lookUp(session)).rejects.toMatchObject({ name: expect.stringMatching(/Error$/) as string });
    fake.heal();
    await shop.until('the payment', () => shop.state(session) === 'paid');
    await shop.until('health', () => shop.health()?.state === 'ok');
    expect(shop.told(session)).toEqual(['paid']);
  };

/** A doubtful answer is never money; the next good one is. */
const pendingThenPaid =
  (fault: Fault, logged?: string): Cases[string] =>
  async (stage) => {
    const { shop, fake } = stage;
    const session = await shop.charge();
    real(stage).faults.set(fault);
    fake.pay(session);
    await shop.until('pending', () => shop.state(session) === 'pending');
    const looks = fake.statusLookUps(session);
    await shop.until('more looks', () => fake.statusLookUps(session) > looks + 2);
    expect(shop.timesPaid(session)).toBe(0);
    if (logged !== undefined) expect(shop.logs.filter((line) => line.includes(logged))).toHaveLength(1);
    fake.heal();
    await shop.until('the payment', () => shop.state(session) === 'paid');
    expect(shop.told(session)).toEqual(['pending', 'paid']);
  };

const paidDespite =
  (fault: Fault): Cases[string] =>
  async (stage) => {
    const { shop, fake } = stage;
    const session = await shop.charge(10_000);
    real(stage).faults.set(fault);
    fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
    expect(shop.events.at(-1)).toMatchObject({ kind: 'paid', amountMinor: 10_000, currency: 'NPR' });
    expect(shop.rejections).toEqual([]);
  };

const statusCases: Cases = {
  'HTTP 500 on the status: told when healed': toldWhenHealed('status-500', 'HTTP 500'),
  'HTTP 429 on the status: told when healed': toldWhenHealed('status-429', 'asked too often'),
  'a web page instead of the status: told when healed': toldWhenHealed('status-html', 'a web page'),
  'a web page under HTTP 200 instead of the status: told when healed': toldWhenHealed('status-html-200', 'a web page'),
  'a status that stalls: told when healed': toldWhenHealed('status-stall', 'no answer within'),
  'credentials refused on the status (401): told when healed': toldWhenHealed('status-401', 'credentials'),
  'a status connection that is cut: told when healed': toldWhenHealed('status-cut', 'cannot be reached'),
  async 'Retry-After on the status is obeyed, and the payment told after it'(stage) {
    const { shop, fake } = stage;
    const session = await shop.charge();
    real(stage).faults.set('status-429', { value: 1, times: 1 });
    fake.paySilently(session);
    await shop.until('the trouble', () => shop.health()?.state === 'trouble');
    const fromMs = Date.now();
    await shop.until('the payment', () => shop.state(session) === 'paid');
    // Timers may be a few milliseconds early.
    expect(Date.now() - fromMs).toBeGreaterThan(800);
  },
  'code 2 on the status is pending, then paid': pendingThenPaid('status-busy'),
  'a Success that is Pending for some looks is told when it is Success': pendingThenPaid('status-lag'),
  'a Success without a GatewayReferenceNo is an alarm and no payment': pendingThenPaid(
    'nameless-success',
    'Success without a GatewayReferenceNo',
  ),
  'a status word that no document has is pending': pendingThenPaid('unknown-status'),
  async 'code 1 inside HTTP 200 on the status says nothing, and is logged once'(stage) {
    const { shop, fake } = stage;
    const session = await shop.charge();
    real(stage).faults.set('status-refused');
    fake.pay(session);
    await shop.until('looks', () => shop.logs.some((line) => line.includes('E100 Not allowed')));
    await shop.lookUp(session);
    expect([shop.told(session), shop.logs.filter((line) => line.includes('E100'))]).toEqual([[], [expect.any(String)]]);
    fake.heal();
    await shop.until('the payment', () => shop.state(session) === 'paid');
  },
  async 'Pending for exactly three looks, then paid'(stage) {
    const { shop, fake } = stage;
    const session = await shop.charge();
    real(stage).faults.set('pending-looks', { times: 3 });
    fake.paySilently(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
    expect(shop.told(session)).toEqual(['pending', 'paid']);
  },
  'amounts as JSON numbers are the same money': paidDespite('numeric-amounts'),
  'amounts with one decimal are the same money': paidDespite('short-amounts'),
  async 'another amount is refused once, an alarm, and asked about no louder'(stage) {
    const { shop, fake } = stage;
    const session = await shop.charge();
    fake.trouble('other-amount');
    fake.pay(session);
    await shop.until('the refusal', () => shop.rejections.length > 0);
    const looks = fake.statusLookUps(session);
    await shop.until('more looks', () => fake.statusLookUps(session) > looks + 2);
    expect([shop.rejections, shop.timesPaid(session)]).toEqual([['amount-mismatch'], 0]);
    expect(shop.logs.filter((line) => line.includes('another amount or currency'))).toHaveLength(1);
  },
  async 'a payment in other money is not announced'(stage) {
    const { shop, fake } = stage;
    const session = await shop.charge();
    real(stage).faults.set('foreign-card');
    fake.pay(session);
    await shop.until('the refusal', () => shop.rejections.includes('currency-mismatch'));
    expect(shop.timesPaid(session)).toBe(0);
  },
  async 'a foreign card is announced in rupees where the operator says that Amount is rupees'(stage) {
    const { fake, driver } = stage;
    const open = openShop(driver, fake, { foreignCards: true });
    try {
      const session = await open.charge();
      real(stage).faults.set('foreign-card');
      fake.pay(session);
      await open.until('the payment', () => open.state(session) === 'paid');
    } finally {
      await open.close();
    }
  },
  async 'a second payment on the same link is kept for the operator and not announced'(stage) {
    const { shop, fake } = stage;
    const session = await shop.charge();
    fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
    fake.pay(session);
    await shop.until('the refusal', () => shop.rejections.includes('after-final'));
    expect(shop.timesPaid(session)).toBe(1);
  },
  async 'without any notification the polling plan finds the payment, then rests'(stage) {
    const { shop, fake } = stage;
    real(stage).notifyTo(undefined);
    const session = await shop.charge();
    fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
    const looks = fake.statusLookUps(session);
    const other = await shop.charge();
    await shop.until('looks at the other', () => fake.statusLookUps(other) > 3);
    expect(fake.statusLookUps(session)).toBe(looks);
  },
  async 'polling ends a while after the link, and what is in process is still asked about'(stage) {
    const { fake, driver } = stage;
    const brief = openShop(driver, fake, { timing: { ...TIMING, afterEndMs: 1 } });
    try {
      const [idle, busy] = [await brief.charge(1_000, 1_000), await brief.charge(1_000, 1_000)];
      fake.leaveOpen(busy);
      await brief.until('pending', () => brief.state(busy) === 'pending');
      await brief.until('the end', () => Date.now() > brief.of(busy).expiresAtMs + 200);
      const looks = fake.statusLookUps(idle);
      const busyLooks = fake.statusLookUps(busy);
      await brief.until('late looks', () => fake.statusLookUps(busy) > busyLooks + 2);
      expect(fake.statusLookUps(idle)).toBe(looks);
      fake.resolveOpen(busy);
      await brief.until('the payment', () => brief.state(busy) === 'paid');
    } finally {
      await brief.close();
    }
  },
};

runCases('npx: its status', npx, statusCases);

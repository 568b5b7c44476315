// The contract of every switch connector, as cases about a shop. Each case runs against a fresh fake and connector.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SwitchError } from '../../../bridge/payments/ports';
import type { FakeSwitch, SwitchDriver } from './driver';
import { openShop, type Shop } from './shop';

export interface Stage {
  fake: FakeSwitch;
  shop: Shop;
  driver: SwitchDriver;
}
export type Cases = Record<string, (stage: Stage) => Promise<void>>;

/** Runs cases by name; those that the driver cannot show are listed with its reason instead of being run. */
export function runCases(title: string, driver: SwitchDriver, cases: Cases): void {
  describe(title, () => {
    let stage: Stage;
    beforeEach(async () => {
      const fake = await driver.start();
      stage = { fake, driver, shop: openShop(driver, fake) };
    });
    afterEach(async () => {
      await stage.shop.close();
      await stage.fake.close();
    });
    for (const [name, run] of Object.entries(cases)) {
      const reason = driver.cannot[name];
      if (reason === undefined) test(name, () => run(stage));
      else test(`${name} (cannot be: ${reason})`, () => expect(driver.cannot[name]).toMatch(/\w/));
    }
  });
}

export const paymentCases: Cases = {
  async 'a customer opens, scans and pays, and it is told once with its amount'({ shop, fake, driver }) {
    const session = await shop.charge(125_050);
    fake.scan(session);
    await shop.scanSeen(session);
    fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
    shop.expectTold(session, ['opened', 'scanned', 'paid']);
    const paid = shop.events.filter(({ kind }) => kind === 'paid');
    expect(paid.map(({ amountMinor, switch: id }) => [id, amountMinor])).toEqual([[driver.kind.id, 125_050]]);
  },
  async 'a failed try keeps the QR and a second try is paid'({ shop, fake }) {
    const session = await shop.charge();
    fake.fail(session);
    await shop.until('the failure', () => shop.state(session) === 'failed');
    fake.scan(session);
    fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
    shop.expectTold(session, ['opened', 'failed', 'scanned', 'paid']);
  },
  async 'a payment that the switch leaves open stays pending until the switch knows'({ shop, fake }) {
    const session = await shop.charge();
    fake.leaveOpen(session);
    await shop.until('pending', () => shop.state(session) === 'pending');
    const asked = fake.statusLookUps(session);
    await shop.until('more look-ups', () => fake.statusLookUps(session) > asked + 2);
    expect(shop.state(session)).toBe('pending');
    fake.resolveOpen(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
    expect(shop.timesPaid(session)).toBe(1);
  },
  async 'a QR that nobody pays is never told as anything'({ shop, fake }) {
    const session = await shop.charge();
    await shop.lookUp(session);
    shop.expire(session);
    shop.expectTold(session, ['opened']);
    expect(fake.statusLookUps(session)).toBeGreaterThan(0);
  },
  async 'a payment after the QR has expired is told as late'({ shop, fake }) {
    const session = await shop.charge();
    shop.expire(session);
    fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
    expect(shop.of(session).late).toBe(true);
  },
  async 'a late payment that no event told is found by a look-up'({ shop, fake }) {
    const session = await shop.charge();
    shop.expire(session);
    fake.paySilently(session);
    await shop.lookUp(session);
    expect([shop.state(session), shop.of(session).late]).toEqual(['paid', true]);
  },
  async 'events that come twice are told once'({ shop, fake }) {
    fake.trouble('duplicate-events');
    const session = await shop.charge();
    fake.scan(session);
    fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
    await shop.lookUp(session);
    shop.expectTold(session, ['opened', 'scanned', 'paid']);
  },
  async 'a scan that comes after its payment changes nothing'({ shop, fake }) {
    const session = await shop.charge();
    fake.trouble('reordered-events', 1);
    fake.scan(session);
    fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
    await shop.until('the late scan', () => shop.events.some(({ kind }) => kind === 'scanned'));
    shop.expectTold(session, ['opened', 'paid']);
  },
  async 'a payment of another amount is not announced'({ shop, fake }) {
    const session = await shop.charge();
    fake.trouble('other-amount');
    fake.pay(session);
    await shop.until('the refusal', () => shop.rejections.includes('amount-mismatch'));
    expect(shop.timesPaid(session)).toBe(0);
  },
  async 'somebody else’s events and rows are dropped and counted'({ shop, fake }) {
    fake.trouble('foreign-events');
    fake.trouble('foreign-status');
    const session = await shop.charge();
    fake.scan(session);
    await shop.scanSeen(session);
    await shop.lookUp(session);
    expect(shop.events.map((event) => event.session)).not.toContain('2601010000007777TST');
    expect(shop.timesPaid(session)).toBe(0);
    expect(shop.logs.some((line) => line.includes('"dropped":1'))).toBe(true);
  },
  async 'twenty customers at once each hear of their own payment'({ shop, fake }) {
    const amounts = Array.from({ length: 20 }, (_, index) => 100 + index);
    const sessions = await Promise.all(amounts.map((amount) => shop.charge(amount)));
    for (const session of sessions) fake.pay(session);
    await shop.until('all payments', () => sessions.every((session) => shop.state(session) === 'paid'));
    expect(sessions.map((session) => shop.timesPaid(session))).toEqual(amounts.map(() => 1));
    expect(shop.rejections.filter((reason) => reason.endsWith('mismatch'))).toEqual([]);
  },
  async 'money given back is told as reversed'({ shop, fake }) {
    const session = await shop.charge();
    fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
    fake.refund(session);
    await shop.lookUp(session);
    expect(shop.told(session).slice(-2)).toEqual(['paid', 'reversed']);
  },
  async 'a switch whose clock is wrong neither makes a payment old nor loses it'({ shop, fake }) {
    fake.trouble('clock-skew');
    const session = await shop.charge();
    fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
    expect(Math.abs(shop.of(session).paidAtMs! - Date.now())).toBeLessThan(60_000);
  },
  async 'a payment that the store could not keep is told when it can'({ shop, fake }) {
    const session = await shop.charge();
    shop.breakStore();
    fake.pay(session);
    await shop.until('the error', () => shop.logs.some((line) => line.startsWith('disk full')));
    shop.mend();
    await shop.until('the payment', () => shop.state(session) === 'paid');
    expect(shop.timesPaid(session)).toBe(1);
  },
};

export const qrCases: Cases = Object.fromEntries(
  (['qr-other-amount', 'qr-other-payee', 'qr-other-currency'] as const).map((trouble) => [
    `${trouble.replaceAll('-', ' ')}: the QR is not shown`,
    async ({ shop, fake }: Stage) => {
      fake.trouble(trouble);
      await expect(shop.chargeBlindly()).rejects.toMatchObject({ name: 'SwitchError', code: 'malformed' });
    },
  ]),
);

export const createCases: Cases = {
  async 'a currency that the switch does not take is refused'({ shop, driver }) {
    const request = { chargeId: 'ch_1', device: 'demo-1', amountMinor: 100, currency: driver.foreignCurrency };
    const refused = shop.connector.createQr({ ...request, reference: undefined, expiresAtMs: Date.now() + 60_000 });
    await expect(refused).rejects.toMatchObject({ code: 'refused', retry: false });
  },
  async 'one 5xx, one 429 and one time-out on the way do not cost the customer the QR'({ shop, fake }) {
    fake.trouble('create-500', 1);
    fake.trouble('create-429', 1);
    fake.trouble('create-stall', 1);
    await expect(shop.charge()).resolves.toMatch(/\w/);
  },
  async 'a switch that asks to wait longer than the customer does is not asked again'({ shop, fake }) {
    fake.trouble('create-429-retry-after', 1);
    await expect(shop.chargeBlindly()).rejects.toMatchObject({ code: 'limit', retry: true });
  },
  async 'a switch that never answers is given up in time'({ shop, fake }) {
    fake.trouble('create-stall');
    await expect(shop.chargeBlindly()).rejects.toMatchObject({ code: 'unreachable', retry: true });
  },
  async 'a web page instead of an answer is named as such'({ shop, fake }) {
    fake.trouble('create-html');
    const error: unknown = await shop.chargeBlindly().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SwitchError);
    expect((error as SwitchError).message).toContain('a web page instead of JSON');
  },
  async 'wrong credentials are said once and not tried again'({ shop, fake }) {
    fake.trouble('create-auth', 1);
    await expect(shop.chargeBlindly()).rejects.toMatchObject({ code: 'auth', retry: false });
    expect(shop.health()?.state).toBe('trouble');
    await expect(shop.chargeBlindly()).resolves.toMatch(/\w/);
    await shop.until('health', () => shop.health()?.state === 'ok');
  },
  async 'the doctor finds nothing wrong with a switch that works'({ shop }) {
    const steps = [];
    for await (const step of shop.connector.diagnose()) steps.push(step);
    expect(steps.length).toBeGreaterThan(2);
    expect(steps.filter(({ ok }) => !ok)).toEqual([]);
  },
  async 'the doctor says which step fails'({ shop, fake }) {
    fake.trouble('create-auth');
    const failed = [];
    for await (const step of shop.connector.diagnose()) if (!step.ok) failed.push(step);
    expect(failed.length).toBeGreaterThan(0);
    expect(failed[0]!.detail).toContain('credentials');
  },
};

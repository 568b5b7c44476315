// What only Bakong's answers and clocks can do.
import { expect } from 'vitest';
import { SwitchError } from '../../../bridge/payments/ports';
import { decodeKhqr } from '../../../bridge/switches/bakong/qr';
import type { Fault } from '../../../tools/switches/bakong/faults';
import { askedAgain, bakong, paid, real, TIMING, withShop } from './bakong';
import { runCases, type Cases } from './kit';

/** The payment is in Bakong's books and its answer says something else: nobody is told of a payment. */
const refusedAs =
  (fault: Fault, rejection: string): Cases[string] =>
  async (stage) => {
    const { shop } = stage;
    const session = await shop.charge();
    real(stage).faults.set(fault, { value: 125_051 });
    stage.fake.pay(session);
    await shop.until('the refusal', () => shop.rejections.includes(rejection));
    await askedAgain(stage, session);
    expect(shop.rejections.filter((reason) => reason === rejection)).toHaveLength(1);
    expect(shop.logs.some((line) => line.includes('look at it by hand'))).toBe(true);
    expect(shop.told(session)).toEqual(['opened']);
  };

/** An answer that says nothing leaves the QR open; later the payment comes. */
const staysOpen =
  (fault: Fault): Cases[string] =>
  async (stage) => {
    const { shop } = stage;
    const session = await shop.charge();
    real(stage).faults.set(fault);
    stage.fake.pay(session);
    await shop.until('the trouble', () => shop.health()?.state === 'trouble');
    const { calls } = real(stage).ledger.seen;
    const before = calls.length;
    await shop.until('more questions', () => calls.length > before + 2);
    await expect(shop.lookUp(session)).rejects.toBeInstanceOf(SwitchError);
    expect(shop.told(session)).toEqual(['opened']);
    stage.fake.heal();
    await paid(stage, session);
    expect(shop.told(session)).toEqual(['opened', 'paid']);
    await shop.until('health', () => shop.health()?.state === 'ok');
  };

const failsWith =
  (errorCode: 1 | 3): Cases[string] =>
  async (stage) => {
    const { shop } = stage;
    const session = await shop.charge();
    real(stage).fail(session, errorCode);
    await shop.until('the failure', () => shop.state(session) === 'failed');
    await askedAgain(stage, session);
    stage.fake.pay(session);
    await paid(stage, session);
    expect(shop.told(session)).toEqual(['opened', 'failed', 'paid']);
  };

const answerCases: Cases = {
  'a failed payment with the document’s code 1 and its words is failed, and may be paid yet': failsWith(1),
  'a failed payment with code 3 is failed, and may be paid yet': failsWith(3),
  'a payment over another amount is not announced, and the operator hears of it once': refusedAs(
    'other-amount',
    'amount-mismatch',
  ),
  'a payment to another account is not announced': refusedAs('other-account', 'payee-mismatch'),
  'a payment in another currency is not announced': refusedAs('other-currency', 'currency-mismatch'),
  'words that no document has leave the QR open': staysOpen('unknown-text'),
  'a dynamic QR that Bakong calls static stays open': staysOpen('static-code'),
  'a success without an amount is not announced': staysOpen('missing-fields'),
  'HTTP 403 is trouble and no failure': staysOpen('check-403'),
  'HTTP 429 is trouble and no failure': staysOpen('check-429'),
  'HTTP 500 is trouble and no failure': staysOpen('check-500'),
  'HTTP 504 is trouble and no failure': staysOpen('check-504'),
  'a web page is trouble and no failure': staysOpen('check-html'),
  'HTTP 401 over and over is trouble and no failure': staysOpen('check-401'),
  async 'a server that never answers is trouble and no failure'(stage) {
    const { shop } = stage;
    await withShop(stage, { timing: { ...TIMING, requestMs: 60 } }, async (hasty) => {
      const session = await hasty.charge();
      real(stage).faults.set('check-stall');
      stage.fake.pay(session);
      await hasty.until('the trouble', () => hasty.health()?.detail.includes('no answer within') === true);
      stage.fake.heal();
      await hasty.until('the payment', () => hasty.state(session) === 'paid');
      expect(hasty.told(session)).toEqual(['opened', 'paid']);
    });
    await shop.until('health', () => shop.health()?.state === 'ok');
  },
  async 'an answer that takes longer than the plan’s pace is waited for'(stage) {
    const session = await stage.shop.charge();
    real(stage).faults.set('slow', { value: 300 });
    stage.fake.pay(session);
    await paid(stage, session);
    expect(stage.shop.healths.filter(({ state }) => state === 'trouble')).toEqual([]);
  },
  async '403 names what may be wrong'(stage) {
    real(stage).faults.set('check-403');
    await stage.shop.until('the trouble', () => stage.shop.health()?.detail.includes('inside Cambodia') === true);
  },
  async 'float noise is no other amount'(stage) {
    real(stage).faults.set('float-noise');
    const session = await stage.shop.charge(99_999);
    stage.fake.pay(session);
    await paid(stage, session);
    expect(stage.shop.events.at(-1)).toMatchObject({ kind: 'paid', amountMinor: 99_999, currency: 'KHR' });
  },
  async 'thirty cents are thirty cents, whatever a float makes of them'(stage) {
    await withShop(
      stage,
      {},
      async (shop) => {
        const session = await shop.charge(30);
        real(stage).pay(session, { amount: 0.1 + 0.2 });
        await shop.until('the payment', () => shop.state(session) === 'paid');
        expect(shop.events.at(-1)).toMatchObject({ amountMinor: 30, currency: 'USD' });
        expect(decodeKhqr(shop.of(session).qr)).toMatchObject({
          transactionAmount: '0.30',
          transactionCurrency: '840',
        });
      },
      'USD',
    );
  },
  async 'a cent too much is another amount'(stage) {
    await withShop(
      stage,
      {},
      async (shop) => {
        const session = await shop.charge(30);
        real(stage).pay(session, { amount: 0.31 });
        await shop.until('the refusal', () => shop.rejections.includes('amount-mismatch'));
        expect(shop.timesPaid(session)).toBe(0);
      },
      'USD',
    );
  },
  async 'fields that are null do not hold a payment back'(stage) {
    real(stage).faults.set('null-fields');
    const session = await stage.shop.charge();
    stage.fake.pay(session);
    await paid(stage, session);
    expect(stage.shop.events.at(-1)).toMatchObject({ txnId: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
  },
  async 'a QR that is paid twice is told once, and the second payment is shown to the operator'(stage) {
    const { shop } = stage;
    const session = await shop.charge();
    stage.fake.pay(session);
    await paid(stage, session);
    stage.fake.pay(session);
    await shop.lookUp(session);
    expect([shop.timesPaid(session), shop.rejections]).toEqual([1, ['after-final']]);
  },
  async 'after the payment nobody asks any more'(stage) {
    const { shop } = stage;
    const [first, second] = [await shop.charge(100), await shop.charge(200)];
    stage.fake.pay(first);
    await paid(stage, first);
    const before = stage.fake.statusLookUps(first);
    await askedAgain(stage, second, 4);
    expect(stage.fake.statusLookUps(first)).toBe(before);
  },
  async 'three drops of the line later the payment still comes'(stage) {
    const { shop, fake } = stage;
    const session = await shop.charge();
    for (let drop = 1; drop <= 3; drop++) {
      fake.drop();
      await shop.until('the trouble', () => shop.healths.filter(({ state }) => state === 'trouble').length >= drop);
      await shop.until('the new road', () => shop.health()?.state === 'ok');
    }
    fake.pay(session);
    await paid(stage, session);
  },
  async 'logs and health name no payer, no token and no account'(stage) {
    const { shop } = stage;
    const session = await shop.charge();
    real(stage).faults.set('other-account');
    stage.fake.pay(session);
    await shop.until('the refusal', () => shop.rejections.includes('payee-mismatch'));
    const said = [...shop.logs, ...shop.healths.map(({ detail }) => detail)].join('\n');
    expect(said).not.toMatch(
      new RegExp(`sample_payer|somebody_else|demo_shop|${real(stage).ledger.token.slice(0, 20)}`),
    );
  },
};

const clockCases: Cases = {
  async 'a QR lives ten minutes at most, and says so itself'({ shop }) {
    const nowMs = Date.now();
    const asked = { chargeId: 'ch_1', device: 'demo-1', amountMinor: 1_000, currency: 'KHR' as const };
    const made = await shop.connector.createQr({ ...asked, reference: 'Table 4', expiresAtMs: nowMs + 3_600_000 });
    const { creationTimestamp, expirationTimestamp, purposeOfTransaction, billNumber } = decodeKhqr(made.text);
    expect(Number(expirationTimestamp)).toBe(made.expiresAtMs);
    expect(Number(expirationTimestamp) - Number(creationTimestamp)).toBe(600_000);
    expect([purposeOfTransaction, billNumber]).toEqual(['Table 4', '1']);
  },
  async 'two charges over the same amount are two QRs'({ shop }) {
    const sessions = await Promise.all([shop.chargeBlindly(500), shop.chargeBlindly(500)]);
    expect(new Set(sessions).size).toBe(2);
  },
  async 'a payment in the last second is found by the last look, and told as late'(stage) {
    await withShop(stage, { timing: { ...TIMING, lastLookMs: 400, pollLongestMs: 60_000 } }, async (shop) => {
      const session = await shop.charge(1_000, 300);
      await waitFor(() => Date.now() >= shop.of(session).expiresAtMs);
      shop.expire(session);
      real(stage).pay(session, { late: true });
      await shop.until('the payment', () => shop.state(session) === 'paid');
      expect(shop.of(session).late).toBe(true);
    });
  },
  async 'an empty last look ends the QR: told once, and nobody asks any more'(stage) {
    await withShop(stage, {}, async (shop) => {
      const session = await shop.charge(1_000, 150);
      shop.connector.unwatch(session);
      shop.connector.watch(shop.of(session));
      await shop.until('the end', () => shop.state(session) === 'expired');
      const before = stage.fake.statusLookUps(session);
      const other = await shop.charge(2_000);
      await askedAgain({ ...stage, shop }, other, 4);
      expect(stage.fake.statusLookUps(session)).toBe(before);
      expect(shop.told(session)).toEqual(['opened', 'expired']);
    });
  },
  async 'a last look that nobody answers is asked again until somebody does'(stage) {
    await withShop(stage, {}, async (shop) => {
      const session = await shop.charge(1_000, 150);
      real(stage).faults.set('check-500');
      await waitFor(() => Date.now() > shop.of(session).expiresAtMs + TIMING.lastLookMs);
      await shop.until('the trouble', () => shop.health()?.state === 'trouble');
      expect(shop.state(session)).not.toBe('expired');
      real(stage).pay(session, { late: true });
      stage.fake.heal();
      await shop.until('the payment', () => shop.state(session) === 'paid');
    });
  },
  async 'Retry-After is honoured by every question'(stage) {
    const { shop } = stage;
    const sessions = [await shop.charge(100), await shop.charge(200)];
    const { calls } = real(stage).ledger.seen;
    const all: Fault[] = ['check-429', 'list-429'];
    for (const fault of all) real(stage).faults.set(fault, { value: 1, times: 1 });
    await shop.until('the refusal', () => shop.health()?.state === 'trouble');
    real(stage).faults.clear();
    const atMs = calls.findLast(({ status }) => status === 0)!.atMs;
    await expect(shop.lookUp(sessions[0]!)).rejects.toMatchObject({ code: 'limit' });
    await shop.until('health', () => shop.health()?.state === 'ok');
    // What was under way at that moment is not counted.
    const next = calls.find((call) => call.atMs > atMs + 300)!;
    expect(next.atMs - atMs).toBeGreaterThanOrEqual(950);
  },
  async 'one limiter holds for all live QRs together'(stage) {
    await stage.shop.connector.close();
    await withShop(stage, { list: 'off', timing: { ...TIMING, gapMs: 25 } }, async (shop) => {
      await shop.until('a good road', () => shop.health()?.state === 'ok');
      const { calls } = real(stage).ledger.seen;
      const from = calls.length;
      for (let number = 0; number < 8; number++) await shop.chargeBlindly(100 + number);
      await shop.until('many look-ups', () => calls.length > from + 20);
      const spanMs = calls.at(-1)!.atMs - calls[from]!.atMs;
      expect((calls.length - 1 - from) * 25 - spanMs).toBeLessThan(60);
    });
  },
};

/** For the one thing that no event announces: the time of day. */
async function waitFor(check: () => boolean): Promise<void> {
  await new Promise<void>((resolve) => {
    const clock = setInterval(() => {
      if (!check()) return;
      clearInterval(clock);
      resolve();
    }, 5);
  });
}

runCases('bakong: its answers', bakong, answerCases);
runCases('bakong: its clocks', bakong, clockCases);

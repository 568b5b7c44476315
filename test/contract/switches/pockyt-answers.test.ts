// What Pockyt's answers, webhooks and roads can do to a code that was handed in.
import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { Fault } from '../../../tools/switches/pockyt/faults';
import { runCases, type Cases } from './kit';
import { impatient, pockyt, real } from './pockyt';
import { openShop } from './shop';

const paidThrough =
  (fault: Fault, does: '01' | '02' = '01'): Cases[string] =>
  async (stage) => {
    const { shop } = stage;
    const { real: fake, present } = real(stage);
    const session = await shop.charge(1_300);
    fake.faults.set(fault);
    await present(session, fake.code(does));
    await shop.until('the payment', () => shop.state(session) === 'paid');
    expect([shop.timesPaid(session), shop.events.at(-1)!.amountMinor]).toEqual([1, 1_300]);
    expect(shop.told(session)).not.toContain('failed');
  };

const answerCases: Cases = {
  'the object lies under `transaction` instead of `result`': paidThrough('under-transaction'),
  'an amount is spelled "13" instead of "13.00"': paidThrough('short-amounts'),
  'an amount is a number': paidThrough('number-amounts'),
  'the webhook comes before the answer of pay': paidThrough('ipn-first'),
  'the webhook is lost: the query finds the payment': paidThrough('ipn-lost', '02'),
  'the webhook comes as JSON': paidThrough('ipn-json', '02'),
  'the webhook comes twice': paidThrough('ipn-twice', '02'),
  'the query knows nothing (000021): the webhook tells': paidThrough('query-nothing', '02'),
  'the pay call is carried out and never answered': paidThrough('pay-silent'),
  async 'the same, and the webhook is lost: the query finds the payment'(stage) {
    real(stage).real.faults.set('ipn-lost');
    await paidThrough('pay-silent')(stage);
  },
  async 'a status that no page lists, or a success without an amount, is no payment'(stage) {
    const { shop } = stage;
    const { real: fake, present } = real(stage);
    const session = await shop.charge(1_300);
    fake.faults.set('ipn-lost');
    for (const fault of ['status-unknown', 'no-amount'] as const) {
      fake.faults.set(fault);
      if (fault === 'status-unknown') await present(session, fake.code('01'));
      await shop.lookUp(session);
      expect(shop.told(session)).toEqual(['scanned', 'pending']);
      fake.faults.clear(fault);
      fake.faults.set('no-amount');
    }
    fake.faults.clear();
    await shop.until('the payment', () => shop.state(session) === 'paid');
  },
  async 'HTTP 500 from pay: nothing is told as failed, and it is cancelled in time'(stage) {
    const { real: fake, present } = real(stage);
    await impatient(stage, async (shop, session) => {
      fake.faults.set('pay-500', { times: 1 });
      await present(session, fake.code('01'));
      await shop.until('the end', () => shop.state(session) === 'expired');
      expect(shop.told(session)).toEqual(['scanned', 'pending', 'expired']);
    });
  },
  async 'a pay call that the switch refuses outright is closed first, then told as failed'(stage) {
    const { shop } = stage;
    const { real: fake, present } = real(stage);
    const session = await shop.charge(1_300);
    fake.faults.set('pay-sign', { times: 1 });
    await expect(present(session, fake.code('01'))).rejects.toMatchObject({ code: 'auth' });
    expect(fake.ledger.newest(session)!.status).toBe('closed');
    expect(shop.told(session)).toEqual(['scanned', 'failed']);
    await present(session, fake.code('01'));
    expect(shop.state(session)).toBe('paid');
  },
  async 'too many requests at pay: closed, told as failed, and the next code is taken'(stage) {
    const { shop } = stage;
    const { real: fake, present } = real(stage);
    const session = await shop.charge(1_300);
    fake.faults.set('pay-429', { times: 1 });
    await expect(present(session, fake.code('01'))).rejects.toMatchObject({ code: 'limit' });
    await present(session, fake.code('01'));
    expect(shop.told(session)).toEqual(['scanned', 'failed', 'scanned', 'paid']);
  },
  async 'a pay call that comes to a transaction which was paid already takes nothing back'(stage) {
    const { shop } = stage;
    const { real: fake, present } = real(stage);
    const session = await shop.charge(1_300);
    fake.paySilently(session);
    await present(session, fake.code('01'));
    await shop.until('the payment', () => shop.state(session) === 'paid');
    expect(fake.ledger.newest(session)!.refundedMinor).toBe(0);
  },
  async 'an answer of add that was lost does not make a second transaction'(stage) {
    const { real: fake } = real(stage);
    fake.faults.set('add-lost', { times: 1 });
    const session = await stage.shop.charge(1_300);
    expect([...fake.ledger.txns.values()].map(({ reference }) => reference)).toEqual([session]);
    await real(stage).present(session, fake.code('01'));
    expect(stage.shop.state(session)).toBe('paid');
  },
  async 'a transaction that the switch closed before anybody came is replaced'(stage) {
    const { shop } = stage;
    const { real: fake, present } = real(stage);
    const session = await shop.charge(1_300);
    fake.expire(session);
    await shop.lookUp(session);
    expect(shop.told(session)).toEqual([]);
    await present(session, fake.code('01'));
    expect(shop.told(session)).toEqual(['scanned', 'paid']);
  },
};

const hardCases: Cases = {
  async 'a code is not handed on while the store cannot keep that it was read'(stage) {
    const { shop } = stage;
    const { real: fake, present } = real(stage);
    const session = await shop.charge(1_300);
    const code = fake.code('01');
    shop.breakStore();
    await expect(present(session, code)).rejects.toThrow('disk full');
    expect(fake.ledger.newest(session)!.status).toBe('init');
    shop.mend();
    await present(session, code);
    expect(shop.told(session)).toEqual(['scanned', 'paid']);
  },
  async 'a payment that the store could not keep is told when it can, and never sent back'(stage) {
    const { real: fake, present } = real(stage);
    await impatient(stage, async (shop, session) => {
      await present(session, fake.code('04'));
      shop.breakStore();
      fake.confirm(session);
      const asked = stage.fake.statusLookUps(session);
      // Well past the shop's patience.
      await shop.until('the errors', () => shop.logs.filter((line) => line.startsWith('disk full')).length > 5);
      expect(stage.fake.statusLookUps(session)).toBeGreaterThan(asked);
      shop.mend();
      await shop.until('the payment', () => shop.state(session) === 'paid');
      expect([shop.timesPaid(session), fake.ledger.newest(session)!.refundedMinor]).toEqual([1, 0]);
    });
  },
  async 'a restart after a failed code goes on with the next transaction'(stage) {
    const { shop } = stage;
    const { real: fake, present } = real(stage);
    const session = await shop.charge(1_300);
    await present(session, fake.code('03'));
    await present(session, fake.code('03'));
    await shop.restart();
    await present(session, fake.code('01'));
    expect(shop.told(session)).toEqual(['scanned', 'failed', 'scanned', 'failed', 'scanned', 'paid']);
    expect(fake.ledger.txns.size).toBe(3);
  },
  async 'a restart with nothing at the switch yet is asked for until it answers'(stage) {
    const { shop, fake } = stage;
    const { real: switched } = real(stage);
    const session = await shop.charge(1_300);
    await shop.connector.close();
    switched.paySilently(session);
    switched.faults.set('query-500');
    await shop.restart();
    await shop.until('the trouble', () => shop.health()?.state === 'trouble');
    fake.heal();
    await shop.until('the payment', () => shop.timesPaid(session) === 1);
  },
  async 'a webhook about a charge that is not remembered is settled by the books'(stage) {
    const { shop, fake } = stage;
    const { real: switched } = real(stage);
    const session = await shop.charge(1_300);
    shop.expire(session);
    await shop.restart();
    switched.faults.set('query-lag');
    switched.paySilently(session);
    const ipn = switched.ipn(session);
    expect((await shop.connector.webhook!(ipn)).status).toBe(503);
    fake.heal();
    expect(await shop.connector.webhook!(ipn)).toMatchObject({ status: 200, body: 'success' });
    expect([shop.timesPaid(session), shop.of(session).late]).toEqual([1, true]);
  },
  async 'a webhook about a refund that says success is not taken for a payment'(stage) {
    const { shop } = stage;
    const { real: fake } = real(stage);
    const session = await shop.charge(1_300);
    const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
    const { transactionNo } = fake.ledger.newest(session)!;
    const fields = {
      amount: '13.00',
      currency: 'USD',
      reference: session,
      refundTransactionNo: '9',
      status: 'success',
      transactionNo,
    };
    const text = Object.entries(fields)
      .map(([name, value]) => `${name}=${value}&`)
      .join('');
    const body = new URLSearchParams({ ...fields, verifySign: md5(text + md5(fake.config.token)) }).toString();
    expect(await shop.connector.webhook!({ path: 'ipn', method: 'POST', headers: {}, body })).toMatchObject({
      status: 200,
    });
    expect(shop.told(session)).toEqual([]);
  },
  async 'a webhook that nobody can read, or at another address, is refused'({ shop }) {
    const post = async (path: string, body: string, method = 'POST') =>
      (await shop.connector.webhook!({ path, method, headers: {}, body })).status;
    expect(await post('ipn', '')).toBe(400);
    expect(await post('ipn', '{"a":')).toBe(400);
    expect(await post('ipn', 'amount=1&amount=2&verifySign=x')).toBe(400);
    expect(await post('ipn', 'amount=1')).toBe(401);
    expect(await post('elsewhere', 'amount=1')).toBe(404);
    expect(await post('ipn', 'amount=1', 'GET')).toBe(404);
  },
  async 'the doctor tells a wrong merchant from a wrong token'(stage) {
    for (const [field, word] of [
      ['merchantNo', 'merchantNo'],
      ['token', 'credentials'],
    ] as const) {
      const shop = openShop(pockyt, stage.fake, { [field]: 'another' });
      const failed = [];
      for await (const step of shop.connector.diagnose()) if (!step.ok) failed.push(step.detail);
      await shop.close();
      expect(failed.length).toBeGreaterThan(0);
      expect(failed[0]).toContain(word);
    }
  },
};

runCases('pockyt: answers and webhooks', pockyt, answerCases);
runCases('pockyt: hard days', pockyt, hardCases);

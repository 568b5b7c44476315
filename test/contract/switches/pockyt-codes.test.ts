// What only customer-presented codes can do well and wrong: each case is about a code that the shop reads.
import { expect } from 'vitest';
import type { Fault } from '../../../tools/switches/pockyt/faults';
import { runCases, type Cases, type Stage } from './kit';
import { pockyt, real, TIMING } from './pockyt';
import { openShop, type Shop } from './shop';

const EMV = 'hQVDUFYwMWETTwegAAAAVVVVUAhQcm9kdWN0MQ==';

/** A second shop at the same switch that gives up soon. */
async function impatient(stage: Stage, run: (shop: Shop, session: string) => Promise<void>): Promise<void> {
  const shop = openShop(pockyt, stage.fake, { timing: { ...TIMING, patienceMs: 150 } });
  try {
    await run(shop, await shop.charge(1_300));
  } finally {
    await shop.close();
  }
}

const outcomeCases: Cases = {
  async 'a code that is paid at once is told as scanned and paid, with the time of the switch'(stage) {
    const { shop } = stage;
    const { real: fake, present } = real(stage);
    const session = await shop.charge(1_300);
    await present(session, fake.code('01'));
    expect(shop.told(session)).toEqual(['scanned', 'paid']);
    expect(shop.events.at(-1)).toMatchObject({ amountMinor: 1_300, currency: 'USD', payee: '299999/399999' });
    expect(Math.abs(shop.of(session).paidAtMs! - Date.now())).toBeLessThan(5_000);
    expect(shop.of(session).qr).toBe('');
  },
  async 'a customer who confirms on the phone is told as pending, then paid'(stage) {
    const { shop } = stage;
    const { real: fake, present } = real(stage);
    const session = await shop.charge(1_300);
    await present(session, fake.code('02'));
    await shop.until('the payment', () => shop.state(session) === 'paid');
    expect(shop.told(session)).toEqual(['scanned', 'pending', 'paid']);
  },
  async 'a code that fails leaves the charge open for another code'(stage) {
    const { shop } = stage;
    const { real: fake, present } = real(stage);
    const session = await shop.charge(1_300);
    await present(session, fake.code('03'));
    await present(session, fake.code('01'));
    expect(shop.told(session)).toEqual(['scanned', 'failed', 'scanned', 'paid']);
    expect([...fake.ledger.txns.values()].map(({ reference }) => reference)).toEqual([session, `${session}-2`]);
  },
  async 'nobody confirms: it is cancelled in time and told as expired'(stage) {
    const { real: fake, present } = real(stage);
    await impatient(stage, async (shop, session) => {
      await present(session, fake.code('04'));
      await shop.until('the end', () => shop.state(session) === 'expired');
      expect(shop.told(session)).toEqual(['scanned', 'pending', 'expired']);
      expect(fake.ledger.newest(session)!.status).toBe('closed');
    });
  },
  async 'trouble behind the switch (000080) stays open, then is cancelled'(stage) {
    const { real: fake, present } = real(stage);
    await impatient(stage, async (shop, session) => {
      await present(session, fake.code('05'));
      await shop.until('the end', () => shop.state(session) === 'expired');
      expect(shop.told(session)).toEqual(['scanned', 'pending', 'expired']);
    });
  },
  async 'a customer who confirms while it is cancelled gets the money back: reversed, never paid or failed'(stage) {
    const { real: fake, present } = real(stage);
    await impatient(stage, async (shop, session) => {
      fake.faults.set('cancel-race');
      await present(session, fake.code('04'));
      await shop.until('the reversal', () => shop.state(session) === 'reversed');
      expect(shop.events.map(({ kind }) => kind)).toEqual(['scanned', 'pending', 'reversed']);
      expect(fake.ledger.newest(session)).toMatchObject({ status: 'success', refundedMinor: 1_300 });
    });
  },
  async 'money that is still on its way back is not told as paid in between'(stage) {
    const { real: fake, present } = real(stage);
    await impatient(stage, async (shop, session) => {
      fake.faults.set('cancel-race');
      fake.faults.set('refund-slow');
      await present(session, fake.code('04'));
      await shop.until('the cancelling', () => fake.ledger.newest(session)!.refundOpen);
      const asked = stage.fake.statusLookUps(session);
      await shop.until('more look-ups', () => stage.fake.statusLookUps(session) > asked + 2);
      expect(await shop.connector.webhook!(fake.ipn(session))).toMatchObject({ status: 503 });
      expect(shop.told(session)).toEqual(['scanned', 'pending']);
      fake.ledger.newest(session)!.refundOpen = false;
      await shop.until('the reversal', () => shop.state(session) === 'reversed');
      expect(shop.timesPaid(session)).toBe(0);
    });
  },
  async 'what ended by itself just before the cancel is told as it ended'(stage) {
    const { real: fake, present } = real(stage);
    await impatient(stage, async (shop, session) => {
      await present(session, fake.code('04'));
      fake.faults.set('query-nothing');
      fake.faults.set('ipn-lost');
      fake.refuse(session);
      const refused = ({ place, retCode }: { place: string; retCode: string }) =>
        place === 'cancel' && retCode === '000040';
      await shop.until('the cancelling', () => fake.ledger.seen.calls.some(refused));
      expect(shop.told(session)).toEqual(['scanned', 'pending']);
      fake.faults.clear();
      await shop.until('the outcome', () => shop.state(session) === 'failed');
    });
  },
  async 'a part of the money given back is not a reversal; all of it is'(stage) {
    const { shop } = stage;
    const { real: fake, present } = real(stage);
    const session = await shop.charge(1_300);
    await present(session, fake.code('01'));
    fake.refund(session, 300);
    await shop.lookUp(session);
    expect(shop.told(session)).toEqual(['scanned', 'paid']);
    fake.refund(session);
    await shop.lookUp(session);
    await shop.lookUp(session);
    expect(shop.told(session)).toEqual(['scanned', 'paid', 'reversed']);
    expect(shop.events.filter(({ kind }) => kind === 'reversed')).toHaveLength(1);
  },
};

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

const codeCases: Cases = {
  async 'a second code while the first is being paid is refused'(stage) {
    const { shop } = stage;
    const { real: fake, present } = real(stage);
    const session = await shop.charge(1_300);
    await present(session, fake.code('04'));
    await expect(present(session, fake.code('01'))).rejects.toMatchObject({ code: 'refused' });
    const both = await Promise.allSettled(
      ['01', '01'].map(async () => present(await shop.charge(100), fake.code('01'))),
    );
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(fake.ledger.seen.calls.filter(({ place, fields }) => place === 'pay' && fields.reference).length).toBe(0);
  },
  async 'two codes in the same moment: one is handed in'(stage) {
    const { shop } = stage;
    const { real: fake, present } = real(stage);
    const session = await shop.charge(1_300);
    const both = await Promise.allSettled([present(session, fake.code('01')), present(session, fake.code('01'))]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(shop.timesPaid(session)).toBe(1);
    expect(fake.ledger.seen.calls.filter(({ place }) => place === 'pay')).toHaveLength(1);
  },
  async 'a code that stays in front of the scanner is handed in once'(stage) {
    const { shop } = stage;
    const { real: fake, present } = real(stage);
    const session = await shop.charge(1_300);
    const code = fake.code('03');
    await present(session, code);
    await expect(present(session, code)).rejects.toMatchObject({ code: 'refused' });
    expect(shop.told(session)).toEqual(['scanned', 'failed']);
  },
  async 'after the payment no code is taken any more'(stage) {
    const { shop } = stage;
    const { real: fake, present } = real(stage);
    const session = await shop.charge(1_300);
    await present(session, fake.code('01'));
    await expect(present(session, fake.code('01'))).rejects.toMatchObject({ code: 'refused' });
    await shop.restart();
    await expect(present(session, fake.code('01'))).rejects.toMatchObject({ code: 'refused' });
    expect(shop.timesPaid(session)).toBe(1);
  },
  async 'nine codes that fail are enough'(stage) {
    const { shop } = stage;
    const { real: fake, present } = real(stage);
    const session = await shop.charge(1_300);
    for (let code = 1; code <= 9; code++) await present(session, fake.code('03'));
    await expect(present(session, fake.code('01'))).rejects.toThrow('make a new charge');
    expect(fake.ledger.txns.size).toBe(9);
  },
  async 'what is no code is not sent'(stage) {
    const { real: fake, present } = real(stage);
    const session = await stage.shop.charge(1_300);
    for (const code of ['', '12345', 'x'.repeat(513), '12345\n7', 'पैसा पैसा'])
      await expect(present(session, code)).rejects.toMatchObject({ code: 'refused', retry: false });
    expect(stage.shop.told(session)).toEqual([]);
    expect(fake.ledger.seen.calls.filter(({ place }) => place === 'pay')).toEqual([]);
  },
  async 'an EMV payload passes through letter by letter, and only its last four are written down'(stage) {
    const { shop } = stage;
    const { real: fake, present } = real(stage);
    const session = await shop.charge(1_300);
    await present(session, EMV);
    const pay = fake.ledger.seen.calls.find(({ place }) => place === 'pay')!;
    expect(pay).toMatchObject({ retCode: '000100', fields: { paymentBarcode: EMV } });
    expect(pay.fields).not.toHaveProperty('vendor');
    const written = JSON.stringify([shop.logs, shop.events, shop.healths, shop.of(session)]);
    expect(written).toContain('"ends\\":\\"MQ==');
    expect(written).not.toContain(EMV.slice(-5));
    expect(written).not.toContain(EMV.slice(0, 9));
  },
  async 'the vendor is sent as the shop has it, or guessed from the digits'(stage) {
    const { fake } = stage;
    const { real: switched, present } = real(stage);
    const vendors: unknown[] = [];
    for (const vendor of ['WeChatPay', 'sniff', 'gcash']) {
      const shop = openShop(pockyt, fake, { vendor, payPath: '/app-instore/v3/prepay' });
      await present(await shop.charge(1_300), switched.code('01'));
      await shop.close();
      switched.ledger.txns.clear();
      vendors.push(switched.ledger.seen.calls.findLast(({ place }) => place === 'pay')!.fields.vendor);
    }
    expect(vendors).toEqual(['wechat', 'alipay', 'gcash']);
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
    const { createHash } = await import('node:crypto');
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

runCases('pockyt: what becomes of a code', pockyt, outcomeCases);
runCases('pockyt: answers and webhooks', pockyt, answerCases);
runCases('pockyt: codes', pockyt, codeCases);
runCases('pockyt: hard days', pockyt, hardCases);

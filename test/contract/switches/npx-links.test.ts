// What only NPX's payment links can do wrong.
import { expect } from 'vitest';
import type { Npx } from '../../../tools/switches/npx';
import { runCases, type Cases } from './kit';
import { npx, press, real, startDriven, withShop } from './npx';

/** What was asked of the fake about links and their ids, in order. */
const calls = (fake: Npx): string[] =>
  fake.ledger.seen.calls
    .filter(({ txnId }) => txnId !== '')
    .map(({ path, txnId, code }) => `${path.split('/').at(-1)} ${txnId.replace(/^0+/, '')} ${code}`);

const linkCases: Cases = {
  async 'the QR is the link itself, and pressing its button pays'(stage) {
    const { shop } = stage;
    const session = await shop.charge(125_050);
    const { qr, payee } = shop.of(session);
    expect([qr, payee]).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/pay\/L\d+$/), '9901']);
    expect((await press(qr, 'succeed')).status).toBe(200);
    await shop.until('the payment', () => shop.state(session) === 'paid');
    expect((await fetch(qr)).status).toBe(410);
  },
  async 'pressing fail, then leave, is told as failed and pending'({ shop }) {
    const session = await shop.charge();
    await press(shop.of(session).qr, 'fail');
    await shop.until('the failure', () => shop.state(session) === 'failed');
    await press(shop.of(session).qr, 'leave');
    await shop.until('pending', () => shop.state(session) === 'pending');
    expect(shop.told(session)).toEqual(['failed', 'pending']);
  },
  async 'a link ends with its charge, and then cannot be paid'(stage) {
    const { shop } = stage;
    const session = await shop.charge(125_050, 3_000);
    const { endMs } = real(stage).ledger.txns.get(session)!;
    expect(shop.of(session).expiresAtMs - endMs).toBeGreaterThanOrEqual(0);
    expect(shop.of(session).expiresAtMs - endMs).toBeLessThan(1_000);
    real(stage).faults.set('clock-skew', { value: 10_000 });
    expect((await fetch(`${shop.of(session).qr}/succeed`, { method: 'POST' })).status).toBe(410);
    expect((await fetch(shop.of(session).qr)).status).toBe(410);
    expect(shop.told(session)).toEqual([]);
  },
  async 'code 1 inside HTTP 200 refuses the charge with what NPX says'(stage) {
    real(stage).faults.set('link-refused');
    const refused = stage.shop.chargeBlindly();
    await expect(refused).rejects.toMatchObject({ code: 'refused', retry: false });
    await expect(refused).rejects.toThrow('E100 Not allowed');
    expect(real(stage).ledger.txns.size).toBe(0);
  },
  async 'an answer that was lost is asked about before the same id is used again'(stage) {
    real(stage).faults.set('link-cut', { times: 1 });
    await stage.shop.charge();
    expect(calls(real(stage)).slice(0, 2)).toEqual(['CheckTransactionStatus 1 1', 'GeneratePaymentLink 1 0']);
  },
  async 'an answer that was lost after the link was made leads to another id'(stage) {
    real(stage).faults.set('link-lost', { times: 1 });
    const session = await stage.shop.charge();
    expect(session).toMatch(/11$/);
    expect(calls(real(stage)).slice(0, 4)).toEqual([
      'GeneratePaymentLink 1 0',
      'CheckTransactionStatus 1 1',
      'GeneratePaymentLink 1 1',
      'GeneratePaymentLink 11 0',
    ]);
  },
  async 'an id that the status knows is never used again'(stage) {
    real(stage).faults.set('link-lost', { times: 1 });
    real(stage).faults.set('made-is-pending', { times: 1 });
    await stage.shop.charge();
    expect(calls(real(stage)).slice(0, 3)).toEqual([
      'GeneratePaymentLink 1 0',
      'CheckTransactionStatus 1 0',
      'GeneratePaymentLink 11 0',
    ]);
  },
  async 'when the status cannot be had either, the id is not used again'(stage) {
    real(stage).faults.set('link-stall');
    real(stage).faults.set('no-road');
    await expect(stage.shop.chargeBlindly()).rejects.toMatchObject({ code: 'unreachable', retry: true });
    expect(calls(real(stage))).toEqual([]);
  },
  async 'code 2 on a link is unclear: asked about, then tried again'(stage) {
    real(stage).faults.set('link-busy', { times: 1 });
    await stage.shop.charge();
    expect(calls(real(stage)).slice(0, 3)).toEqual([
      'GeneratePaymentLink 1 2',
      'CheckTransactionStatus 1 1',
      'GeneratePaymentLink 1 0',
    ]);
  },
  async 'HTTP 429 is clear: waited for, and not asked about'(stage) {
    real(stage).faults.set('link-429', { times: 1 });
    await stage.shop.chargeBlindly();
    expect(calls(real(stage))[0]).toBe('GeneratePaymentLink 1 0');
  },
  async 'the same MerchantTxnId twice is refused by NPX and replaced by us'(stage) {
    const request = { ...{ chargeId: 'ch_SAME', device: 'demo-1', amountMinor: 1_000 }, reference: undefined };
    const asked = { ...request, currency: 'NPR' as const, expiresAtMs: Date.now() + 60_000 };
    const [first, second] = [await stage.shop.connector.createQr(asked), await stage.shop.connector.createQr(asked)];
    expect([first.session, second.session]).toEqual(['SAME', 'SAME1']);
  },
  async 'a link in data.payment_url under code 200 is read too'(stage) {
    real(stage).faults.set('link-plain');
    const session = await stage.shop.charge();
    expect(stage.shop.of(session).qr).toContain('/pay/L');
  },
  async 'a good code without a link is named as such'(stage) {
    real(stage).faults.set('link-missing');
    await expect(stage.shop.chargeBlindly()).rejects.toMatchObject({ code: 'malformed' });
    expect(stage.shop.health()?.detail).toContain('GeneratePaymentLink');
  },
  async 'an amount outside the limits is refused before NPX is asked'(stage) {
    await withShop(stage.fake, { limits: { leastMinor: 1_000, mostMinor: 200_000 } }, async (shop) => {
      for (const amountMinor of [999, 200_001]) {
        await expect(shop.chargeBlindly(amountMinor)).rejects.toThrow('takes NPR 10.00 to 2000.00');
      }
    });
    expect(real(stage).ledger.txns.size).toBe(0);
  },
  async 'a wrong security key is found by the doctor, step by step'(stage) {
    await withShop(stage.fake, { secretKey: 'another' }, async (shop) => {
      const failed = [];
      for await (const step of shop.connector.diagnose()) if (!step.ok) failed.push(step);
      expect(failed.map(({ step }) => step)).toEqual(['ask for the ways to pay', 'ask for a payment link']);
      expect(failed[0]!.detail).toMatch(/Invalid signature.*secretKey/);
    });
  },
  async 'a gateway that speaks in words and Nepal’s time is spoken to so'() {
    for (const [dialect, zone] of [
      ['words', 'utc'],
      ['letters', 'npt'],
    ] as const) {
      const driven = await startDriven({ dialect, zone });
      const link = { domains: ['127.0.0.1'], dialect, validityZone: zone };
      await withShop(driven, { link }, async (shop) => {
        const session = await shop.charge();
        driven.pay(session);
        await shop.until('the payment', () => shop.state(session) === 'paid');
      });
      await withShop(driven, {}, async (shop) => {
        await expect(shop.chargeBlindly()).rejects.toMatchObject({ code: 'refused' });
      });
      await driven.close();
    }
  },
};

const controlCases: Cases = {
  async 'the fake’s hands are reachable over HTTP, for people and for the demo'(stage) {
    const { shop } = stage;
    const session = await shop.charge();
    const post = (word: string, body: object) =>
      fetch(`${real(stage).baseUrl}/__sim/${word}`, { method: 'POST', body: JSON.stringify(body) });
    await post('fault', { fault: 'pending-looks', times: 1 });
    await post('pay', { session });
    await shop.until('the payment', () => shop.state(session) === 'paid');
    const state = (await (await post('state', {})).json()) as { transactions: { id: string; tries: unknown[] }[] };
    expect(state.transactions.map(({ id, tries }) => [id, tries.length])).toEqual([[session, 1]]);
    const refused = await post('fault', { fault: 'nonsense' });
    expect([refused.status, ((await refused.json()) as { error: string }).error]).toEqual([
      400,
      expect.stringContaining('half-open'),
    ]);
  },
  async 'the fake is strict: no other field, signature, credential or merchant passes'(stage) {
    const { baseUrl, config } = real(stage);
    const ask = async (body: object, password: string = config.apiPassword): Promise<unknown> => {
      const authorization = `Basic ${Buffer.from(`${config.merchantName}:${password}`).toString('base64')}`;
      const headers = { authorization, 'content-type': 'application/json' };
      const reply = await fetch(`${baseUrl}/CheckTransactionStatus`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      return reply.status === 200
        ? ((await reply.json()) as { errors: { error_code: string }[] }).errors[0]?.error_code
        : reply.status;
    };
    const body = { MerchantId: config.merchantId, MerchantName: config.merchantName, MerchantTxnId: 'A' };
    expect([
      await ask({ ...body, Signature: 'A'.repeat(128) }),
      await ask(body),
      await ask({ ...body, Signature: '', More: '' }),
      await ask({ ...body, MerchantId: '1', Signature: '' }),
      await ask(body, 'wrong'),
    ]).toEqual(['E003', 'E001', 'E001', 'E002', 401]);
  },
};

runCases('npx: its links', npx, linkCases);
runCases('npx: the fake', npx, controlCases);

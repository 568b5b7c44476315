// What only NEPALPAY's codes, tokens, QRs and pushes can do wrong.
import { expect } from 'vitest';
import { runCases, type Cases } from './kit';
import { nepalpay, real } from './nepalpay';
import { openShop } from './shop';

const endsAs =
  (state: 'paid' | 'failed' | 'pending', codes: { debit?: string; credit?: string }, lagging = false): Cases[string] =>
  async (stage) => {
    const session = await stage.shop.charge();
    if (lagging) stage.fake.trouble('status-lag');
    real(stage).pay(session, codes);
    await stage.shop.until(state, () => stage.shop.state(session) === state);
    expect(stage.shop.timesPaid(session)).toBe(state === 'paid' ? 1 : 0);
  };

const codeCases: Cases = {
  'debit 000 and credit 000 are paid': endsAs('paid', {}),
  'credit 999 is paid': endsAs('paid', { credit: '999' }),
  'credit DEFER is paid': endsAs('paid', { credit: 'DEFER' }),
  'credit DEFER is paid although the report lags': endsAs('paid', { credit: 'DEFER' }, true),
  'debit 114 is failed': endsAs('failed', { debit: '114' }),
  'debit 114 is failed although the report lags: the payer was not charged': endsAs('failed', { debit: '114' }, true),
  'credit 114 is failed when the report says so too': endsAs('failed', { credit: '114' }),
  'credit 114 after a charged payer is pending while the report lags': endsAs('pending', { credit: '114' }, true),
  'a debit that timed out (B001) is pending': endsAs('pending', { debit: 'B001', credit: '' }),
  'a debit under investigation (B999) is pending': endsAs('pending', { debit: 'B999', credit: '' }),
  async 'COMPLETED without codes is paid when the report says so'(stage) {
    const session = await stage.shop.charge();
    real(stage).faults.set('codes-missing');
    stage.fake.pay(session);
    await stage.shop.until('the payment', () => stage.shop.state(session) === 'paid');
    expect(stage.shop.events.at(-1)).toMatchObject({ kind: 'paid', amountMinor: 125_050 });
  },
  async 'COMPLETED without codes is pending while the report lags, then paid'(stage) {
    const session = await stage.shop.charge();
    real(stage).faults.set('codes-missing');
    stage.fake.trouble('status-lag');
    stage.fake.pay(session);
    await stage.shop.until('pending', () => stage.shop.state(session) === 'pending');
    stage.fake.heal();
    await stage.shop.until('the payment', () => stage.shop.state(session) === 'paid');
  },
  async 'an earlier failure in the report does not fail the try that it does not have yet'(stage) {
    const { shop, fake } = stage;
    const session = await shop.charge();
    fake.fail(session);
    await shop.until('the failure', () => shop.state(session) === 'failed');
    real(stage).faults.set('codes-missing');
    real(stage).faults.set('report-behind');
    fake.pay(session);
    await shop.until('pending', () => shop.state(session) === 'pending');
    fake.heal();
    await shop.until('the payment', () => shop.state(session) === 'paid');
    expect(shop.told(session)).toEqual(['opened', 'failed', 'pending', 'paid']);
  },
  async 'a payment of which the report lags is told without an amount, and the books follow'(stage) {
    const { shop, fake } = stage;
    const session = await shop.charge();
    fake.trouble('status-lag');
    fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
    expect(shop.events.at(-1)).toMatchObject({ kind: 'paid', amountMinor: undefined, txnId: undefined });
  },
};

const requestCases: Cases = {
  async 'a bill number that was used before is replaced'(stage) {
    real(stage).faults.set('e099', { times: 1 });
    const session = await stage.shop.charge();
    expect(real(stage).ledger.traces.get(session)!.billNumber).toMatch(/^0{23}11$/);
  },
  async 'a wrong checksum is worth a line in the log; the text is shown as it came'(stage) {
    real(stage).faults.set('qr-crc');
    const session = await stage.shop.charge();
    expect(stage.shop.of(session).qr).toMatch(/63040000$/);
    expect(stage.shop.logs.some((line) => line.includes('checksum differs'))).toBe(true);
  },
  async 'a QR without an amount is not shown'(stage) {
    real(stage).faults.set('qr-no-amount');
    await expect(stage.shop.chargeBlindly()).rejects.toMatchObject({ code: 'malformed' });
  },
  async 'a QR with another trace id than its answer is not shown'(stage) {
    real(stage).faults.set('qr-trace');
    await expect(stage.shop.chargeBlindly()).rejects.toMatchObject({ code: 'malformed' });
  },
  async 'the first access token is never used, and one token serves many look-ups'(stage) {
    const session = await stage.shop.charge();
    await Promise.all([1, 2, 3, 4].map(() => stage.shop.lookUp(session)));
    const { tokens, refusedTokens } = real(stage).ledger.seen;
    expect({ tokens, refusedTokens }).toEqual({ tokens: 2, refusedTokens: 0 });
  },
  async 'an access token that ended is refreshed without the password'(stage) {
    const session = await stage.shop.charge();
    await stage.shop.lookUp(session);
    real(stage).expireTokens(false);
    await stage.shop.lookUp(session);
    const { tokens, refusedTokens } = real(stage).ledger.seen;
    expect({ tokens, refusedTokens }).toEqual({ tokens: 3, refusedTokens: 1 });
  },
  async 'a good push that is moved to another charge’s trace id pays neither'(stage) {
    const { shop } = stage;
    const [own, other] = [await shop.charge(125_050), await shop.charge(125_050)];
    stage.fake.paySilently(own);
    const push = real(stage).push(own);
    stage.fake.trouble('status-lag');
    const moved = { ...push, body: push.body.replace(own, other) };
    const reply = await shop.connector.webhook!(moved);
    expect([shop.timesPaid(own), shop.timesPaid(other), JSON.parse(reply.body)]).toMatchObject([
      0,
      0,
      { status: 'FAILED' },
    ]);
  },
  async 'a push that says SUCCESS of a payment which the report knows as failed is not believed'(stage) {
    const { shop } = stage;
    const session = await shop.charge();
    real(stage).pay(session, { debit: '114', silent: true });
    const reply = await shop.connector.webhook!(real(stage).push(session, 'SUCCESS'));
    expect([reply.status, shop.timesPaid(session)]).toEqual([503, 0]);
  },
  async 'more QRs than the socket may carry are followed by the report'(stage) {
    const { fake, driver } = stage;
    const { channel } = real(stage).config;
    const small = openShop(driver, fake, { channel: { ...channel, limit: 1 } });
    try {
      await small.charge(100);
      const second = await small.chargeBlindly(200);
      fake.pay(second);
      await small.until('the payment', () => small.state(second) === 'paid');
      expect(fake.listening(second)).toBe(false);
    } finally {
      await small.close();
    }
  },
  async 'the clearing house pushes to our server and takes our signed answer'(stage) {
    const { createServer } = await import('node:http');
    const { shop } = stage;
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const headers = { authorization: request.headers.authorization ?? '' };
        const asked = { path: 'confirm-payment', method: 'POST', headers, body: Buffer.concat(parts).toString() };
        void shop.connector.webhook!(asked).then(({ status, body }) => response.writeHead(status).end(body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      real(stage).pushTo(`http://127.0.0.1:${(server.address() as { port: number }).port}`);
      const session = await shop.charge();
      real(stage).pay(session, { silent: true });
      await shop.until('the push', () => real(stage).ledger.seen.pushes.length > 0);
      expect(real(stage).ledger.seen.pushes[0]).toMatchObject({ status: 200, signatureGood: true });
      expect(shop.timesPaid(session)).toBe(1);
    } finally {
      server.close();
    }
  },
};

runCases('nepalpay: its codes', nepalpay, codeCases);
runCases('nepalpay: its requests', nepalpay, requestCases);

// What only NEPALPAY can do wrong: its STOMP socket, its codes, its two kinds of token (npidocs; the sheet's failure modes).
import { expect } from 'vitest';
import type { Fault } from '../../../tools/switches/nepalpay/faults';
import { runCases, type Cases, type Stage } from './kit';
import { nepalpay, type NepalpayStage } from './nepalpay';

const real = ({ fake }: Stage) => (fake as NepalpayStage).real;

/** The socket is of no use, yet no payment is lost and none is called failed. */
const paidDespite =
  (faults: Fault[], trouble: string): Cases[string] =>
  async (stage) => {
    const { shop, fake } = stage;
    for (const fault of faults) real(stage).faults.set(fault);
    fake.drop();
    const session = await shop.chargeBlindly();
    fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
    await shop.until('the trouble', () => shop.healths.some(({ detail }) => detail.includes(trouble)));
    expect(shop.told(session)).not.toContain('failed');
    fake.heal();
    fake.drop();
    await shop.until('health', () => shop.health()?.state === 'ok');
  };

/** Frames come in an odd cut, and every step is told. */
const toldDespite =
  (fault: Fault): Cases[string] =>
  async (stage) => {
    const { shop, fake } = stage;
    real(stage).faults.set(fault);
    const session = await shop.charge();
    fake.scan(session);
    await shop.until('the scan', () => shop.state(session) === 'scanned');
    fake.fail(session);
    await shop.until('the failure', () => shop.state(session) === 'failed');
    fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
    expect(shop.told(session)).toEqual(['opened', 'scanned', 'failed', 'paid']);
    expect(shop.healths.filter(({ state }) => state === 'trouble')).toEqual([]);
  };

/** A frame that breaks the stream costs the socket and nothing else. */
const survives =
  (fault: Fault, detail: string): Cases[string] =>
  async (stage) => {
    const { shop, fake } = stage;
    const session = await shop.charge();
    real(stage).faults.set(fault, { times: 1 });
    fake.scan(session);
    await shop.until('the trouble', () => shop.healths.some((health) => health.detail.includes(detail)));
    await shop.until('health', () => shop.health()?.state === 'ok' && fake.listening(session));
    fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
  };

const endsAs =
  (state: 'paid' | 'failed' | 'pending', codes: { debit?: string; credit?: string }, lagging = false): Cases[string] =>
  async (stage) => {
    const session = await stage.shop.charge();
    if (lagging) stage.fake.trouble('status-lag');
    real(stage).customers.pay(session, codes);
    await stage.shop.until(state, () => stage.shop.state(session) === state);
    expect(stage.shop.timesPaid(session)).toBe(state === 'paid' ? 1 : 0);
  };

const socketCases: Cases = {
  'a registration that the switch cannot decrypt is trouble, and the report tells the payment': paidDespite(
    ['bad-token'],
    'Token decryption failed',
  ),
  'a socket that never says CONNECTED is trouble, and the report tells the payment': paidDespite(
    ['no-connected'],
    'no CONNECTED within',
  ),
  'an ERROR frame is trouble, and the report tells the payment': paidDespite(
    ['error-frame'],
    'ERROR frame (internal error)',
  ),
  'a socket that is refused is trouble, and the report tells the payment': paidDespite(['refuse-sockets'], 'HTTP 503'),
  'frames that come in pieces are read': toldDespite('split-frames'),
  'frames that come together are read': toldDespite('merged-frames'),
  'a wrong content-length costs the socket and no payment': survives('broken-frame', 'content-length that is wrong'),
  'a frame without end costs the socket and no payment': survives('endless-frame', 'endless head'),
  async 'a registration that is never answered is followed by the report'(stage) {
    const { shop, fake } = stage;
    real(stage).faults.set('silence');
    const session = await shop.chargeBlindly();
    await shop.until('a second registration', () => (real(stage).ledger.seen.registrations.get(session) ?? 0) > 1);
    fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
    expect(shop.told(session)).toEqual(['paid']);
  },
  async 'a registration that is not answered again after a drop still brings the events'(stage) {
    const { shop, fake } = stage;
    real(stage).faults.set('no-repeated-entr');
    const session = await shop.charge();
    fake.drop();
    await shop.until('the trouble', () => shop.health()?.state === 'trouble');
    await shop.until('the new road', () => shop.health()?.state === 'ok' && fake.listening(session));
    fake.scan(session);
    await shop.until('the scan', () => shop.state(session) === 'scanned');
    expect(shop.told(session)).toEqual(['opened', 'scanned']);
  },
  async 'heart-beats that stop end the socket and no payment'(stage) {
    const { shop, fake } = stage;
    const session = await shop.charge();
    real(stage).faults.set('no-heart-beats');
    await shop.until('the trouble', () => shop.healths.some(({ detail }) => detail.includes('heart-beats stopped')));
    fake.heal();
    await shop.until('the new road', () => fake.listening(session) && shop.health()?.state === 'ok');
    fake.pay(session);
    await shop.until('the payment', () => shop.state(session) === 'paid');
  },
  async 'after a drop every live QR is registered again and asked for once'(stage) {
    const { shop, fake } = stage;
    const sessions = await Promise.all([shop.charge(100), shop.charge(200), shop.charge(300)]);
    const { registrations } = real(stage).ledger.seen;
    const before = sessions.map((session) => registrations.get(session));
    fake.drop();
    await shop.until('look-ups', () => sessions.every((session) => fake.statusLookUps(session) > 0));
    expect(sessions.filter((session, index) => registrations.get(session)! <= before[index]!)).toEqual([]);
    expect(sessions.every((session) => fake.listening(session))).toBe(true);
  },
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
  async 'an earlier failure in the report does not fail the try that is still open'(stage) {
    const { shop, fake } = stage;
    const session = await shop.charge();
    fake.fail(session);
    await shop.until('the failure', () => shop.state(session) === 'failed');
    fake.leaveOpen(session);
    await shop.until('pending', () => shop.state(session) === 'pending');
    await shop.lookUp(session);
    expect(shop.state(session)).toBe('pending');
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
      real(stage).customers.pushTo = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
      const session = await shop.charge();
      real(stage).customers.pay(session, { silent: true });
      await shop.until('the push', () => real(stage).ledger.seen.pushes.length > 0);
      expect(real(stage).ledger.seen.pushes[0]).toMatchObject({ status: 200, signatureGood: true });
      expect(shop.timesPaid(session)).toBe(1);
    } finally {
      server.close();
    }
  },
};

const controlCases: Cases = {
  async 'the fake’s hands are reachable over HTTP, for people and for the demo'(stage) {
    const { shop } = stage;
    const { baseUrl } = real(stage);
    const session = await shop.charge();
    const post = (word: string, body: object) =>
      fetch(`${baseUrl}/__sim/${word}`, { method: 'POST', body: JSON.stringify(body) });
    await post('scan', { session });
    await shop.until('the scan', () => shop.state(session) === 'scanned');
    await post('fault', { fault: 'report-lag', times: 1 });
    await post('pay', { session, credit: 'DEFER' });
    await shop.until('the payment', () => shop.state(session) === 'paid');
    expect(await (await post('state', {})).json()).toMatchObject({
      faults: [],
      traces: [{ id: session, rows: [{ creditStatus: 'DEFER' }] }],
    });
    const refused = await post('fault', { fault: 'nonsense' });
    expect([refused.status, ((await refused.json()) as { error: string }).error]).toEqual([
      400,
      expect.stringContaining('half-open'),
    ]);
  },
};

runCases('nepalpay: the fake', nepalpay, controlCases);
runCases('nepalpay: its socket', nepalpay, socketCases);
runCases('nepalpay: its codes', nepalpay, codeCases);
runCases('nepalpay: its requests', nepalpay, requestCases);

// A switch that lies, or somebody who pretends to be it: the whole bridge before NEPALPAY's socket, report and push.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { nepalpay } from '../../bridge/switches/nepalpay/index';
import { startNepalpay } from '../../tools/switches/nepalpay';
import type { Nepalpay } from '../../tools/switches/nepalpay';
import type { Fault } from '../../tools/switches/nepalpay/faults';
import { startTestBridge, untilTrue } from '../support/bridge';
import type { TestBridge } from '../support/bridge';
import type { ScriptedBox } from '../support/box';

const PUSH = '/v1/webhooks/nepalpay/confirm-payment';
const SOON = { retryMinMs: 20, retryMaxMs: 100, sweepMs: 300, confirmMs: 200, requestMs: 2_000 };
const LIMIT_MS = 90_000;
/** A busy machine reconnects slowly. */
const ROAD_MS = 40_000;

interface Counter {
  shop: TestBridge;
  bank: Nepalpay;
  box: ScriptedBox;
}

async function counter(different: { wsUrl?: string } = {}): Promise<Counter> {
  const bank = await startNepalpay();
  onTestFinished(() => bank.close());
  const config = nepalpay.config.parse({ ...bank.config, ...different, timing: SOON });
  const devices = [{ switches: ['nepalpay'] }];
  const shop = await startTestBridge({ config: { switches: { nepalpay: config } }, devices });
  return { shop, bank, box: await shop.box().start() };
}

/** @returns the charge and the switch's name of it; the switch would tell of it by now */
async function asks({ shop, bank }: Counter, listens = true): Promise<{ id: string; session: string }> {
  const { id, qr } = await shop.charge();
  const session = /\d{16}TST/.exec(qr)![0];
  if (listens) await untilTrue(shop, 'the switch would tell', async () => bank.listens(session));
  return { id, session };
}

async function push(shop: TestBridge, headers: Record<string, string>, body: string): Promise<number> {
  return (await shop.api(PUSH, { token: '', method: 'POST', headers, body })).status;
}

/** The honest word comes after the lie, and is the only one that is said. */
async function onlyTheTruth(at: Counter, { id, session }: { id: string; session: string }): Promise<void> {
  at.bank.faults.clear(undefined);
  expect((await at.shop.bridge.charge(id))?.paidAtMs).toBeUndefined();
  expect(at.box.said).toEqual([]);
  at.bank.pay(session);
  const isSpoken = async (): Promise<boolean> => (await at.shop.bridge.charge(id))?.spokenAtMs !== undefined;
  await expect.poll(isSpoken, { timeout: ROAD_MS }).toBe(true);
  expect(at.box.said.map(({ kind, message }) => [kind, message.amountMinor])).toEqual([['new', 125_050]]);
  expect(at.box.faults).toEqual([]);
}

describe('somebody who posts in the name of the clearing house', () => {
  test.each<[string, Fault, number]>([
    ['with another signature', 'push-signature', 400],
    ['without a signature', 'push-unsigned', 400],
  ])('%s is refused, and nothing is told', { timeout: LIMIT_MS }, async (_what, fault, status) => {
    const at = await counter();
    const charge = await asks(at);
    at.bank.faults.set(fault);
    const forged = at.bank.push(charge.session);
    at.bank.ledger.traces.get(charge.session)!.rows.length = 0;
    expect(await push(at.shop, forged.headers, forged.body)).toBe(status);
    await onlyTheTruth(at, charge);
  });

  test('without the credentials is refused before its signature is looked at', { timeout: LIMIT_MS }, async () => {
    const at = await counter();
    const charge = await asks(at);
    const { body } = at.bank.push(charge.session);
    at.bank.ledger.traces.get(charge.session)!.rows.length = 0;
    const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
    const wrong: Record<string, string>[] = [{}, basic('nchl:'), basic('nchl:wrong'), { authorization: 'Bearer nchl' }];
    for (const headers of wrong) expect(await push(at.shop, headers, body)).toBe(401);
    await onlyTheTruth(at, charge);
  });

  test(
    'with a recorded push, moved to another charge, tells nothing of that charge',
    { timeout: LIMIT_MS },
    async () => {
      const at = await counter();
      const first = await asks(at);
      at.bank.pay(first.session);
      await at.box.until('the first', () => (at.box.said.length === 1 ? true : undefined));
      at.box.said.length = 0;
      const recorded = at.bank.push(first.session);
      const second = await asks(at);
      // The trace id, the amount and the status are not under the clearing house's signature.
      const moved = { ...(JSON.parse(recorded.body) as object), validationTraceId: second.session };
      expect(await push(at.shop, recorded.headers, JSON.stringify(moved))).not.toBe(503);
      await onlyTheTruth(at, second);
    },
  );

  test('with the same push fifty times tells it once', { timeout: LIMIT_MS }, async () => {
    const at = await counter();
    const { id, session } = await asks(at);
    at.bank.pay(session, { silent: true });
    const real = at.bank.push(session);
    const statuses = await Promise.all(Array.from({ length: 50 }, () => push(at.shop, real.headers, real.body)));
    expect(new Set(statuses)).toEqual(new Set([200]));
    await untilTrue(at.shop, 'it is spoken', async () => (await at.shop.bridge.charge(id))?.spokenAtMs !== undefined);
    expect(at.box.said.map(({ kind }) => kind)).toEqual(['new']);
  });

  test.each([
    ['nothing', ''],
    ['no object', '[]'],
    ['depth', `${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`],
    ['60 kilobytes', JSON.stringify({ paymentRef: 'a'.repeat(60_000) })],
    ['a prototype', '{"__proto__":{"status":"SUCCESS"},"constructor":1}'],
  ])('and the right credentials, but %s, is refused', { timeout: LIMIT_MS }, async (_what, body) => {
    const at = await counter();
    const charge = await asks(at);
    const { headers } = at.bank.push(charge.session);
    at.bank.ledger.traces.get(charge.session)!.rows.length = 0;
    expect(await push(at.shop, headers, body)).toBe(400);
    await onlyTheTruth(at, charge);
  });
});

describe('a clearing house that is wrong', () => {
  test.each<[string, Fault, number | undefined]>([
    ['about the payment of another shop, before each event', 'foreign-events', undefined],
    ['about a payment of another QR in its report', 'report-foreign', undefined],
    ['with frames that do not end', 'endless-frame', undefined],
    ['with frames of a wrong length', 'broken-frame', undefined],
  ])('%s, tells the box nothing of it', { timeout: LIMIT_MS }, async (_what, fault, value) => {
    const at = await counter();
    at.bank.faults.set(fault, { value });
    const charge = await asks(at);
    at.bank.scan(charge.session);
    // By whichever road.
    const isKnown = async (): Promise<boolean> => {
      const looks = at.bank.ledger.seen.reports.get(charge.session) ?? 0;
      return looks > 0 || (await at.shop.bridge.charge(charge.id))?.state === 'scanned';
    };
    await expect.poll(isKnown, { timeout: ROAD_MS }).toBe(true);
    await onlyTheTruth(at, charge);
  });

  test('about the amount is never announced, and raised', { timeout: LIMIT_MS }, async () => {
    const at = await counter();
    at.bank.faults.set('report-amount', { value: 100 });
    const { id, session } = await asks(at);
    at.bank.pay(session);
    await untilTrue(at.shop, 'it is refused', async () => at.shop.log.join('').includes('"reason":"amount-mismatch"'));
    expect((await at.shop.bridge.charge(id))?.paidAtMs).toBeUndefined();
    expect(at.box.said).toEqual([]);
  });

  test.each<[string, Fault, number | undefined]>([
    ['another amount', 'qr-amount', 100],
    ['another currency', 'qr-currency', undefined],
    ['another payee', 'qr-payee', undefined],
    ['another name of the QR', 'qr-trace', undefined],
    ['no amount', 'qr-no-amount', undefined],
  ])('with %s in the QR gets no QR shown', { timeout: LIMIT_MS }, async (_what, fault, value) => {
    const at = await counter();
    at.bank.faults.set(fault, { value });
    await expect(at.shop.charge()).rejects.toThrow(/no charge: 50[24]/);
    expect(at.box.taken.filter(({ is }) => is === 'show-qr')).toEqual([]);
    expect(await at.shop.bridge.charges({})).toEqual([]);
  });
});

/** Somebody else at the address of the event socket: takes every connection and says this. */
async function impostor(say: (socket: WebSocket) => void): Promise<{ wsUrl: string; met: () => number }> {
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  let met = 0;
  sockets.on('connection', (socket) => {
    met++;
    socket.on('error', () => undefined);
    socket.once('message', () => say(socket));
  });
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    for (const socket of sockets.clients) socket.terminate();
    server.close();
  });
  return { wsUrl: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`, met: () => met };
}
const CONNECTED = 'CONNECTED\nversion:1.1\nheart-beat:0,0\n\n\0';
const message = (body: string): string => `MESSAGE\ndestination:/user/x\ncontent-length:${body.length}\n\n${body}\0`;

describe('an impostor on the event socket', () => {
  test.each<[string, (socket: WebSocket) => void]>([
    ['sends a megabyte in one message', (socket) => socket.send(message('a'.repeat(1_000_000)))],
    ['sends headers without end', (socket) => socket.send(`MESSAGE\n${'a:b\n'.repeat(60_000)}`)],
    [
      'sends a record of great depth',
      (socket) => socket.send(message(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`)),
    ],
    [
      'pours out payments of QRs that there are not',
      (socket) => {
        for (let n = 0; n < 2_000; n++) {
          const txn_id = `260101${String(n).padStart(10, '0')}TST`;
          const codes = { debit_status: '000', credit_status: '000' };
          socket.send(message(JSON.stringify({ status: 'COMPLETED', channel: 'NQR', txn_id, ...codes })));
        }
      },
    ],
  ])('that %s makes the bridge neither fall nor announce', { timeout: LIMIT_MS }, async (_what, say) => {
    const { wsUrl, met } = await impostor((socket) => {
      socket.send(CONNECTED);
      say(socket);
    });
    const at = await counter({ wsUrl });
    const charge = await asks(at, false);
    await untilTrue(at.shop, 'it was met', async () => met() > 0);
    expect(at.shop.log.length).toBeLessThan(300);
    // The report is another road, and finds what the impostor does not tell.
    await onlyTheTruth(at, charge);
  });

  test('that says of our own QR that it failed is corrected by the report', { timeout: LIMIT_MS }, async () => {
    let session = '';
    const { wsUrl, met } = await impostor((socket) => {
      socket.send(CONNECTED);
      const failed = (): string =>
        JSON.stringify({ status: 'FAILED', channel: 'NQR', txn_id: session, debit_status: 'B002' });
      const timer = setInterval(() => session !== '' && socket.send(message(failed())), 50);
      socket.on('close', () => clearInterval(timer));
    });
    const at = await counter({ wsUrl });
    const charge = await asks(at, false);
    session = charge.session;
    await untilTrue(at.shop, 'it was met', async () => met() > 0);
    at.bank.pay(session);
    await untilTrue(at.shop, 'the report wins', async () => (await at.shop.bridge.charge(charge.id))?.state === 'paid');
    await at.box.until('the payment', () => (at.box.said.length === 1 ? true : undefined));
  });
});

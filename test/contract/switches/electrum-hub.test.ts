// The intermediate as a mode of the bridge: the contract of switches, and what shops and wallets may rely on.
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { ERROR_TYPES } from '../../../bridge/switches/electrum/model';
import { SHOP } from '../../../tools/switches/electrum/ledger';
import { electrum, TIMING } from './electrum';
import { electrumHub, hub, HUB, OTHER_SHOP } from './electrum-hub';
import { createCases, paymentCases, qrCases, runCases, type Cases, type Stage } from './kit';
import { pushCases, restartCases, roadCases } from './kit-roads';
import { openShop, type Shop } from './shop';

const all = { ...paymentCases, ...qrCases, ...createCases, ...roadCases, ...restartCases, ...pushCases };
test('electrum as intermediate names only cases that exist among those it cannot show', () => {
  expect(Object.keys(electrumHub.cannot).filter((name) => !(name in all))).toEqual([]);
});
runCases('electrum as intermediate: the contract of switches', electrumHub, all);

interface Said {
  status: number;
  body: Record<string, unknown> | undefined;
}
type Way = 'qrCodes' | 'scans' | 'payments' | 'payments/confirmations' | 'payments/reversals';

/** One call of an operation, by another shop unless told otherwise. */
async function call(stage: Stage, way: Way | string, body: unknown, who: string = OTHER_SHOP.id): Promise<Said> {
  const password = who === OTHER_SHOP.id ? OTHER_SHOP.password : `${who} secret`;
  const authorization = `Basic ${Buffer.from(`${who}:${password}`).toString('base64')}`;
  const answer = await fetch(`${hub(stage).hubUrl}/${way}`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>) };
}

const sent = (different: object = {}) => ({
  ...{ id: randomUUID(), time: new Date().toISOString(), originator: SHOP.originator },
  client: { id: OTHER_SHOP.id, name: OTHER_SHOP.name },
  amounts: { requestAmount: { amount: 500, currency: '710' } },
  ...different,
});
const identifiers = [{ institutionId: 'other-shop', transactionIdentifier: 'T1' }];
const creates = (different: object = {}) => sent({ qrProperties: {}, ...different });
const pays = (tranId: string, different: object = {}) =>
  sent({ tranId, thirdPartyIdentifiers: identifiers, ...different });
const advises = (requestId: string, different: object = {}) => ({
  ...{ id: randomUUID(), requestId, time: new Date().toISOString(), thirdPartyIdentifiers: identifiers },
  ...different,
});
const reverses = (requestId: string) => advises(requestId, { reversalReason: 'TIMEOUT' });

/** Another shop's QR. */
async function made(stage: Stage, different: object = {}): Promise<string> {
  const { status, body } = await call(stage, 'qrCodes', creates(different));
  expect(status).toBe(201);
  return body!.tranId as string;
}
/** Scans until a pay waits for it. */
async function scanned(stage: Stage, tranId: string, wallet = 0): Promise<void> {
  const one = hub(stage).wallets[wallet]!;
  for (let attempt = 0; attempt < 200; attempt++) {
    if ((await one.scan(tranId)) === 202) break;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await stage.shop.until('the pay at the wallet', () => one.isAsked(tranId));
}
/** Another shop's pay, agreed to by a wallet's customer. */
async function paid(stage: Stage, tranId: string, wallet = 0): Promise<{ request: { id: string }; said: Said }> {
  const request = pays(tranId);
  const open = call(stage, 'payments', request);
  await scanned(stage, tranId, wallet);
  hub(stage).wallets[wallet]!.agree(tranId);
  return { request, said: await open };
}
const atWallet = (stage: Stage, tranId: string, wallet = 0) => hub(stage).wallets[wallet]!.ledger.newest(tranId);

runCases('electrum as intermediate: its own boxes', electrumHub, {
  async 'opened, scanned and paid are told in order, and the wallet is confirmed'(stage) {
    const session = await stage.shop.charge();
    await scanned(stage, session, 1);
    expect(stage.shop.told(session)).toEqual(['opened', 'scanned']);
    hub(stage).wallets[1].agree(session);
    await stage.shop.until('the payment', () => stage.shop.timesPaid(session) === 1);
    await stage.shop.until('the confirmation', () => atWallet(stage, session, 1)?.state === 'confirmed');
    expect(atWallet(stage, session, 0)).toBeUndefined();
  },
  async 'the wallet gets its payment token back, and its name'(stage) {
    const session = await stage.shop.charge();
    // The wallet itself refuses a pay with another token than its own.
    await scanned(stage, session);
    const { request } = atWallet(stage, session)!;
    expect(request).toMatchObject({ partner: { id: 'wallet-a' }, client: HUB, tranId: session });
    expect(request.partnerPaymentToken).toMatch(/^token-/);
    hub(stage).wallets[0].refuse(session);
    await stage.shop.until('the failure', () => stage.shop.state(session) === 'failed');
    let status = 0;
    const bare = { partnerPaymentToken: undefined, settlementEntity: HUB };
    while (status !== 202) status = await hub(stage).wallets[0].scan(session, bare);
    await stage.shop.until('the pay at the wallet', () => hub(stage).wallets[0].isAsked(session));
    expect(atWallet(stage, session)!.request).toMatchObject({ settlementEntity: HUB });
    expect(atWallet(stage, session)!.request).not.toHaveProperty('partnerPaymentToken');
  },
  async 'a scan is not taken before it is kept'(stage) {
    const session = await stage.shop.charge();
    stage.shop.breakEvents();
    expect(await hub(stage).wallets[0].scan(session)).toBe(503);
    stage.shop.mend();
    expect(await hub(stage).wallets[0].scan(session)).toBe(202);
    expect(stage.shop.told(session)).toEqual(['opened', 'scanned']);
  },
  async 'one scan at a time: a second wallet is refused while the first is asked'(stage) {
    const session = await stage.shop.charge();
    await scanned(stage, session);
    expect(await hub(stage).wallets[1].scan(session)).toBe(400);
    hub(stage).wallets[0].refuse(session);
    await stage.shop.until('the failure', () => stage.shop.state(session) === 'failed');
    await scanned(stage, session, 1);
    hub(stage).wallets[1].agree(session);
    await stage.shop.until('the payment', () => stage.shop.timesPaid(session) === 1);
  },
  ...Object.fromEntries(
    (['pay-504', 'pay-500', 'pay-cut', 'pay-html', 'pay-stall', 'pay-lost'] as const).map((fault) => [
      `${fault} at the wallet: pending, the wallet called back, failed, and payable again`,
      async (stage: Stage) => {
        const [wallet] = hub(stage).wallets;
        const session = await stage.shop.charge();
        wallet.faults.set(fault, { times: 1 });
        expect(await wallet.scan(session)).toBe(202);
        if (fault === 'pay-lost') await stage.shop.until('the pay', () => wallet.agree(session));
        await stage.shop.until('the failure', () => stage.shop.state(session) === 'failed');
        expect(stage.shop.told(session)).toEqual(['opened', 'scanned', 'pending', 'failed']);
        await stage.shop.until('the reversal', () => (wallet.ledger.seen.reversals.get(session) ?? []).length === 1);
        await scanned(stage, session);
        wallet.agree(session);
        await stage.shop.until('the payment', () => stage.shop.timesPaid(session) === 1);
      },
    ]),
  ),
  async 'a cancelled charge is called back from the wallet that is being asked'(stage) {
    const session = await stage.shop.charge();
    await scanned(stage, session);
    stage.shop.connector.cancel!(session);
    hub(stage).wallets[0].agree(session);
    await stage.shop.until('the reversal', () => atWallet(stage, session)?.state === 'reversed');
    expect(stage.shop.told(session)).toEqual(['opened', 'scanned']);
  },
  async 'a QR that nobody scans in time is told as expired'(stage) {
    const session = await stage.shop.charge(100, 300);
    await stage.shop.until('the end', () => stage.shop.state(session) === 'expired');
    expect(await hub(stage).wallets[0].scan(session)).toBe(400);
  },
  async 'an answer that the wallet gave while the bridge was off is called back, and never told'(stage) {
    const session = await stage.shop.charge();
    await scanned(stage, session);
    await stage.shop.connector.close();
    hub(stage).wallets[0].agree(session);
    await stage.shop.restart();
    await stage.shop.until('the reversal', () => atWallet(stage, session)?.state === 'reversed');
    expect(stage.shop.timesPaid(session)).toBe(0);
  },
  async 'a confirmation that the wallet did not take is delivered after a restart'(stage) {
    const [wallet] = hub(stage).wallets;
    wallet.faults.set('confirm-500');
    const session = await stage.shop.charge();
    await scanned(stage, session);
    wallet.agree(session);
    await stage.shop.until('a try', () => (wallet.ledger.seen.confirms.get(session) ?? []).length > 0);
    await stage.shop.connector.close();
    wallet.faults.clear();
    await stage.shop.restart();
    await stage.shop.until('the confirmation', () => atWallet(stage, session)?.state === 'confirmed');
    expect(stage.shop.timesPaid(session)).toBe(1);
  },
});

runCases('electrum as intermediate: other shops', electrumHub, {
  async 'a pay waits for its scan, is passed to that wallet, and answered in the shop’s own ids'(stage) {
    const tranId = await made(stage);
    const { request, said } = await paid(stage, tranId, 1);
    expect(said).toMatchObject({
      status: 201,
      body: { id: request.id, tranId, partner: { id: 'wallet-b' }, client: { id: OTHER_SHOP.id } },
    });
    expect(said.body).not.toHaveProperty('partnerPaymentToken');
    expect(atWallet(stage, tranId, 1)!.id).not.toBe(request.id);
    const thirdPartyIdentifiers = said.body!.thirdPartyIdentifiers;
    const confirm = advises(request.id, { thirdPartyIdentifiers, tranId });
    expect(await call(stage, 'payments/confirmations', confirm)).toEqual({ status: 202, body: confirm });
    await stage.shop.until('the confirmation', () => atWallet(stage, tranId, 1)?.state === 'confirmed');
    expect(stage.shop.events).toEqual([]);
  },
  async 'an advice may be repeated; the one that came first holds'(stage) {
    const tranId = await made(stage);
    const { request, said } = await paid(stage, tranId);
    const { thirdPartyIdentifiers } = said.body!;
    const confirm = advises(request.id, { thirdPartyIdentifiers });
    const statuses = [];
    for (const way of ['payments/confirmations', 'payments/confirmations'])
      statuses.push((await call(stage, way, confirm)).status);
    statuses.push((await call(stage, 'payments/reversals', reverses(request.id))).status);
    expect(statuses).toEqual([202, 202, 400]);
    await stage.shop.until('the confirmation', () => atWallet(stage, tranId)?.state === 'confirmed');
  },
  async 'a reversed payment cannot be confirmed'(stage) {
    const tranId = await made(stage);
    const { request } = await paid(stage, tranId);
    const statuses = [];
    for (let time = 0; time < 2; time++)
      statuses.push((await call(stage, 'payments/reversals', reverses(request.id))).status);
    statuses.push((await call(stage, 'payments/confirmations', advises(request.id))).status);
    expect(statuses).toEqual([202, 202, 400]);
    await stage.shop.until('the reversal', () => atWallet(stage, tranId)?.state === 'reversed');
    expect(hub(stage).wallets[0].ledger.seen.reversals.get(tranId)).toHaveLength(1);
  },
  async 'a reversal that overtakes the wallet’s answer waits for it'(stage) {
    const tranId = await made(stage);
    const request = pays(tranId);
    const open = call(stage, 'payments', request);
    await scanned(stage, tranId);
    expect((await call(stage, 'payments/reversals', reverses(request.id))).status).toBe(202);
    expect(hub(stage).wallets[0].ledger.seen.reversals.get(tranId)).toBeUndefined();
    hub(stage).wallets[0].agree(tranId);
    expect((await open).status).toBe(504);
    await stage.shop.until('the reversal', () => atWallet(stage, tranId)?.state === 'reversed');
  },
  async 'a pay that waits for a scan can be called back, and a later scan finds nothing'(stage) {
    const tranId = await made(stage);
    const request = pays(tranId);
    const open = call(stage, 'payments', request);
    let status = 0;
    while (status !== 202) ({ status } = await call(stage, 'payments/reversals', reverses(request.id)));
    expect((await open).status).toBe(400);
    expect(await hub(stage).wallets[0].scan(tranId)).toBe(400);
  },
  async 'advices about what is not there: 404, for a reversal without a body'(stage) {
    expect(await call(stage, 'payments/reversals', reverses(randomUUID()))).toEqual({ status: 404, body: undefined });
    const confirm = await call(stage, 'payments/confirmations', advises(randomUUID()));
    expect(confirm).toMatchObject({ status: 404, body: { errorType: 'UNABLE_TO_LOCATE_RECORD' } });
  },
  async 'a scan before its pay, for no QR, or of another wallet’s name is refused'(stage) {
    const tranId = await made(stage);
    const scan = (more: object) => ({
      ...{ id: randomUUID(), time: new Date().toISOString(), partner: { id: 'wallet-a', name: 'a' }, tranId },
      ...more,
    });
    const types = [];
    for (const more of [{}, { tranId: 'nothing' }, { partner: { id: 'wallet-b', name: 'b' } }])
      types.push((await call(stage, 'scans', scan(more), 'wallet-a')).body?.errorType);
    expect(types).toEqual(['UNABLE_TO_LOCATE_RECORD', 'INVALID_TRAN_ID', 'PARTNER_UNKNOWN']);
  },
  async 'an id that was used is refused, for a QR and for a pay'(stage) {
    const request = creates();
    await call(stage, 'qrCodes', request);
    expect((await call(stage, 'qrCodes', request)).body?.errorType).toBe('DUPLICATE_RECORD');
    const tranId = await made(stage);
    const { request: pay } = await paid(stage, tranId);
    const again = pays(await made(stage), { id: pay.id });
    expect((await call(stage, 'payments', again)).body?.errorType).toBe('DUPLICATE_RECORD');
  },
  async 'a QR is paid for once'(stage) {
    const tranId = await made(stage);
    await paid(stage, tranId);
    expect((await call(stage, 'payments', pays(tranId))).body?.errorType).toBe('ACCOUNT_ALREADY_SETTLED');
  },
  async 'a pay over another amount than the QR’s is refused, unless the QR allows it'(stage) {
    const amounts = (amount: number, currency = '710') => ({ amounts: { requestAmount: { amount, currency } } });
    const tranId = await made(stage, { amounts: undefined, qrProperties: { value: { amount: 500, currency: '710' } } });
    for (const different of [amounts(499), amounts(501), amounts(500, '840'), amounts(0), { amounts: {} }]) {
      const { status, body } = await call(stage, 'payments', pays(tranId, different));
      expect([status, body?.errorType]).toEqual([400, 'INVALID_AMOUNT']);
    }
    const open = await made(stage, { qrProperties: { overPaymentAllowed: true } });
    const pay = call(stage, 'payments', pays(open, amounts(600)));
    await scanned(stage, open);
    hub(stage).wallets[0].agree(open);
    expect((await pay).status).toBe(201);
  },
  async 'another shop’s QR cannot be paid for, nor its payment touched'(stage) {
    const session = await stage.shop.charge();
    expect((await call(stage, 'payments', pays(session))).body?.errorType).toBe('INVALID_TRAN_ID');
    await scanned(stage, session);
    hub(stage).wallets[0].agree(session);
    await stage.shop.until('the payment', () => stage.shop.timesPaid(session) === 1);
  },
  async 'what the wallet declines is declined with its reason'(stage) {
    for (const errorType of ERROR_TYPES) {
      const tranId = await made(stage);
      const open = call(stage, 'payments', pays(tranId));
      await scanned(stage, tranId);
      hub(stage).wallets[0].refuse(tranId, errorType);
      expect(await open).toMatchObject({ status: 400, body: { errorType, tranId } });
    }
  },
  async 'an end of the QR is kept, as text and as the document’s object'(stage) {
    const at = new Date(Date.now() - 60_000);
    const object = { year: at.getUTCFullYear(), monthValue: at.getUTCMonth() + 1, dayOfMonth: at.getUTCDate() };
    const time = { hour: at.getUTCHours(), minute: at.getUTCMinutes(), second: at.getUTCSeconds() };
    for (const expiryDate of [at.toISOString(), { ...object, ...time, offset: { totalSeconds: 0 } }]) {
      const tranId = await made(stage, { qrProperties: { expiryDate } });
      expect((await call(stage, 'payments', pays(tranId))).body?.errorType).toBe('NO_SCAN_RECEIVED');
    }
  },
  async 'strangers, wrong roles and broken messages are refused and change nothing'(stage) {
    const tranId = await made(stage);
    const said = async (...asked: [string, unknown, string?]) => {
      const { status, body } = await call(stage, ...asked);
      return [status, body?.errorType];
    };
    expect(await said('qrCodes', creates(), 'nobody')).toEqual([401, 'GENERAL_ERROR']);
    expect(await said('scans', {}, OTHER_SHOP.id)).toEqual([400, 'FUNCTION_NOT_SUPPORTED']);
    expect(await said('payments', pays(tranId), 'wallet-a')).toEqual([400, 'FUNCTION_NOT_SUPPORTED']);
    expect(await said('nothing', {})).toEqual([404, 'FUNCTION_NOT_SUPPORTED']);
    expect(await said('__proto__', {})).toEqual([404, 'FUNCTION_NOT_SUPPORTED']);
    const { originator } = SHOP;
    const broken = [
      ...['', 'null', '[]', '"x"', '{', '['.repeat(30_000)],
      ...[creates({ id: 'x' }), creates({ time: 'now' }), creates({ qrProperties: undefined })],
      creates({ originator: { ...originator, terminalId: '1' } }),
      creates({ originator: { ...originator, merchant: { ...originator.merchant, merchantId: 'short' } } }),
      creates({ client: { id: 'ghanti-hub', name: 'x' } }),
      creates({ amounts: { requestAmount: { amount: 1.5, currency: '710' } } }),
    ];
    for (const body of broken) expect(await said('qrCodes', body)).toEqual([400, 'FORMAT_ERROR']);
    for (const amount of [0, -1])
      expect(await said('qrCodes', creates({ amounts: { requestAmount: { amount, currency: '710' } } }))).toEqual([
        400,
        'INVALID_AMOUNT',
      ]);
    expect(stage.shop.events).toEqual([]);
  },
} satisfies Cases);

describe('two bridges and a wallet', () => {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.close();
  });

  test('a shop of one bridge is paid by a wallet that another bridge knows', async () => {
    const fake = await electrumHub.start();
    const middle: Shop = openShop(electrumHub, fake);
    open.push(fake, middle);
    const { hubUrl, wallets } = hub({ fake });
    const config = {
      ...{ mode: 'retailer', baseUrl: hubUrl, providerId: 'za.co.elec', originator: SHOP.originator },
      ...{ client: { id: OTHER_SHOP.id, name: OTHER_SHOP.name }, password: OTHER_SHOP.password, timing: TIMING },
    };
    const counter = openShop(electrum, { ...fake, config });
    open.push(counter);
    const session = await counter.charge(77_700);
    const stage = { fake, shop: middle, driver: electrumHub };
    await scanned(stage, session);
    wallets[0].agree(session);
    await counter.until('the payment', () => counter.timesPaid(session) === 1);
    expect(counter.told(session)).toEqual(['opened', 'paid']);
    await middle.until('the confirmation', () => atWallet(stage, session)?.state === 'confirmed');
    expect(middle.events).toEqual([]);
  });
});

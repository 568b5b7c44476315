// The intermediate as other shops and wallets have it.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { ERROR_TYPES } from '../../../bridge/switches/electrum/model';
import { SHOP } from '../../../tools/switches/electrum/ledger';
import { electrumHub, hub, OTHER_SHOP } from './electrum-hub';
import {
  advises,
  atWallet,
  call,
  creates,
  made,
  paid,
  pays,
  reverses,
  scanned,
  untilStatus,
} from './electrum-hub-calls';
import { runCases, type Cases } from './kit';

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
    await untilStatus(202, async () => (await call(stage, 'payments/reversals', reverses(request.id))).status);
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

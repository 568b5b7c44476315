// What only this interface can do to a retailer: outcomes that are unknown, advices that are owed, and the order of things.
import { afterEach, expect, test, describe } from 'vitest';
import { ERROR_TYPES } from '../../../bridge/switches/electrum/model';
import { afterDecline } from '../../../bridge/switches/electrum/sale';
import type { Fault } from '../../../tools/switches/electrum/faults';
import { electrum, real, TIMING } from './electrum';
import { runCases, type Cases, type Stage } from './kit';
import { openShop, type Shop } from './shop';

const reversalsOf = (stage: Stage, session: string) => real(stage).ledger.seen.reversals.get(session) ?? [];
const confirmsOf = (stage: Stage, session: string) => real(stage).ledger.seen.confirms.get(session) ?? [];
const stateOf = (stage: Stage, session: string) => real(stage).ledger.newest(session)?.state;
/** States of all pays of a QR, oldest first. */
const statesOf = (stage: Stage, session: string) =>
  real(stage)
    .ledger.trans.get(session)!
    .pays.map(({ state }) => state);

/** A QR that the customer has just agreed to pay, over a road that spoils what comes next. */
async function paidOver(stage: Stage, fault: Fault, value?: number): Promise<string> {
  const session = await stage.shop.charge();
  real(stage).faults.set(fault, { value, times: 1 });
  real(stage).pay(session);
  return session;
}

const takenBack =
  (fault: Fault, value?: number): Cases[string] =>
  async (stage) => {
    const session = await paidOver(stage, fault, value);
    await stage.shop.until('the reversal', () => statesOf(stage, session)[0] === 'reversed');
    expect(stage.shop.timesPaid(session)).toBe(0);
    await stage.shop.until('another chance', () => stateOf(stage, session) === 'requested');
    real(stage).pay(session);
    await stage.shop.until('the payment', () => stage.shop.timesPaid(session) === 1);
  };

runCases('electrum: the pay before the QR', electrum, {
  async 'a QR is shown when its pay is with the switch, so the first scan finds it'(stage) {
    const session = await stage.shop.chargeBlindly();
    await stage.shop.until('the pay', () => stateOf(stage, session) === 'requested');
    expect(real(stage).scan(session)).toBe(true);
  },
  async 'a QR whose pay cannot be sent is not shown, and what may have been sent is called back'(stage) {
    real(stage).faults.set('shut-after-create', { times: 1 });
    await expect(stage.shop.chargeBlindly()).rejects.toMatchObject({ code: 'unreachable', retry: true });
    expect(stage.shop.health()?.state).toBe('trouble');
    expect(stage.shop.events).toEqual([]);
  },
  async 'the pay carries what the QR was made for'(stage) {
    const session = await stage.shop.charge(4_200);
    const { request } = real(stage).ledger.newest(session)!;
    expect(request).toMatchObject({
      amounts: { requestAmount: { amount: 4_200, currency: '710' } },
      originator: { terminalId: 'TILL0001' },
      tranId: session,
    });
    const [created] = real(stage).ledger.seen.creates;
    expect(created).toMatchObject({ qrProperties: { singleUse: true, partPaymentAllowed: false } });
    expect(created!.id).not.toBe(request.id);
  },
  async 'an id that was taken is changed and the pay goes again'(stage) {
    real(stage).faults.set('pay-duplicate', { times: 1 });
    const session = await stage.shop.charge();
    real(stage).pay(session);
    await stage.shop.until('the payment', () => stage.shop.timesPaid(session) === 1);
    expect(stage.shop.told(session)).toEqual(['opened', 'paid']);
    expect(reversalsOf(stage, session)).toEqual([]);
  },
  async 'an id of a QR that was taken is changed'(stage) {
    real(stage).faults.set('create-duplicate', { times: 1 });
    await expect(stage.shop.charge()).resolves.toMatch(/\w/);
  },
  async 'a tranId that is already in use is refused'(stage) {
    real(stage).faults.set('qr-same');
    await stage.shop.charge();
    await expect(stage.shop.chargeBlindly()).rejects.toMatchObject({ code: 'malformed' });
  },
  async 'a QR that holds another tranId is not shown'(stage) {
    real(stage).faults.set('qr-tran');
    await expect(stage.shop.chargeBlindly()).rejects.toMatchObject({ code: 'malformed' });
  },
  async 'an answer without a field that the document requires is refused'(stage) {
    real(stage).faults.set('no-qr-properties');
    await expect(stage.shop.chargeBlindly()).rejects.toMatchObject({ code: 'malformed' });
  },
  async 'fields that are null count as absent'(stage) {
    real(stage).faults.set('nulls');
    const session = await stage.shop.charge();
    real(stage).pay(session);
    await stage.shop.until('the confirmation', () => stateOf(stage, session) === 'confirmed');
    expect(stage.shop.told(session)).toEqual(['opened', 'paid']);
  },
});

runCases('electrum: scans', electrum, {
  async 'no scan in time is told as expired and nothing is called back'(stage) {
    const session = await stage.shop.charge();
    real(stage).closeWindow(session);
    await stage.shop.until('the end', () => stage.shop.state(session) === 'expired');
    expect(stage.shop.told(session)).toEqual(['opened', 'expired']);
    expect(statesOf(stage, session)).toEqual(['unscanned']);
  },
  async 'a scan after the window is refused to the wallet and never told'(stage) {
    const session = await stage.shop.charge();
    real(stage).closeWindow(session);
    await stage.shop.until('the end', () => stage.shop.state(session) === 'expired');
    expect([real(stage).pay(session), real(stage).ledger.seen.refusedScans]).toEqual([false, [session]]);
  },
  async 'a scan whose pay has not come is refused to the wallet, and the next finds it'(stage) {
    real(stage).faults.set('pay-cut', { times: 1 });
    const session = await stage.shop.chargeBlindly();
    expect(real(stage).scan(session)).toBe(false);
    await stage.shop.until('the pay', () => stateOf(stage, session) === 'requested');
    real(stage).pay(session);
    await stage.shop.until('the payment', () => stage.shop.timesPaid(session) === 1);
  },
  async 'the second wallet may pay as well'(stage) {
    const session = await stage.shop.charge();
    real(stage).pay(session, 'wallet-b');
    await stage.shop.until('the payment', () => stage.shop.timesPaid(session) === 1);
    await stage.shop.until('the confirmation', () => stateOf(stage, session) === 'confirmed');
    expect(confirmsOf(stage, session)[0]).toMatchObject({ partner: { id: 'wallet-b' } });
  },
});

runCases(
  'electrum: declined by the wallet',
  electrum,
  Object.fromEntries(
    ERROR_TYPES.filter((type) => type !== 'NO_SCAN_RECEIVED' && type !== 'DUPLICATE_RECORD').map((errorType) => [
      `${errorType} is told as failed, nothing is called back, and the QR ${afterDecline(errorType).again ? 'can be paid again' : 'is over'}`,
      async (stage: Stage) => {
        const session = await stage.shop.charge();
        real(stage).decline(session, errorType);
        await stage.shop.until('the failure', () => stage.shop.state(session) === 'failed');
        if (afterDecline(errorType).again) {
          await stage.shop.until('another chance', () => stateOf(stage, session) === 'requested');
          real(stage).pay(session);
          await stage.shop.until('the payment', () => stage.shop.timesPaid(session) === 1);
        } else expect(statesOf(stage, session)).toEqual(['declined']);
        expect(reversalsOf(stage, session)).toEqual([]);
      },
    ]),
  ),
);

runCases('electrum: outcomes that are unknown', electrum, {
  'a connection cut before the answer: called back, never told, then payable again': takenBack('pay-lost'),
  'another amount approved: called back, never told as paid': takenBack('approved-amount', 100),
  'another currency approved: called back, never told as paid': takenBack('approved-currency'),
  'another merchant in the answer: called back, never told as paid': takenBack('approved-payee'),
  'no approved amount, which means zero: called back, never told as paid': takenBack('approved-absent'),
  ...Object.fromEntries(
    (['pay-500', 'pay-504'] as const).map((fault) => [
      `${fault}: pending, called back, then failed; the QR can be paid again`,
      async (stage: Stage) => {
        real(stage).faults.set(fault, { times: 1 });
        const session = await stage.shop.chargeBlindly();
        await stage.shop.until('the next pay', () => stateOf(stage, session) === 'requested');
        expect(stage.shop.told(session)).toEqual(['opened', 'pending', 'failed']);
        expect(reversalsOf(stage, session)).toHaveLength(1);
        expect(reversalsOf(stage, session)[0]).toMatchObject({ reversalReason: 'TIMEOUT' });
      },
    ]),
  ),
  ...Object.fromEntries(
    (['pay-html', 'pay-401', 'pay-429', 'pay-cut'] as const).map((fault) => [
      `${fault}: not told as anything, called back, then payable`,
      async (stage: Stage) => {
        real(stage).faults.set(fault, { times: 1 });
        const session = await stage.shop.chargeBlindly();
        await stage.shop.until('the next pay', () => stateOf(stage, session) === 'requested');
        expect(stage.shop.told(session)).toEqual(['opened']);
        expect(reversalsOf(stage, session)).toHaveLength(1);
        await stage.shop.until('health', () => stage.shop.health()?.state === 'ok');
      },
    ]),
  ),
  async '503 in the service’s own words is failed for certain and not called back'(stage) {
    real(stage).faults.set('pay-503', { times: 1 });
    const session = await stage.shop.chargeBlindly();
    await stage.shop.until('the next pay', () => stateOf(stage, session) === 'requested');
    expect(stage.shop.told(session)).toEqual(['opened', 'failed']);
    expect(reversalsOf(stage, session)).toEqual([]);
  },
  async 'a reversal answered 404 had nothing to reverse'(stage) {
    real(stage).faults.set('reverse-404', { times: 1 });
    const session = await paidOver(stage, 'pay-lost');
    await stage.shop.until('the reversal', () => reversalsOf(stage, session).length === 1);
    await stage.shop.until('health', () => stage.shop.health()?.state === 'ok');
    expect(reversalsOf(stage, session)).toHaveLength(1);
  },
  async 'a reversal that is refused is raised to the operator, and the QR is over'(stage) {
    real(stage).faults.set('reverse-refused');
    const session = await paidOver(stage, 'pay-lost');
    await stage.shop.until('the alarm', () => stage.shop.health()?.detail.includes('by hand') === true);
    expect([stage.shop.timesPaid(session), stateOf(stage, session)]).toEqual([0, 'authorised']);
  },
  async 'a reversal is repeated with one id until it is taken'(stage) {
    real(stage).faults.set('reverse-500', { times: 2 });
    real(stage).faults.set('reverse-lost', { times: 1 });
    const session = await paidOver(stage, 'pay-lost');
    await stage.shop.until('the reversal', () => reversalsOf(stage, session).length === 4);
    await stage.shop.until('another chance', () => stateOf(stage, session) === 'requested');
    expect(new Set(reversalsOf(stage, session).map(({ id }) => id)).size).toBe(1);
    expect(stage.shop.timesPaid(session)).toBe(0);
  },
});

runCases('electrum: confirmations', electrum, {
  async 'a payment is told and then confirmed with what the wallet answered, unaltered'(stage) {
    const session = await stage.shop.charge();
    real(stage).pay(session);
    await stage.shop.until('the confirmation', () => stateOf(stage, session) === 'confirmed');
    const [confirm] = confirmsOf(stage, session);
    const pay = real(stage).ledger.newest(session)!;
    expect(confirm).toMatchObject({ requestId: pay.id, thirdPartyIdentifiers: pay.identifiers });
    expect(confirm!.id).not.toBe(pay.id);
    expect(stage.shop.events.at(-1)).toMatchObject({ txnId: 'W00000001', currency: 'ZAR', payee: 'SHOP00000000001' });
  },
  ...Object.fromEntries(
    (['confirm-lost', 'confirm-500', 'confirm-503', 'confirm-cut', 'echo-foreign'] as const).map((fault) => [
      `${fault}: the confirmation is repeated with one id, and the payment told once`,
      async (stage: Stage) => {
        const session = await paidOver(stage, fault);
        await stage.shop.until('the repeat', () => confirmsOf(stage, session).length === 2);
        await stage.shop.until('health', () => stage.shop.health()?.state === 'ok');
        expect(new Set(confirmsOf(stage, session).map(({ id }) => id)).size).toBe(1);
        expect([stateOf(stage, session), stage.shop.timesPaid(session)]).toEqual(['confirmed', 1]);
      },
    ]),
  ),
  ...Object.fromEntries(
    (['confirm-404', 'confirm-refused'] as const).map((fault) => [
      `${fault}: raised to the operator and not repeated`,
      async (stage: Stage) => {
        const session = await paidOver(stage, fault);
        await stage.shop.until('the alarm', () => stage.shop.health()?.detail.includes('by hand') === true);
        expect([confirmsOf(stage, session).length, stage.shop.timesPaid(session)]).toEqual([1, 1]);
      },
    ]),
  ),
  async 'a confirmation after a reversal is refused by the switch, and is never sent by us'(stage) {
    const session = await paidOver(stage, 'pay-lost');
    await stage.shop.until('the reversal', () => statesOf(stage, session)[0] === 'reversed');
    await stage.shop.restart();
    expect(confirmsOf(stage, session)).toEqual([]);
  },
});

runCases('electrum: giving up', electrum, {
  async 'a cancelled charge is called back and what was agreed is never told'(stage) {
    const session = await stage.shop.charge();
    real(stage).scan(session);
    stage.shop.connector.cancel!(session);
    await stage.shop.until('the reversal', () => stateOf(stage, session) === 'reversed');
    expect(reversalsOf(stage, session)[0]).toMatchObject({ reversalReason: 'CANCELLED' });
    expect([real(stage).pay(session), stage.shop.told(session)]).toEqual([false, ['opened']]);
  },
  async 'a cancelled charge is not opened again by a restart'(stage) {
    const session = await stage.shop.charge();
    stage.shop.connector.cancel!(session);
    await stage.shop.until('the reversal', () => stateOf(stage, session) === 'reversed');
    await stage.shop.restart();
    await stage.shop.lookUp(session);
    expect(statesOf(stage, session)).toEqual(['reversed']);
  },
  async 'a paid charge cannot be cancelled any more'(stage) {
    const session = await stage.shop.charge();
    real(stage).faults.set('confirm-500');
    real(stage).pay(session);
    await stage.shop.until('the payment', () => stage.shop.timesPaid(session) === 1);
    stage.shop.connector.cancel!(session);
    stage.shop.connector.unwatch(session);
    real(stage).faults.clear();
    await stage.shop.until('the confirmation', () => stateOf(stage, session) === 'confirmed');
    expect(reversalsOf(stage, session)).toEqual([]);
  },
  async 'a QR that the shop no longer watches is called back: nobody can pay it late'(stage) {
    const session = await stage.shop.charge();
    stage.shop.expire(session);
    await stage.shop.until('the reversal', () => stateOf(stage, session) === 'reversed');
    expect([real(stage).pay(session), stage.shop.timesPaid(session)]).toEqual([false, 0]);
  },
  async 'a QR that never became a charge is called back, also when it was paid'(stage) {
    const request = { chargeId: 'ch_1', device: 'demo-1', amountMinor: 100, currency: 'ZAR' } as const;
    const asked = { ...request, reference: undefined, expiresAtMs: Date.now() + 60_000 };
    const { session } = await stage.shop.connector.createQr(asked);
    await stage.shop.until('the pay', () => stateOf(stage, session) === 'requested');
    real(stage).pay(session);
    await stage.shop.until('the reversal', () => stateOf(stage, session) === 'reversed');
    expect(stage.shop.events).toEqual([]);
  },
});

runCases('electrum: over restarts', electrum, {
  async 'a payment that was kept as good is told and confirmed by the next run'(stage) {
    const { shop } = stage;
    const session = await shop.charge();
    real(stage).faults.set('confirm-500');
    shop.breakEvents();
    real(stage).pay(session);
    await shop.until('the error', () => shop.logs.some((line) => line.startsWith('disk full')));
    await shop.connector.close();
    shop.mend();
    real(stage).faults.clear();
    await shop.restart();
    await shop.until('the payment', () => shop.timesPaid(session) === 1);
    await shop.until('the confirmation', () => stateOf(stage, session) === 'confirmed');
    expect(reversalsOf(stage, session)).toEqual([]);
  },
  async 'a payment that could not be kept is called back by the next run and never told'(stage) {
    const { shop } = stage;
    const session = await shop.charge();
    shop.breakStore();
    real(stage).pay(session);
    await shop.until('the trouble', () => shop.health()?.detail.includes('disk full') === true);
    await shop.connector.close();
    shop.mend();
    await shop.restart();
    await shop.until('the reversal', () => statesOf(stage, session)[0] === 'reversed');
    expect(shop.timesPaid(session)).toBe(0);
    await shop.until('another chance', () => stateOf(stage, session) === 'requested');
  },
  async 'a confirmation that is owed is delivered by the next run, with the same id'(stage) {
    const { shop } = stage;
    real(stage).faults.set('confirm-500');
    const session = await shop.charge();
    real(stage).pay(session);
    await shop.until('the payment', () => shop.timesPaid(session) === 1);
    await shop.until('a try', () => confirmsOf(stage, session).length > 0);
    await shop.connector.close();
    real(stage).faults.clear();
    await shop.restart();
    await shop.until('the confirmation', () => stateOf(stage, session) === 'confirmed');
    expect(new Set(confirmsOf(stage, session).map(({ id }) => id)).size).toBe(1);
    expect(shop.timesPaid(session)).toBe(1);
  },
  async 'a reversal that is owed is delivered by the next run, with the same id'(stage) {
    const { shop } = stage;
    real(stage).faults.set('reverse-500');
    const session = await paidOver(stage, 'pay-lost');
    await shop.until('a try', () => reversalsOf(stage, session).length > 0);
    await shop.connector.close();
    real(stage).faults.clear();
    await shop.restart();
    await shop.until('the reversal', () => statesOf(stage, session)[0] === 'reversed');
    expect(new Set(reversalsOf(stage, session).map(({ id }) => id)).size).toBe(1);
    expect(shop.timesPaid(session)).toBe(0);
  },
  async 'nothing is left on disk when all is done'(stage) {
    const { shop } = stage;
    const sessions = await Promise.all([shop.charge(), shop.charge(), shop.charge()]);
    real(stage).pay(sessions[0]!);
    real(stage).closeWindow(sessions[1]!);
    shop.expire(sessions[2]!);
    await shop.until('the ends', () => shop.kept().length === 0);
    expect(sessions.map((session) => stateOf(stage, session))).toEqual(['confirmed', 'unscanned', 'reversed']);
  },
});

describe('electrum: the time-out of a pay', () => {
  let shop: Shop | undefined;
  let stage: Stage | undefined;
  const open = async (timing: object): Promise<Stage & { shop: Shop }> => {
    const fake = await electrum.start();
    shop = openShop(electrum, fake, { timing: { ...TIMING, ...timing } });
    stage = { fake, shop, driver: electrum };
    return { ...stage, shop };
  };
  afterEach(async () => {
    await shop?.close();
    await stage?.fake.close();
  });

  test('a late answer is logged and ignored, and the reversal wins', async () => {
    const now = await open({ payMs: 500, marginMs: 100, lateMs: 5_000 });
    const session = await now.shop.charge();
    real(now).faults.set('pay-late', { value: 600 });
    real(now).pay(session);
    await now.shop.until('the late answer', () => now.shop.logs.some((line) => line.includes('came too late')));
    await now.shop.until('the failure', () => now.shop.told(session).includes('failed'));
    expect(now.shop.told(session)).toEqual(['opened', 'pending', 'failed']);
    expect(stateOf(now, session)).toBe('reversed');
  });

  test('the QR ends before its pay does', async () => {
    const now = await open({ payMs: 60_000, marginMs: 15_000 });
    const session = await now.shop.charge(100, 300_000);
    const { expiresAtMs } = await now.shop.connector.createQr({
      ...{ chargeId: 'ch_2', device: 'demo-1', amountMinor: 100, currency: 'ZAR', reference: undefined },
      expiresAtMs: Date.now() + 300_000,
    });
    expect(session).toMatch(/^[0-9a-f]{32}$/);
    expect(expiresAtMs! - Date.now()).toBeGreaterThan(44_000);
    expect(expiresAtMs! - Date.now()).toBeLessThanOrEqual(45_000);
  });

  test('an advice that nobody takes is given up in the end, and raised', async () => {
    const now = await open({ adviceGiveUpMs: 100 });
    real(now).faults.set('confirm-500');
    const session = await now.shop.charge();
    real(now).pay(session);
    await now.shop.until('the alarm', () => now.shop.health()?.detail.includes('by hand') === true);
    expect(now.shop.timesPaid(session)).toBe(1);
  });
});

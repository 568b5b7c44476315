// The pay goes before the QR, waits for the scan, and may be declined.
import { expect } from 'vitest';
import { ERROR_TYPES } from '../../../bridge/switches/electrum/model';
import { afterDecline } from '../../../bridge/switches/electrum/sale';
import { electrum, real } from './electrum';
import { confirmsOf, reversalsOf, stateOf, statesOf } from './electrum-books';
import { runCases, type Stage } from './kit';

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

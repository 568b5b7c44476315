// Outcomes that are unknown, and the confirmations and reversals that are owed until they are taken.
import { expect } from 'vitest';
import type { Fault } from '../../../tools/switches/electrum/faults';
import { electrum, real } from './electrum';
import { confirmsOf, paidOver, reversalsOf, stateOf, statesOf } from './electrum-books';
import { runCases, type Cases, type Stage } from './kit';

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

// What is given up, what a restart finds, and what comes too late.
import { afterEach, describe, expect, test } from 'vitest';
import { TIMING, electrum, real } from './electrum';
import { confirmsOf, paidOver, reversalsOf, stateOf, statesOf } from './electrum-books';
import { runCases, type Stage } from './kit';
import { openShop, type Shop } from './shop';

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

import { describe, expect, test } from 'vitest';
import { ManualClock } from '../support/clock';
import { startTestBridge, untilTrue } from '../support/bridge';
import type { TestBridge } from '../support/bridge';

const NOW_MS = 1_790_000_000_000;

async function shopAt(): Promise<{ shop: TestBridge; clock: ManualClock }> {
  const clock = new ManualClock(NOW_MS);
  return { shop: await startTestBridge({ extras: { clock } }), clock };
}

async function reaches(shop: TestBridge, id: string, state: string): Promise<void> {
  await untilTrue(shop, `the charge is ${state}`, async () => (await shop.bridge.charge(id))?.state === state);
}

describe('a QR whose time is over', () => {
  test('is asked for once more, then taken from the screen, and a late payment is told as late', async () => {
    const { shop, clock } = await shopAt();
    const box = await shop.box().start();
    const { id } = await shop.charge({ expiresInSeconds: 30 });
    clock.advance(29_999);
    expect(shop.till.lookedUp).toEqual([]);
    clock.advance(1);
    expect(shop.till.lookedUp).toEqual(['session-1']);
    expect((await shop.bridge.charge(id))?.state).toBe('open');
    const closed = box.next('closed');
    clock.advance(5_000);
    expect(await closed).toMatchObject({ charge: 1, how: 'expired' });
    await reaches(shop, id, 'expired');
    expect(shop.till.watched.has('session-1')).toBe(true);
    const paid = box.next('paid');
    await shop.till.tell('session-1', 'paid');
    expect(await paid).toMatchObject({ charge: 1, amountMinor: 125_050 });
    expect(await shop.bridge.charge(id)).toMatchObject({ state: 'paid', late: true });
    expect(shop.till.watched.has('session-1')).toBe(false);
  });

  test('is paid after all when the last look finds it so: "expired" is never shown', async () => {
    const { shop, clock } = await shopAt();
    const box = await shop.box().start();
    const { id } = await shop.charge({ expiresInSeconds: 30 });
    shop.till.found.set('session-1', 'paid');
    const paid = box.next('paid');
    clock.advance(30_000);
    await paid;
    clock.advance(60_000);
    expect(await shop.bridge.charge(id)).toMatchObject({ state: 'paid', late: false });
    expect(box.taken.some(({ is }) => is === 'closed')).toBe(false);
  });

  test('is asked for again when the switch did not answer: what was paid unheard is told as late', async () => {
    const { shop, clock } = await shopAt();
    const box = await shop.box().start();
    const { id } = await shop.charge({ expiresInSeconds: 30 });
    shop.till.silent = true;
    shop.till.found.set('session-1', 'paid');
    clock.advance(30_000);
    clock.advance(5_000);
    await reaches(shop, id, 'expired');
    shop.till.silent = false;
    const paid = box.next('paid');
    await untilTrue(shop, 'it is asked for again', async () => {
      clock.advance(10_000);
      return (await shop.bridge.charge(id))?.state === 'paid';
    });
    await paid;
    expect(await shop.bridge.charge(id)).toMatchObject({ late: true });
  });

  test('though it was cancelled, is asked for once when it can be paid no more', async () => {
    const { shop, clock } = await shopAt();
    const { id } = await shop.charge({ expiresInSeconds: 30 });
    await shop.bridge.cancelCharge(id, 'test');
    expect(shop.till.lookedUp).toEqual([]);
    shop.till.found.set('session-1', 'paid');
    clock.advance(30_000);
    await reaches(shop, id, 'paid');
    clock.advance(600_000);
    expect(shop.till.lookedUp).toEqual(['session-1']);
  });

  test('is watched for late money only so long', async () => {
    const { shop, clock } = await shopAt();
    const { id } = await shop.charge({ expiresInSeconds: 30 });
    await shop.bridge.cancelCharge(id, 'test');
    clock.advance(30_000 + 14 * 60_000);
    expect(shop.till.watched.has('session-1')).toBe(true);
    clock.advance(60_000);
    expect(shop.till.watched.has('session-1')).toBe(false);
  });

  test('while the bridge was off is asked for before it is closed', async () => {
    const { shop, clock } = await shopAt();
    const [paid, unpaid] = [await shop.charge({ expiresInSeconds: 30 }), await shop.charge({ expiresInSeconds: 30 })];
    await shop.close();
    shop.till.watched.clear();
    shop.till.found.set('session-1', 'paid');
    clock.advance(3_600_000);
    const restarted = await shop.again();
    await reaches(restarted, unpaid.id, 'expired');
    expect(await restarted.bridge.charge(paid.id)).toMatchObject({ state: 'paid', late: false });
    expect(shop.till.lookedUp.sort()).toEqual(['session-1', 'session-2']);
  });
});

describe('a switch in trouble', () => {
  test('is shown on the boxes that it serves, and so is its recovery', async () => {
    const { shop } = await shopAt();
    const box = await shop.box().start();
    const trouble = box.next('watch', ({ switches }) => switches[0]?.health === 'trouble');
    shop.till.context!.health({ state: 'trouble', detail: 'till: no answer' });
    expect(await trouble).toMatchObject({ ttlSeconds: 600, switches: [{ name: 'TILL', health: 'trouble' }] });
    const recovered = box.next('watch', ({ switches }) => switches[0]?.health === 'ok');
    shop.till.context!.health({ state: 'ok', detail: 'till: open' });
    await recovered;
  });

  test('is told again before the box would stop believing it', async () => {
    const { shop, clock } = await shopAt();
    const box = await shop.box().start();
    const again = box.next('watch');
    clock.advance(300_000);
    expect((await again).ttlSeconds).toBe(600);
  });
});

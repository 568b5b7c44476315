// Money that goes back: ordered by the shop, or found later by asking.
import { describe, expect, onTestFinished, test } from 'vitest';
import { pockyt } from '../../bridge/switches/pockyt/index';
import { startPockyt, type Pockyt } from '../../tools/switches/pockyt';
import { TIMING } from '../contract/switches/pockyt';
import { startTestBridge, untilTrue } from '../support/bridge';
import type { TestBridge } from '../support/bridge';
import { ManualClock } from '../support/clock';

const DINNER = { amount: '13.00', currency: 'USD', switch: 'pockyt' };
const MINUTE_MS = 60_000;

async function counter(): Promise<{ shop: TestBridge; fake: Pockyt }> {
  const fake = await startPockyt({ pendingMs: 50 });
  onTestFinished(() => fake.close());
  const config = { switches: { pockyt: pockyt.config.parse({ ...fake.config, timing: TIMING }) } };
  return { fake, shop: await startTestBridge({ config, devices: [{ switches: ['pockyt', 'till'] }] }) };
}

function post(shop: TestBridge, path: string, more: { key?: string; code?: string } = {}): Promise<Response> {
  const headers = {
    ...(more.code !== undefined && { 'content-type': 'application/json' }),
    ...(more.key !== undefined && { 'idempotency-key': more.key }),
  };
  const body = more.code === undefined ? null : JSON.stringify({ code: more.code });
  return shop.api(`/v1/charges/${path}`, { method: 'POST', headers, body });
}

async function paidDinner(shop: TestBridge, fake: Pockyt): Promise<string> {
  const { id } = await shop.charge(DINNER);
  expect(await (await post(shop, `${id}/present`, { code: fake.code('01') })).json()).toMatchObject({ state: 'paid' });
  return id;
}
const stateOf = async (shop: TestBridge, id: string) => (await shop.bridge.charge(id))?.state;
const refunds = (fake: Pockyt) => fake.ledger.seen.calls.filter(({ place }) => place === 'refund');

describe('a refund', () => {
  test('gives the money back once, is said at the counter, and is off the total of the day', async () => {
    const { shop, fake } = await counter();
    const early = await shop.box().start();
    const paid = early.next('paid');
    const id = await paidDinner(shop, fake);
    await paid;
    const reversed = early.next('reversed');
    const answer = await post(shop, `${id}/refund`, { key: 'back-1' });
    expect([answer.status, await answer.json()]).toMatchObject([200, { id, state: 'reversed', amount: '13.00' }]);
    expect(await reversed).toMatchObject({ charge: 1, amountMinor: 1_300 });
    for (const key of ['back-1', 'back-2']) expect((await post(shop, `${id}/refund`, { key })).status).toBe(200);
    expect(refunds(fake)).toHaveLength(1);
    await untilTrue(shop, 'all is said', async () => (await shop.bridge.device('counter-1'))?.unspoken === 0);
    await early.cut();
    const box = shop.box();
    Object.assign(box, { restarts: 7, floor: 1_000 });
    const welcome = box.next('welcome');
    await box.start();
    expect(await welcome).toMatchObject({ count: 0, amountMinor: 0 });
  });

  test('that is under way leaves the charge paid until the switch has confirmed it', async () => {
    const { shop, fake } = await counter();
    const id = await paidDinner(shop, fake);
    fake.faults.set('refund-slow', { times: 1 });
    expect(await (await post(shop, `${id}/refund`)).json()).toMatchObject({ state: 'paid' });
    fake.ledger.newest(id.slice(3))!.refundOpen = false;
    await untilTrue(shop, 'the money is back', async () => (await stateOf(shop, id)) === 'reversed');
  });

  test('whose answer was lost is looked up and not ordered twice', async () => {
    const { shop, fake } = await counter();
    const id = await paidDinner(shop, fake);
    fake.faults.set('answers-lost', { times: 1 });
    expect(await (await post(shop, `${id}/refund`)).json()).toMatchObject({ state: 'reversed' });
    expect(refunds(fake)).toHaveLength(1);
  });

  test('is found after a restart of the bridge too', async () => {
    const { shop, fake } = await counter();
    const id = await paidDinner(shop, fake);
    await shop.close();
    const again = await shop.again();
    expect(await (await post(again, `${id}/refund`)).json()).toMatchObject({ state: 'reversed' });
  });

  test('is refused for what was not paid, under a used key, and where the switch gives nothing back', async () => {
    const { shop, fake } = await counter();
    const open = await shop.charge(DINNER);
    const problem = async (answer: Response): Promise<[number, string]> => {
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      return [answer.status, ((await answer.json()) as { detail: string }).detail];
    };
    expect(await problem(await post(shop, `${open.id}/refund`))).toEqual([
      409,
      'The charge is open; only what was paid can be given back.',
    ]);
    expect((await problem(await post(shop, 'ch_none/refund')))[0]).toBe(404);
    const id = await paidDinner(shop, fake);
    await post(shop, `${id}/refund`, { key: 'mine' });
    expect((await problem(await post(shop, `${open.id}/refund`, { key: 'mine' })))[0]).toBe(422);
    const elsewhere = await shop.charge({ switch: 'till' });
    await shop.till.tell('session-1', 'paid');
    const [status, detail] = await problem(await post(shop, `${elsewhere.id}/refund`));
    expect([status, detail]).toEqual([501, expect.stringContaining('till gives no money back')]);
    expect(await stateOf(shop, elsewhere.id)).toBe('paid');
  });
});

describe('a payment that is reversed hours later', () => {
  test('is found by asking now and again, and said', async () => {
    const clock = new ManualClock(1_790_000_000_000);
    const shop = await startTestBridge({ extras: { clock } });
    const box = await shop.box().start();
    const { id } = await shop.charge();
    await shop.till.tell('session-1', 'paid');
    /** Time goes by until it was asked so often. */
    const asked = (looks: number) =>
      untilTrue(shop, `it was asked ${looks} times`, async () => {
        clock.advance(5 * MINUTE_MS);
        return shop.till.lookedUp.length >= looks;
      });
    await asked(1);
    const after = clock.nowMs() - 1_790_000_000_000;
    expect(after).toBeGreaterThanOrEqual(10 * MINUTE_MS);
    expect(await stateOf(shop, id)).toBe('paid');
    shop.till.found.set('session-1', 'reversed');
    const reversed = box.next('reversed');
    await asked(2);
    expect(await reversed).toMatchObject({ charge: 1 });
    expect(await stateOf(shop, id)).toBe('reversed');
  });
});

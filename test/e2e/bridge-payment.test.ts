import { describe, expect, onTestFinished, test } from 'vitest';
import { startNepalpay } from '../../tools/switches/nepalpay';
import { nepalpay } from '../../bridge/switches/nepalpay/index';
import { SwitchError } from '../../bridge/payments/ports';
import { startTestBridge, untilTrue } from '../support/bridge';
import type { TestBridge } from '../support/bridge';

const NPR = 524;

async function stateOf(shop: TestBridge, id: string): Promise<Record<string, unknown>> {
  return (await (await shop.api(`/v1/charges/${id}`)).json()) as Record<string, unknown>;
}

describe('a payment over NEPALPAY', () => {
  test('goes from the API to the box, and from the clearing house to the voice', async () => {
    const npi = await startNepalpay();
    onTestFinished(() => npi.close());
    const config = { switches: { nepalpay: nepalpay.config.parse(npi.config) } };
    const shop = await startTestBridge({ config, devices: [{ switches: ['nepalpay'] }] });
    const box = await shop.box().start();

    const shown = box.next('show-qr');
    const charge = await shop.charge({ reference: 'bill 7' });
    const qr = await shown;
    expect(qr).toMatchObject({ charge: 1, amountMinor: 125_050, currency: NPR });
    expect(charge).toMatchObject({
      state: 'open',
      amount: '1250.50',
      amountMinor: 125_050,
      switch: 'nepalpay',
      reference: 'bill 7',
    });

    const session = [...npi.ledger.traces.keys()].at(-1)!;
    await untilTrue(shop, 'the switch would tell', async () => npi.listens(session));
    const scanned = box.next('progress', ({ stage }) => stage === 'scanned');
    npi.scan(session);
    await scanned;
    const paid = box.next('paid');
    npi.pay(session);
    expect(await paid).toMatchObject({ charge: 1, amountMinor: 125_050, currency: NPR, again: false });

    await untilTrue(shop, 'the charge is spoken', async () => 'spokenAt' in (await stateOf(shop, charge.id)));
    expect(await stateOf(shop, charge.id)).toMatchObject({ state: 'paid', amount: '1250.50' });
    expect(box.said.map(({ kind }) => kind)).toEqual(['new']);
    expect(box.faults).toEqual([]);
  });
});

describe('a payment', () => {
  test('that the switch tells three times is said once', async () => {
    const shop = await startTestBridge();
    const box = await shop.box().start();
    await shop.charge();
    for (const txnId of ['t1', 't1', undefined])
      await shop.till.tell('session-1', 'paid', { txnId, amountMinor: 125_050 });
    await shop.till.tell('session-1', 'reversed', { txnId: 'r1' });
    await box.next('reversed');
    expect(box.taken.filter(({ is }) => is === 'paid')).toHaveLength(1);
    expect(box.faults).toEqual([]);
  });

  test('of another amount, or to another shop, is not said', async () => {
    const shop = await startTestBridge();
    const box = await shop.box().start();
    const { id } = await shop.charge();
    await shop.till.tell('session-1', 'paid', { amountMinor: 100 });
    await shop.till.tell('session-1', 'paid', { payee: 'ANOTHER SHOP' });
    await shop.till.tell('session-9', 'paid');
    expect(await stateOf(shop, id)).toMatchObject({ state: 'open' });
    await shop.till.tell('session-1', 'scanned');
    await box.next('progress');
    expect(box.said).toEqual([]);
  });

  test('keyed in at the box makes one charge, however often the box asks', async () => {
    const shop = await startTestBridge();
    const box = await shop.box().start();
    const shown = box.next('show-qr');
    await box.say({ is: 'charge-request', request: 77, amountMinor: 4_200, currency: NPR });
    expect(await shown).toMatchObject({ amountMinor: 4_200 });
    await box.say({ is: 'charge-request', request: 77, amountMinor: 4_200, currency: NPR });
    const second = box.next('show-qr', ({ amountMinor }) => amountMinor === 100);
    await box.say({ is: 'charge-request', request: 78, amountMinor: 100, currency: NPR });
    expect(await second).toMatchObject({ charge: 2 });
    expect(await shop.bridge.charges({ device: 'counter-1' })).toHaveLength(2);
  });

  test('keyed in at the box is shown again when the box has seen no answer and asks once more', async () => {
    const shop = await startTestBridge();
    const box = await shop.box().start();
    const first = box.next('show-qr');
    await box.say({ is: 'charge-request', request: 77, amountMinor: 4_200, currency: NPR });
    const { seq } = await first;
    const again = box.next('show-qr', (shown) => shown.seq > seq);
    await box.say({ is: 'charge-request', request: 77, amountMinor: 4_200, currency: NPR });
    expect(await again).toMatchObject({ charge: 1, amountMinor: 4_200 });
  });

  test('keyed in at the box that cannot be is declined, with a reason for its screen', async () => {
    const shop = await startTestBridge();
    const box = await shop.box().start();
    const currency = box.next('declined');
    await box.say({ is: 'charge-request', request: 5, amountMinor: 4_200, currency: 710 });
    expect(await currency).toMatchObject({ request: 5, reason: 'this cannot be charged here' });
    shop.till.refusal = new SwitchError('unreachable', 'till: away', true);
    const away = box.next('declined', ({ request }) => request === 6);
    await box.say({ is: 'charge-request', request: 6, amountMinor: 4_200, currency: NPR });
    expect(await away).toMatchObject({ reason: 'the payment system does not answer' });
    expect(await shop.bridge.charges({})).toEqual([]);
  });
});

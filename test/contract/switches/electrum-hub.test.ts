// The intermediate as a mode of the bridge: the contract of switches, and its own boxes.
import { afterEach, describe, expect, test } from 'vitest';
import { SHOP } from '../../../tools/switches/electrum/ledger';
import { electrum, TIMING } from './electrum';
import { electrumHub, hub, HUB, OTHER_SHOP } from './electrum-hub';
import { atWallet, scanned, untilStatus } from './electrum-hub-calls';
import { createCases, paymentCases, qrCases, runCases, type Stage } from './kit';
import { pushCases, restartCases, roadCases } from './kit-roads';
import { openShop, type Shop } from './shop';

const all = { ...paymentCases, ...qrCases, ...createCases, ...roadCases, ...restartCases, ...pushCases };
test('electrum as intermediate names only cases that exist among those it cannot show', () => {
  expect(Object.keys(electrumHub.cannot).filter((name) => !(name in all))).toEqual([]);
});
runCases('electrum as intermediate: the contract of switches', electrumHub, all);

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
    const bare = { partnerPaymentToken: undefined, settlementEntity: HUB };
    await untilStatus(202, () => hub(stage).wallets[0].scan(session, bare));
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
  async 'a pay that was with the wallet when the power went is called back, and never told'(stage) {
    const session = await stage.shop.charge();
    await scanned(stage, session);
    // Nothing more is written, as when the power is cut.
    stage.shop.breakStore();
    await stage.shop.connector.close();
    hub(stage).wallets[0].agree(session);
    stage.shop.mend();
    await stage.shop.restart();
    await stage.shop.until('the reversal', () => atWallet(stage, session)?.state === 'reversed');
    expect(stage.shop.timesPaid(session)).toBe(0);
    await scanned(stage, session);
    hub(stage).wallets[0].agree(session);
    await stage.shop.until('the payment', () => stage.shop.timesPaid(session) === 1);
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

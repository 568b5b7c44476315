// Whole bridges, real boxes on the wire, and Electrum's interface on both sides of the counter.
import { describe, expect, onTestFinished, test } from 'vitest';
import { electrumConfig } from '../../bridge/switches/electrum/config';
import { startElectrum } from '../../tools/switches/electrum';
import { SHOP } from '../../tools/switches/electrum/ledger';
import { startWallet } from '../../tools/switches/electrum-wallet';
import { TIMING } from '../contract/switches/electrum';
import { startTestBridge, untilTrue } from '../support/bridge';
import type { TestBridge } from '../support/bridge';

const ZAR = 710;
const LUNCH = { amount: '77.70', currency: 'ZAR', switch: 'electrum' };
const DEVICES = [{ switches: ['electrum'] }];

const sessionIn = (qr: string): string => /01(\d\d)([0-9a-f]{32})$/.exec(qr)![2]!;
const stateOf = async (shop: TestBridge, id: string) => (await shop.bridge.charge(id))?.state;

async function intermediate() {
  let shop: TestBridge | undefined;
  const hubUrl = (): string => `http://127.0.0.1:${shop!.httpPort}/qr/v1`;
  const client = { id: 'corner-bridge', name: 'The bridge at the corner' };
  const clientPassword = 'shown to the wallet';
  const wallet = await startWallet({ id: 'wallet-a', clientId: client.id, clientPassword, password: 'w', hubUrl });
  onTestFinished(() => wallet.close());
  const config = electrumConfig.parse({
    ...{ mode: 'intermediate', client, originator: SHOP.originator, providerId: 'za.co.elec', timing: TIMING },
    partners: [{ id: 'wallet-a', name: 'Wallet A', password: 'w', baseUrl: wallet.baseUrl, ours: clientPassword }],
  });
  const webhookPaths = {
    ...{ '/qr/v1/scans': 'electrum/scans', '/qr/v1/payments': 'electrum/payments' },
    ...{ '/qr/v1/qrCodes': 'electrum/qrCodes' },
  };
  shop = await startTestBridge({
    config: { http: { webhookPaths }, switches: { electrum: config } },
    devices: DEVICES,
  });
  return { wallet, shop, restart: async () => (shop = await shop!.again()) };
}

describe('a bridge between shops and wallets', () => {
  test('shows a QR, sees the scan, is paid and speaks it, with no other switch in the world', async () => {
    const { wallet, shop } = await intermediate();
    const box = await shop.box().start();
    const [opened, scanned] = (['opened', 'scanned'] as const).map((wanted) =>
      box.next('progress', ({ stage }) => stage === wanted),
    );
    const charge = await shop.charge(LUNCH);
    await opened;
    const session = sessionIn(charge.qr);
    expect(await wallet.scan(session)).toBe(202);
    await scanned;
    const paid = box.next('paid');
    await untilTrue(shop, 'the wallet is asked', async () => wallet.isAsked(session));
    wallet.agree(session);
    expect(await paid).toMatchObject({ charge: 1, amountMinor: 7_770, currency: ZAR, again: false });
    await untilTrue(shop, 'it is spoken', async () => (await shop.bridge.charge(charge.id))?.spokenAtMs !== undefined);
    await untilTrue(shop, 'it is confirmed', async () => wallet.ledger.newest(session)?.state === 'confirmed');
    expect(shop.log.join('\n')).not.toMatch(/token-|shown to the wallet/);
  });

  test('that is stopped while the wallet asks its customer calls him back, and the QR can be paid again', async () => {
    const { wallet, shop, restart } = await intermediate();
    const charge = await shop.charge(LUNCH);
    const session = sessionIn(charge.qr);
    expect(await wallet.scan(session)).toBe(202);
    await untilTrue(shop, 'the wallet is asked', async () => wallet.isAsked(session));
    await shop.close();
    wallet.agree(session);
    const again = await restart();
    await untilTrue(again, 'he is called back', async () => wallet.ledger.newest(session)?.state === 'reversed');
    expect(await stateOf(again, charge.id)).toBe('scanned');
    await untilTrue(
      again,
      'he is asked again',
      async () => (await wallet.scan(session)) === 202 || wallet.isAsked(session),
    );
    await untilTrue(again, 'the wallet is asked', async () => wallet.isAsked(session));
    wallet.agree(session);
    await untilTrue(again, 'it is paid', async () => (await stateOf(again, charge.id)) === 'paid');
  });
});

describe('a shop at somebody else’s intermediate', () => {
  async function counter() {
    const fake = await startElectrum();
    onTestFinished(() => fake.close());
    const electrum = electrumConfig.parse({ ...fake.config, timing: TIMING });
    return { fake, shop: await startTestBridge({ config: { switches: { electrum } }, devices: DEVICES }) };
  }

  test('delivers after a restart what it owed before', async () => {
    const { fake, shop } = await counter();
    fake.faults.set('confirm-500');
    const charge = await shop.charge(LUNCH);
    const session = sessionIn(charge.qr);
    await untilTrue(shop, 'the pay is there', async () => fake.ledger.newest(session) !== undefined);
    fake.pay(session);
    await untilTrue(shop, 'it is paid', async () => (await stateOf(shop, charge.id)) === 'paid');
    await untilTrue(shop, 'it was tried', async () => fake.ledger.seen.confirms.has(session));
    await shop.close();
    expect(fake.ledger.newest(session)?.state).toBe('authorised');
    fake.faults.clear();
    const again = await shop.again();
    await untilTrue(again, 'it is confirmed', async () => fake.ledger.newest(session)?.state === 'confirmed');
    const ids = fake.ledger.seen.confirms.get(session)!.map(({ id }) => id);
    expect(new Set(ids).size).toBe(1);
  });

  test('calls a cancelled charge back, and nobody can pay it any more', async () => {
    const { fake, shop } = await counter();
    const charge = await shop.charge(LUNCH);
    const session = sessionIn(charge.qr);
    await untilTrue(shop, 'the pay is there', async () => fake.scan(session));
    await shop.bridge.cancelCharge(charge.id, 'test');
    await untilTrue(shop, 'it is called back', async () => fake.ledger.newest(session)?.state === 'reversed');
    expect([fake.pay(session), await stateOf(shop, charge.id)]).toEqual([false, 'cancelled']);
  });
});

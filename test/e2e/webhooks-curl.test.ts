// What switches push, posted by plain curl at the addresses that the documents or the READMEs give.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { electrumConfig } from '../../bridge/switches/electrum/config';
import { nepalpay } from '../../bridge/switches/nepalpay/index';
import { pockyt } from '../../bridge/switches/pockyt/index';
import { SHOP } from '../../tools/switches/electrum/ledger';
import { startNepalpay } from '../../tools/switches/nepalpay';
import { startPockyt } from '../../tools/switches/pockyt';
import { TIMING as ELECTRUM_TIMING } from '../contract/switches/electrum';
import { TIMING as POCKYT_TIMING } from '../contract/switches/pockyt';
import { startTestBridge, untilTrue } from '../support/bridge';
import type { TestBridge } from '../support/bridge';
import { need } from '../support/need';

const run = promisify(execFile);

/** @returns the body and the status of the answer */
async function curl(
  shop: TestBridge,
  path: string,
  { headers = {}, body }: { headers?: Record<string, string>; body: string },
): Promise<[body: string, status: number]> {
  const named = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const args = [
    '-s',
    '-w',
    '\n%{http_code}',
    '--data-binary',
    body,
    ...named,
    `http://127.0.0.1:${shop.httpPort}${path}`,
  ];
  const { stdout } = await run('curl', args, { timeout: 10_000 });
  const end = stdout.lastIndexOf('\n');
  return [stdout.slice(0, end), Number(stdout.slice(end + 1))];
}

const becomes = (shop: TestBridge, id: string, state: string) =>
  untilTrue(shop, `the charge is ${state}`, async () => (await shop.bridge.charge(id))?.state === state);

need('curl', 'a webhook by curl', () => {
  test('of NEPALPAY is believed with its signature, and answered with ours', async () => {
    const npi = await startNepalpay();
    onTestFinished(() => npi.close());
    const shop = await startTestBridge({
      config: {
        http: { webhookPaths: { '/nepalpay/confirm-payment': 'nepalpay/confirm-payment' } },
        switches: { nepalpay: nepalpay.config.parse(npi.config) },
      },
      devices: [{ switches: ['nepalpay'] }],
    });
    const { id } = await shop.charge();
    const session = (await shop.bridge.charge(id))!.session;
    npi.pay(session, { silent: true });
    const push = npi.push(session);
    npi.faults.set('push-signature', { times: 1 });
    const forged = npi.push(session);
    expect((await curl(shop, '/nepalpay/confirm-payment', forged))[1]).toBe(400);
    expect((await curl(shop, '/nepalpay/confirm-payment', { ...push, headers: {} }))[1]).toBe(401);
    const [body, status] = await curl(shop, '/nepalpay/confirm-payment', push);
    expect([status, npi.isReplySigned(body)]).toEqual([200, true]);
    await becomes(shop, id, 'paid');
  });

  test.each(['form', 'json'])('of Pockyt is believed as %s', async (form) => {
    const fake = await startPockyt({ pendingMs: 50 });
    onTestFinished(() => fake.close());
    const timing = { ...POCKYT_TIMING, pollStepMs: 60_000, pollMostMs: 60_000 };
    const shop = await startTestBridge({
      config: { switches: { pockyt: pockyt.config.parse({ ...fake.config, timing }) } },
      devices: [{ switches: ['pockyt'] }],
    });
    const { id } = await shop.charge({ amount: '13.00', currency: 'USD' });
    await shop.bridge.presentCode(id, fake.code('04'), 'test');
    fake.paySilently(id.slice(3));
    if (form === 'json') fake.faults.set('ipn-json');
    fake.faults.set('ipn-sign', { times: 1 });
    expect((await curl(shop, '/v1/webhooks/pockyt/ipn', fake.ipn(id.slice(3))))[1]).toBe(401);
    expect(await curl(shop, '/v1/webhooks/pockyt/ipn', fake.ipn(id.slice(3)))).toEqual(['success', 200]);
    await becomes(shop, id, 'paid');
    expect(await curl(shop, '/v1/webhooks/pockyt/ipn', fake.ipn(id.slice(3)))).toEqual(['success', 200]);
  });

  test('of an Electrum wallet that has scanned is taken with its password', async () => {
    const wallet = {
      id: 'wallet-a',
      name: 'Wallet A',
      password: 'theirs',
      baseUrl: 'http://127.0.0.1:9',
      ours: 'ours',
    };
    const electrum = electrumConfig.parse({
      ...{ mode: 'intermediate', client: { id: 'corner-bridge', name: 'Corner' }, originator: SHOP.originator },
      ...{ providerId: SHOP.providerId, timing: ELECTRUM_TIMING, partners: [wallet] },
    });
    const shop = await startTestBridge({
      config: { http: { webhookPaths: { '/qr/v1/scans': 'electrum/scans' } }, switches: { electrum } },
      devices: [{ switches: ['electrum'] }],
    });
    const { id } = await shop.charge({ amount: '77.70', currency: 'ZAR' });
    const { session } = (await shop.bridge.charge(id))!;
    await becomes(shop, id, 'page-opened');
    const partner = { id: wallet.id, name: wallet.name };
    const scan = {
      id: '5d0a5a52-90d1-4b62-8d4e-0c4d7c1d2f10',
      time: new Date().toISOString(),
      partner,
      tranId: session,
    };
    const body = JSON.stringify(scan);
    const basic = (password: string) => ({
      authorization: `Basic ${Buffer.from(`${wallet.id}:${password}`).toString('base64')}`,
      'content-type': 'application/json',
    });
    expect((await curl(shop, '/qr/v1/scans', { headers: basic('guessed'), body }))[1]).toBe(401);
    expect((await curl(shop, '/qr/v1/scans', { headers: basic(wallet.password), body }))[1]).toBe(202);
    await untilTrue(shop, 'the scan is seen', async () => (await shop.bridge.charge(id))?.state !== 'page-opened');
  });
});

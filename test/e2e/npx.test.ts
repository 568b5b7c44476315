// NPX through a whole bridge: its charge on a scripted box, its notification by plain curl, its page in a browser's way.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { npxConfig } from '../../bridge/switches/npx/config';
import { startNpx, type Npx } from '../../tools/switches/npx';
import { startTestBridge, untilTrue, type TestBridge } from '../support/bridge';
import { need } from '../support/need';

const run = promisify(execFile);
const asleep = { pollMs: 600_000, pollLaterMs: 600_000 };

async function open(): Promise<{ fake: Npx; shop: TestBridge }> {
  const fake = await startNpx();
  onTestFinished(() => fake.close());
  const link = { ...fake.config.link, ownPage: true };
  const publicUrl = 'https://shop.example/v1/webhooks/npx';
  const npx = npxConfig.parse({ ...fake.config, link, publicUrl, timing: asleep });
  const shop = await startTestBridge({
    config: { switches: { npx } },
    devices: [{ switches: ['npx'] }],
  });
  return { fake, shop };
}

describe('a payment link', () => {
  test('is opened through the bridge, paid, notified and announced once', async () => {
    const { fake, shop } = await open();
    const box = await shop.box().start();
    const paid = box.next('paid');
    const charge = await shop.charge();
    const stateIs = (state: string) => async (): Promise<boolean> =>
      (await shop.bridge.charges({})).some((one) => one.id === charge.id && one.state === state);

    const path = new URL(charge.qr).pathname;
    const page = await shop.api(path, { token: '', redirect: 'manual' });
    expect([page.status, page.headers.get('location')]).toEqual([302, expect.stringContaining(`${fake.baseUrl}/pay/`)]);
    await untilTrue(shop, 'the page was opened', stateIs('page-opened'));

    const session = path.split('/p/')[1]!.split('/')[0]!;
    const gatewayId = fake.pay(session, { silent: true });
    const notify = `/v1/webhooks/npx/notify?MerchantTxnId=${session}&GatewayTxnId=`;
    const forged = await shop.api(`${notify}GW0`, { token: '' });
    expect([forged.status, await forged.text()]).toEqual([409, 'differs']);
    const first = await shop.api(notify + gatewayId, { token: '' });
    const second = await shop.api(notify + gatewayId, { token: '' });
    expect([await first.text(), await second.text()]).toEqual(['received', 'already received']);
    await paid;
    await untilTrue(shop, 'the payment', stateIs('paid'));
    expect(box.said.map(({ kind }) => kind)).toEqual(['new']);
  });
});

need('curl', 'a notification by curl', () => {
  test('is believed, by GET and as a posted form', async () => {
    const { fake, shop } = await open();
    for (const posted of [false, true]) {
      const charge = await shop.charge();
      const session = new URL(charge.qr).pathname.split('/p/')[1]!.split('/')[0]!;
      const gatewayId = fake.pay(session, { silent: true });
      const url = `http://127.0.0.1:${shop.httpPort}/v1/webhooks/npx/notify`;
      const form = `MerchantTxnId=${session}&GatewayTxnId=${gatewayId}`;
      const args = posted ? ['-s', '-d', form, url] : ['-s', `${url}?${form}`];
      expect((await run('curl', args, { timeout: 10_000 })).stdout).toBe('received');
    }
    expect((await shop.bridge.charges({})).map(({ state }) => state)).toEqual(['paid', 'paid']);
  });
});

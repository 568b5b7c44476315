// What only NPX's pages can do wrong: the redirect and the form that the bridge shows to customers.
import { expect } from 'vitest';
import { runCases, type Cases } from './kit';
import { npx, press, real, urlOf, withShop } from './npx';

const pageCases: Cases = {
  async 'our own page tells that it was opened, and leads on to the link'(stage) {
    const { base } = urlOf(stage);
    await withShop(stage.fake, { publicUrl: base, link: { domains: ['127.0.0.1'], ownPage: true } }, async (shop) => {
      const session = await shop.charge();
      const { qr } = shop.of(session);
      expect(qr.startsWith(`${base}/p/${session}/`)).toBe(true);
      const looked = await fetch(qr, { method: 'HEAD', redirect: 'manual' });
      expect([looked.status, shop.told(session)]).toEqual([302, []]);
      const answer = await fetch(qr, { redirect: 'manual' });
      expect([answer.status, answer.headers.get('location')]).toEqual([302, expect.stringContaining('/pay/L')]);
      expect([shop.state(session), shop.told(session)]).toEqual(['page-opened', ['opened']]);
      await fetch(qr, { redirect: 'manual' });
      await press(answer.headers.get('location')!, 'succeed');
      await shop.until('the payment', () => shop.state(session) === 'paid');
      expect(shop.told(session)).toEqual(['opened', 'paid']);
      expect((await fetch(qr, { redirect: 'manual' })).status).toBe(410);
    });
  },
  async 'the page of a QR outlives a restart, and a changed address leads nowhere'(stage) {
    const { base } = urlOf(stage);
    await withShop(stage.fake, { publicUrl: base, link: { domains: ['127.0.0.1'], ownPage: true } }, async (shop) => {
      const session = await shop.charge();
      await shop.restart();
      const { qr } = shop.of(session);
      expect((await fetch(qr, { redirect: 'manual' })).headers.get('location')).toContain('/pay/L');
      const tail = Buffer.from('evil.example/pay').toString('base64url');
      const answers = [qr.replace(/[^/]+$/, tail), `${base}/p/${session}`, `${base}/p`].map((url) =>
        fetch(url, { redirect: 'manual' }),
      );
      for (const answer of await Promise.all(answers)) expect(answer.status).toBe(404);
    });
  },
  async 'a store that is full does not keep the customer from the page'(stage) {
    const { base } = urlOf(stage);
    await withShop(stage.fake, { publicUrl: base, link: { domains: ['127.0.0.1'], ownPage: true } }, async (shop) => {
      const session = await shop.charge();
      shop.breakStore();
      expect((await fetch(shop.of(session).qr, { redirect: 'manual' })).status).toBe(302);
      shop.mend();
      await fetch(shop.of(session).qr, { redirect: 'manual' });
      expect(shop.told(session)).toEqual(['opened']);
    });
  },
  async 'mode page: the page posts the form, the customer pays and comes back'(stage) {
    const { base } = urlOf(stage);
    await withShop(stage.fake, { mode: 'page', publicUrl: base }, async (shop) => {
      const session = await shop.charge(125_050);
      expect(shop.of(session).qr).toBe(`${base}/p/${session}`);
      const back = await payByForm(shop.of(session).qr);
      expect(back.headers.get('location')).toMatch(
        new RegExp(`^${base}/return\\?MerchantTxnId=${session}&GatewayTxnId=GW`),
      );
      const thanks = await fetch(back.headers.get('location')!);
      expect([thanks.status, await thanks.text()]).toEqual([200, expect.stringContaining('Thank you')]);
      await shop.until('the payment', () => shop.state(session) === 'paid');
      expect(shop.told(session)).toEqual(['opened', 'paid']);
    });
  },
  async 'mode page: a page that is opened again, also after a restart, gets a new process id'(stage) {
    const { base } = urlOf(stage);
    await withShop(stage.fake, { mode: 'page', publicUrl: base }, async (shop) => {
      const session = await shop.charge();
      const ids = [];
      for (const restart of [false, false, true]) {
        if (restart) await shop.restart();
        ids.push(/name="ProcessId" value="(\w+)"/.exec(await (await fetch(shop.of(session).qr)).text())?.[1]);
      }
      expect(new Set(ids).size).toBe(3);
      await payByForm(shop.of(session).qr);
      await shop.until('the payment', () => shop.state(session) === 'paid');
    });
  },
  async 'mode page: a payment service that does not answer is said on the page, and a stranger’s page is none'(stage) {
    const { base } = urlOf(stage);
    await withShop(stage.fake, { mode: 'page', publicUrl: base }, async (shop) => {
      const session = await shop.charge();
      await fetch(shop.of(session).qr);
      real(stage).faults.set('process-500');
      expect((await fetch(shop.of(session).qr)).status).toBe(503);
      expect((await fetch(`${base}/p/NOBODY`)).status).toBe(404);
      expect((await fetch(shop.of(session).qr, { method: 'POST' })).status).toBe(405);
    });
  },
  async 'mode page: HTTP 500 and a cut on GetProcessId do not cost the customer the QR'(stage) {
    const { base } = urlOf(stage);
    await withShop(stage.fake, { mode: 'page', publicUrl: base }, async (shop) => {
      real(stage).faults.set('process-500', { times: 1 });
      real(stage).faults.set('process-cut', { times: 1 });
      await expect(shop.charge()).resolves.toMatch(/\w/);
    });
  },
  async 'a forged return tells nothing'(stage) {
    const { shop } = stage;
    const session = await shop.charge();
    const answer = await fetch(`${urlOf(stage).base}/return?MerchantTxnId=${session}&GatewayTxnId=GW1`);
    expect([answer.status, shop.events]).toEqual([200, []]);
  },
};

/** As a browser does: reads the page, posts its form, presses succeed. */
async function payByForm(url: string): Promise<Response> {
  const html = await (await fetch(url)).text();
  const action = /action="([^"]+)"/.exec(html)![1]!;
  const decode = (text: string): string => text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
  const inputs = [...html.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
    name!,
    decode(value!),
  ]);
  const page = await (await fetch(decode(action), { method: 'POST', body: new URLSearchParams(inputs) })).text();
  const button = /action="([^"]+\/succeed)"/.exec(page)?.[1];
  if (button === undefined) throw new Error(`the hosted page refused: ${page}`);
  return fetch(new URL(button, decode(action)), { method: 'POST', redirect: 'manual' });
}

runCases('npx: pages of the bridge', npx, pageCases);

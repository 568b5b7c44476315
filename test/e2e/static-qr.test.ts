// The shop's own printed QR, on the box while nothing is asked, and what customers pay with it.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { nepalpay } from '../../bridge/switches/nepalpay/index';
import { startNepalpay } from '../../tools/switches/nepalpay';
import { SHOP } from '../../tools/switches/nepalpay/ledger';
import { qrText } from '../../tools/switches/nepalpay/qr-text';
import { startTestBridge, untilTrue } from '../support/bridge';
import type { TestBridge } from '../support/bridge';
import { need } from '../support/need';

const TRACE = '2601010000007777TST';
const FIELDS = {
  ...{ dynamic: false, acquirerId: SHOP.acquirerId, merchantId: SHOP.merchantId, categoryCode: SHOP.categoryCode },
  ...{ currency: '524', amount: undefined, name: SHOP.name, city: SHOP.city, billNumber: '0' },
  ...{ storeLabel: SHOP.storeLabel, terminalLabel: SHOP.terminalLabel, purpose: SHOP.purpose },
  validationTraceId: TRACE,
};
const PRINTED = qrText(FIELDS);

async function shopWithPrintedQr() {
  const npi = await startNepalpay();
  onTestFinished(() => npi.close());
  // Printed long ago; a customer of last year has paid with it.
  npi.ledger.traces.set(TRACE, { id: TRACE, amountMinor: 9_900, billNumber: '0', rows: [] });
  npi.pay(TRACE, { silent: true });
  const config = { switches: { nepalpay: nepalpay.config.parse(npi.config) } };
  const devices = [{ switches: ['nepalpay', 'till'] }, { id: 'counter-2', switches: ['nepalpay'] }];
  const shop = await startTestBridge({ config, devices });
  /** A customer keys this amount in and pays. */
  const pays = (amountMinor: number, silent = false): void => {
    npi.ledger.traces.get(TRACE)!.amountMinor = amountMinor;
    npi.pay(TRACE, { silent });
  };
  return { npi, shop, pays };
}

function put(shop: TestBridge, asked: { switch: string; text: string }, device = 'counter-1'): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return shop.api(`/v1/devices/${device}/static-qr`, { method: 'PUT', headers, body: JSON.stringify(asked) });
}

/** Its first look has been taken: what is paid from now on is new. */
async function followed(shop: TestBridge, npi: Awaited<ReturnType<typeof startNepalpay>>): Promise<void> {
  expect(await (await put(shop, { switch: 'nepalpay', text: PRINTED })).json()).toEqual({ announced: true });
  await untilTrue(
    shop,
    'it is followed',
    async () => npi.listens(TRACE) && (npi.ledger.seen.reports.get(TRACE) ?? 0) > 0,
  );
}

describe("the shop's own QR", () => {
  test('goes to the box at once, again after each hello, and away when it is taken away', async () => {
    const { shop } = await shopWithPrintedQr();
    const box = await shop.box().start();
    const shown = box.next('static-qr');
    await put(shop, { switch: 'nepalpay', text: PRINTED });
    const { codewords } = await shown;
    expect(codewords.length).toBeGreaterThan(50);
    await box.cut();
    const restarted = shop.box();
    restarted.restarts = 7;
    const again = restarted.next('static-qr');
    await restarted.start();
    expect((await again).codewords).toBe(codewords);
    const gone = restarted.next('static-qr', (message) => message.codewords === '');
    expect((await shop.api('/v1/devices/counter-1/static-qr', { method: 'DELETE' })).status).toBe(200);
    await gone;
    expect(restarted.faults).toEqual([]);
  });

  test('is refused when it has an amount, is dynamic, pays somebody else, or is no QR of the box’s switches', async () => {
    const { shop } = await shopWithPrintedQr();
    const refusal = async (asked: { switch: string; text: string }, device?: string): Promise<[number, string]> => {
      const answer = await put(shop, asked, device);
      return [answer.status, ((await answer.json()) as { detail: string }).detail];
    };
    const text = (different: Partial<Parameters<typeof qrText>[0]>) => ({
      switch: 'nepalpay',
      text: qrText({ ...FIELDS, ...different }),
    });
    expect(await refusal(text({ dynamic: true }))).toEqual([422, 'text: is not static: tag 01 must be 11.']);
    expect((await refusal(text({ amount: '12.00' })))[1]).toContain('has an amount');
    expect((await refusal({ switch: 'nepalpay', text: 'https://example.org' }))[1]).toContain('no EMV payment QR');
    expect(await refusal(text({ merchantId: '9901OTHERSH' }))).toEqual([502, expect.stringContaining('not pay this')]);
    expect((await refusal({ switch: 'till', text: PRINTED }, 'counter-2'))[0]).toBe(422);
    expect((await refusal(text({}), 'nobody'))[0]).toBe(404);
  });

  test('is shown of a switch that reports nothing, and says so', async () => {
    const { shop } = await shopWithPrintedQr();
    expect(await (await put(shop, { switch: 'till', text: PRINTED })).json()).toEqual({ announced: false });
  });
});

describe('a payment with the printed QR', () => {
  test('is said with the amount of the report, on every box that shows it, and closes no charge', async () => {
    const { shop, npi, pays } = await shopWithPrintedQr();
    const box = await shop.box().start();
    const other = await shop.box({ id: 'counter-2' }).start();
    await followed(shop, npi);
    await put(shop, { switch: 'nepalpay', text: PRINTED }, 'counter-2');
    const open = await shop.charge();
    const heard = [box.next('paid'), other.next('paid')];
    pays(7_500);
    for (const paid of heard) expect(await paid).toMatchObject({ charge: 0, amountMinor: 7_500, currency: 524 });
    expect((await shop.bridge.charge(open.id))?.state).not.toBe('paid');
    const second = box.next('paid', ({ amountMinor }) => amountMinor === 20_000);
    pays(20_000);
    await second;
    expect(box.said.map(({ message }) => message.amountMinor)).toEqual([7_500, 20_000]);
  });

  test('that came while the bridge was off is said when it is back, once', async () => {
    const { shop, npi, pays } = await shopWithPrintedQr();
    const early = await shop.box().start();
    await followed(shop, npi);
    const first = early.next('paid');
    pays(7_500);
    await first;
    await untilTrue(shop, 'it is said', async () => (await shop.bridge.device('counter-1'))?.unspoken === 0);
    await early.cut();
    await shop.close();
    pays(3_300, true);
    const again = await shop.again();
    const box = again.box();
    Object.assign(box, { restarts: 7, floor: 1_000 });
    const late = box.next('paid');
    box.floor = early.floor;
    for (const [seq, stage] of early.journal) box.journal.set(seq, stage);
    await box.start();
    expect(await late).toMatchObject({ charge: 0, amountMinor: 3_300 });
    expect(box.said.map(({ message }) => message.amountMinor)).toEqual([3_300]);
  });

  need('curl', 'pushed by curl', () => {
    test('is confirmed with a signature once the report has it', async () => {
      const { shop, npi, pays } = await shopWithPrintedQr();
      const push = nepalpay.config.parse(npi.config).push;
      expect(push).toBeDefined();
      const box = await shop.box().start();
      await followed(shop, npi);
      npi.drop();
      const paid = box.next('paid');
      pays(4_400, true);
      const { headers, body } = npi.push(TRACE);
      const args = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
      const url = `http://127.0.0.1:${shop.httpPort}/v1/webhooks/nepalpay/confirm-payment`;
      const { stdout } = await promisify(execFile)('curl', ['-s', '-d', body, ...args, url], { timeout: 10_000 });
      expect(npi.isReplySigned(stdout)).toBe(true);
      expect(await paid).toMatchObject({ charge: 0, amountMinor: 4_400 });
    });
  });
});

import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { SwitchError } from '../../../../bridge/payments/ports';
import { startTestBridge } from '../../../support/bridge';
import type { TestBridge } from '../../../support/bridge';

const CHARGES = '/v1/devices/counter-1/charges';
const good = { amount: '1250.50', currency: 'NPR' };

function post(
  shop: TestBridge,
  body: unknown,
  headers: Record<string, string> = {},
  path = CHARGES,
): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return shop.api(path, { method: 'POST', body: text, headers: { 'content-type': 'application/json', ...headers } });
}

async function problemOf(reply: Response): Promise<Record<string, unknown>> {
  expect(reply.headers.get('content-type')).toContain('application/problem+json');
  const problem = (await reply.json()) as Record<string, unknown>;
  expect(problem).toMatchObject({
    status: reply.status,
    type: expect.stringMatching(/^\/problems\//) as string,
    title: expect.any(String) as string,
    detail: expect.any(String) as string,
  });
  return problem;
}

/** Sends raw bytes and reads until the server hangs up. */
function raw(shop: TestBridge, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(shop.httpPort, '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('utf8').on('data', (part: string) => (text += part));
    socket.on('error', () => undefined).on('close', () => resolve(text));
  });
}

describe('a charge over HTTP', () => {
  test('has exactly the fields that a shop was promised, and more of them as it goes', async () => {
    const shop = await startTestBridge();
    const made = await post(shop, { ...good, reference: 'bill 7', expiresInSeconds: 120 });
    expect(made.status).toBe(201);
    const charge = (await made.json()) as Record<string, string>;
    expect(made.headers.get('location')).toBe(`/v1/charges/${charge['id']}`);
    expect(Object.keys(charge).sort()).toEqual([
      'amount',
      'amountMinor',
      'createdAt',
      'currency',
      'device',
      'expiresAt',
      'id',
      'qr',
      'reference',
      'state',
      'switch',
    ]);
    expect(charge['id']).toMatch(/^ch_[0-9A-HJKMNP-TV-Z]{24}$/);
    expect(Date.parse(charge['expiresAt']!) - Date.parse(charge['createdAt']!)).toBeLessThanOrEqual(120_000);
    await shop.till.tell('session-1', 'paid', { txnId: 'T-1' });
    const paid = await (await shop.api(`/v1/charges/${charge['id']}`)).json();
    expect(paid).toMatchObject({ state: 'paid', switchTxnId: 'T-1', paidAt: expect.stringMatching(/Z$/) as string });
    expect(paid).not.toHaveProperty('spokenAt');
    expect(paid).not.toHaveProperty('late');
  });

  test('that is paid after it was cancelled says that it was late', async () => {
    const shop = await startTestBridge();
    const { id } = await shop.charge();
    const cancelled = await shop.api(`/v1/charges/${id}/cancel`, { method: 'POST' });
    expect(await cancelled.json()).toMatchObject({ id, state: 'cancelled' });
    await shop.till.tell('session-1', 'paid');
    expect(await (await shop.api(`/v1/charges/${id}`)).json()).toMatchObject({ state: 'paid', late: true });
    const again = await shop.api(`/v1/charges/${id}/cancel`, { method: 'POST' });
    expect(again.status).toBe(409);
    expect(await problemOf(again)).toMatchObject({ type: '/problems/conflict' });
  });

  test('is found in the list by device and state, newest first, page by page', async () => {
    const shop = await startTestBridge({ devices: [{}, { id: 'counter-2' }] });
    const ids = [await shop.charge(), await shop.charge(), await shop.charge({}, 'counter-2')].map(({ id }) => id);
    await shop.till.tell('session-1', 'paid');
    const list = async (query: string): Promise<string[]> => {
      const reply = (await (await shop.api(`/v1/charges${query}`)).json()) as { charges: { id: string }[] };
      return reply.charges.map(({ id }) => id);
    };
    expect(await list('')).toEqual([...ids].reverse());
    expect(await list('?device=counter-1')).toEqual([ids[1], ids[0]]);
    expect(await list('?state=paid')).toEqual([ids[0]]);
    expect(await list('?limit=1')).toEqual([ids[2]]);
    expect(await list(`?before=${ids[2]}&limit=1`)).toEqual([ids[1]]);
    for (const query of ['?state=lost', '?limit=0', '?limit=x', '?nonsense=1'])
      expect((await shop.api(`/v1/charges${query}`)).status, query).toBe(422);
  });

  test.each([
    ['no amount', { currency: 'NPR' }, 422, 'amount'],
    ['an amount as a number', { amount: 12, currency: 'NPR' }, 422, 'amount'],
    ['too many decimals', { amount: '1.234', currency: 'NPR' }, 422, 'amount'],
    ['nothing to pay', { amount: '0.00', currency: 'NPR' }, 422, 'amount'],
    ['more than a box can say', { amount: '99999999.00', currency: 'NPR' }, 422, 'amount'],
    ['a currency that nobody knows', { amount: '1', currency: 'XYZ' }, 422, 'currency'],
    ['a setting that is none', { ...good, amountt: '1' }, 422, ''],
    ['a life of a second', { ...good, expiresInSeconds: 1 }, 422, 'expiresInSeconds'],
  ])('is refused with %s, and the field is named', async (_what, body, status, path) => {
    const shop = await startTestBridge();
    const reply = await post(shop, body);
    expect(reply.status).toBe(status);
    const problem = await problemOf(reply);
    expect((problem['errors'] as { path: string }[])[0]!.path).toBe(path);
    expect(shop.till.made).toEqual([]);
  });

  test('is refused when the switch does not take the currency, is not bound to the box, or there is no such box', async () => {
    const shop = await startTestBridge();
    expect((await post(shop, { amount: '1', currency: 'KHR' })).status).toBe(422);
    expect((await post(shop, { ...good, switch: 'nepalpay' })).status).toBe(422);
    expect((await post(shop, good, {}, '/v1/devices/counter-9/charges')).status).toBe(404);
  });

  test.each([
    [new SwitchError('refused', 'till: closed', false), 502],
    [new SwitchError('auth', 'till: who are you', false), 502],
    [new SwitchError('unreachable', 'till: no answer', true), 504],
    [new SwitchError('limit', 'till: slower', true), 429],
    [new Error('a mistake of ours with /a/path'), 500],
  ])('says what the switch said: %s', async (error, status) => {
    const shop = await startTestBridge();
    shop.till.refusal = error as SwitchError;
    const reply = await post(shop, good);
    expect(reply.status).toBe(status);
    const { detail } = await problemOf(reply);
    if (status === 500) expect(detail).not.toContain('path');
    else expect(detail).toBe(error.message);
    expect(await shop.bridge.charges({})).toEqual([]);
  });
});

describe('an Idempotency-Key', () => {
  test('makes the same request one charge, also when it comes twice at once and after a restart', async () => {
    const shop = await startTestBridge();
    const key = { 'idempotency-key': 'till-7-bill-42' };
    const both = await Promise.all([post(shop, good, key), post(shop, good, key)]);
    const ids = await Promise.all(both.map(async (reply) => ((await reply.json()) as { id: string }).id));
    expect(ids[0]).toBe(ids[1]);
    await shop.close();
    const restarted = await shop.again();
    const later = await post(restarted, good, key);
    expect(later.status).toBe(201);
    expect(((await later.json()) as { id: string }).id).toBe(ids[0]);
    expect(shop.till.made).toHaveLength(1);
  });

  test('for another request is refused, and must be printable', async () => {
    const shop = await startTestBridge();
    const key = { 'idempotency-key': 'one' };
    await post(shop, good, key);
    const other = await post(shop, { ...good, amount: '1.00' }, key);
    expect(other.status).toBe(422);
    expect(await problemOf(other)).toMatchObject({ type: '/problems/idempotency-key-reused' });
    expect((await post(shop, good, { 'idempotency-key': 'x'.repeat(256) })).status).toBe(400);
    expect(await shop.bridge.charges({})).toHaveLength(1);
  });

  test('is free again when the charge could not be made', async () => {
    const shop = await startTestBridge();
    const key = { 'idempotency-key': 'one' };
    shop.till.refusal = new SwitchError('unreachable', 'till: no answer', true);
    expect((await post(shop, good, key)).status).toBe(504);
    shop.till.refusal = undefined;
    expect((await post(shop, good, key)).status).toBe(201);
  });
});

describe('the server', () => {
  test('answers only who has a token, and tells nobody else whether a charge is there', async () => {
    const shop = await startTestBridge();
    const { id } = await shop.charge();
    for (const token of ['', 'test-toke', 'test-token2', 'TEST-TOKEN']) {
      const reply = await shop.api(`/v1/charges/${id}`, { token });
      expect(reply.status).toBe(401);
      expect(reply.headers.get('www-authenticate')).toContain('Bearer');
      await problemOf(reply);
    }
    for (const path of ['/healthz', '/readyz', '/openapi.json'])
      expect((await shop.api(path, { token: '' })).status, path).toBe(200);
    expect((await shop.api('/metrics', { token: '' })).status).toBe(401);
  });

  test('knows its paths and methods', async () => {
    const shop = await startTestBridge();
    for (const path of ['/', '/v1', '/v1/charges/', '/v1/charges/x/y', '/v1/devices/%ff/charges', '/v2/charges']) {
      expect((await shop.api(path)).status, path).toBe(404);
    }
    const wrong = await shop.api('/v1/charges/x', { method: 'DELETE' });
    expect(wrong.status).toBe(405);
    expect(wrong.headers.get('allow')).toBe('GET, HEAD');
    await problemOf(wrong);
    const head = await shop.api('/v1/devices', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(2);
  });

  test('reads only JSON, only UTF-8, and only so much of it', async () => {
    const shop = await startTestBridge();
    expect((await post(shop, good, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post(shop, '{"amount":')).status).toBe(400);
    expect((await post(shop, '[]')).status).toBe(422);
    const latin = await shop.api(CHARGES, {
      method: 'POST',
      body: Buffer.from([0x22, 0xe9, 0x22]),
      headers: { 'content-type': 'application/json' },
    });
    expect(latin.status).toBe(400);
    const large = await post(shop, JSON.stringify({ ...good, reference: 'x'.repeat(65 * 1024) }));
    expect(large.status).toBe(413);
    await problemOf(large);
    const chunked = new ReadableStream({
      start(controller) {
        for (let n = 0; n < 70; n++) controller.enqueue(new Uint8Array(1024));
        controller.close();
      },
    });
    const streamed = {
      method: 'POST',
      body: chunked,
      duplex: 'half',
      headers: { 'content-type': 'application/json' },
    } as RequestInit;
    expect((await shop.api(CHARGES, streamed)).status).toBe(413);
  });

  test('answers what is no HTTP with a problem, and hangs up', async () => {
    const shop = await startTestBridge();
    expect(await raw(shop, 'nonsense\r\n\r\n')).toContain('application/problem+json');
    expect(await raw(shop, `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1.1 431/);
  });

  test('lets no page frame it, sniff it or keep it', async () => {
    const shop = await startTestBridge();
    const { headers } = await shop.api('/healthz');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  test('is ready while the store can be written', async () => {
    const shop = await startTestBridge();
    expect(await (await shop.api('/readyz')).json()).toEqual({ ready: true, reasons: [] });
  });

  test('hands a switch what is pushed to it, on its own path and on the one that its documents fix', async () => {
    const shop = await startTestBridge({ config: { http: { webhookPaths: { '/till/confirm': 'till/confirm' } } } });
    for (const path of ['/v1/webhooks/till/confirm', '/till/confirm']) {
      const reply = await shop.api(path, { token: '', method: 'POST', body: 'words', headers: { 'x-till': 'signed' } });
      expect([reply.status, await reply.text()]).toEqual([202, 'confirm signed words']);
    }
    expect((await shop.api('/v1/webhooks/nobody/x', { method: 'POST' })).status).toBe(404);
  });

  test('lists the boxes as they are', async () => {
    const shop = await startTestBridge();
    expect(await (await shop.api('/v1/devices')).json()).toMatchObject({
      devices: [{ id: 'counter-1', online: false, unspoken: 0 }],
    });
    const box = await shop.box().start();
    await shop.api('/v1/devices');
    expect(await (await shop.api('/v1/devices/counter-1')).json()).toMatchObject({
      online: true,
      firmware: '0.1.0',
      title: 'Tea stall',
    });
    expect((await shop.api('/v1/devices/counter-9')).status).toBe(404);
    expect(box.faults).toEqual([]);
  });

  test('closes in time, with readers of its events and boxes connected', async () => {
    const shop = await startTestBridge();
    await shop.box().start();
    const stream = await shop.api('/v1/events');
    const startedMs = performance.now();
    await shop.close();
    expect(performance.now() - startedMs).toBeLessThan(5_000);
    await stream.text();
  });
});

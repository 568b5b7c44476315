// A hostile client before the API and the webhooks, on raw sockets where a library would be too polite.
import { setInterval as every } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { startTestBridge } from '../support/bridge';
import type { TestBridge } from '../support/bridge';
import { TOKEN } from '../support/bridge-config';
import { rawHttp } from '../support/raw-http';

const JSON_TYPE = { 'content-type': 'application/json' };
const CHARGE = '{"amount":"7.00","currency":"NPR"}';
const CHARGES = '/v1/devices/counter-1/charges';
const KEY = `Authorization: Bearer ${TOKEN}\r\n`;
const LIMIT_MS = 45_000;

/** A request as text; the head ends with the connection unless the attack needs it. */
function request(line: string, headers: string, body = ''): string {
  return `${line} HTTP/1.1\r\nHost: bridge\r\n${headers}\r\n${body}`;
}
const post = (headers: string, body: string): string =>
  request(`POST ${CHARGES}`, `${KEY}Content-Type: application/json\r\n${headers}`, body);

async function made(shop: TestBridge): Promise<number> {
  return (await shop.bridge.charges({})).length;
}

describe('a request without the right to it', () => {
  test.each([
    ['no token', {}],
    ['an empty token', { authorization: 'Bearer ' }],
    ['a wrong token', { authorization: 'Bearer test-tokem' }],
    ['the beginning of the token', { authorization: `Bearer ${TOKEN.slice(0, -1)}` }],
    ['the token and more', { authorization: `Bearer ${TOKEN}x` }],
    ['the token twice', { authorization: `Bearer ${TOKEN}, Bearer ${TOKEN}` }],
    ['the token as Basic', { authorization: `Basic ${Buffer.from(`x:${TOKEN}`).toString('base64')}` }],
    ['the token as a cookie', { cookie: `token=${TOKEN}` }],
    ['a token of 100,000 letters', { authorization: `Bearer ${'a'.repeat(10_000)}` }],
  ])('is refused: %s', async (_what, headers) => {
    const shop = await startTestBridge();
    const answer = await shop.api(CHARGES, {
      token: '',
      method: 'POST',
      headers: { ...JSON_TYPE, ...headers },
      body: CHARGE,
    });
    expect(answer.status).toBe(401);
    expect(await made(shop)).toBe(0);
  });

  test('is refused in the query, where logs of proxies would keep it', async () => {
    const shop = await startTestBridge();
    expect((await shop.api(`/v1/charges?access_token=${TOKEN}`, { token: '' })).status).toBe(401);
  });

  test.each(['x-http-method-override', 'x-method-override', 'x-http-method'])(
    'cannot become another by %s',
    async (header) => {
      const shop = await startTestBridge();
      const { id } = await shop.charge();
      const answer = await shop.api(`/v1/charges/${id}`, { method: 'POST', headers: { [header]: 'DELETE' } });
      expect(answer.status).toBe(405);
      expect((await shop.api(`/v1/charges/${id}?_method=POST`)).status).toBe(200);
      expect((await shop.bridge.charge(id))?.state).toBe('open');
    },
  );
});

describe('a page that a browser was lured to', () => {
  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
    'cannot make a charge with a simple request of type "%s", even with a token',
    async (type) => {
      const shop = await startTestBridge();
      const answer = await shop.api(CHARGES, {
        method: 'POST',
        headers: { origin: 'https://evil.example', 'content-type': type },
        body: CHARGE,
      });
      expect(answer.status).toBe(415);
      expect(await made(shop)).toBe(0);
    },
  );

  test('is not allowed to read or to ask first: no answer names its origin', async () => {
    const shop = await startTestBridge();
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    const asked = await shop.api(CHARGES, { method: 'OPTIONS', headers });
    expect(asked.status).toBe(405);
    const read = await shop.api('/v1/charges', { headers });
    for (const answer of [asked, read]) {
      expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
      expect(answer.headers.get('x-frame-options')).toBe('DENY');
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    }
  });
});

describe('a body', () => {
  test('under a used Idempotency-Key that asks for something else is refused', async () => {
    const shop = await startTestBridge();
    const ask = (body: string) =>
      shop.api(CHARGES, { method: 'POST', headers: { ...JSON_TYPE, 'idempotency-key': 'bill-7' }, body });
    expect((await ask(CHARGE)).status).toBe(201);
    expect((await ask('{"amount":"70.00","currency":"NPR"}')).status).toBe(422);
    expect((await ask(CHARGE)).status).toBe(201);
    expect(await made(shop)).toBe(1);
  });

  test.each([
    ['is 64 kilobytes of brackets', `${'['.repeat(32_000)}${']'.repeat(32_000)}`, 422],
    ['is 64 kilobytes of nested objects', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, 422],
    ['is larger than 64 kilobytes', `"${'a'.repeat(65_536)}"`, 413],
    ['names a prototype', '{"amount":"7.00","currency":"NPR","__proto__":{"reference":"x"}}', 422],
    ['names a constructor', '{"amount":"7.00","currency":"NPR","constructor":{"prototype":{"x":1}}}', 422],
    ['has an amount that is a number', '{"amount":7,"currency":"NPR"}', 422],
    ['has an amount in exponents', '{"amount":"7e3","currency":"NPR"}', 422],
    ['has a negative amount', '{"amount":"-7.00","currency":"NPR"}', 422],
    ['has more than a box can show', '{"amount":"99999999999.00","currency":"NPR"}', 422],
    ['has a broken UTF-8 byte', '{"amount":"7.00","currency":"NPR","reference":"\xff"}', 400],
    ['is cut off', '{"amount":"7.0', 400],
  ])('that %s is refused', async (_what, body, status) => {
    const shop = await startTestBridge();
    const answer = await shop.api(CHARGES, { method: 'POST', headers: JSON_TYPE, body: Buffer.from(body, 'latin1') });
    expect(answer.status).toBe(status);
    expect(({} as Record<string, unknown>)['reference']).toBeUndefined();
    expect(await made(shop)).toBe(0);
  });

  test('writes nothing but its own line into the log, whatever is in it', async () => {
    const shop = await startTestBridge();
    const reference = 'bill\r\n{"level":60,"msg":"paid"}\u001b[2J\u2028';
    await shop.charge({ reference });
    await shop.api('/v1/webhooks/nobody/%0d%0aforged', { method: 'POST', body: 'x\r\ny' });
    for (const line of shop.log) {
      expect(() => JSON.parse(line) as unknown).not.toThrow();
      expect(line.slice(0, -1)).not.toMatch(/[\x00-\x1f\x7f]/);
    }
  });
});

describe('a request that two readers would read differently', () => {
  test.each([
    ['both lengths', post('Content-Length: 34\r\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${CHARGE}`)],
    ['two lengths', post('Content-Length: 34\r\nContent-Length: 0\r\n', CHARGE)],
    ['a list of lengths', post('Content-Length: 34, 34\r\n', CHARGE)],
    ['a length with a sign', post('Content-Length: +34\r\n', CHARGE)],
    ['a length in hexadecimal', post('Content-Length: 0x22\r\n', CHARGE)],
    ['a transfer coding that is not chunked', post('Transfer-Encoding: xchunked\r\n', CHARGE)],
    ['chunked, and something after it', post('Transfer-Encoding: chunked, identity\r\n', CHARGE)],
    ['a folded header', post('Content-Length: 34\r\nX-A: b\r\n Transfer-Encoding: chunked\r\n', CHARGE)],
    ['a blank before the colon', post('Content-Length : 34\r\n', CHARGE)],
    ['a bare line feed', post('Content-Length: 34\nX-A: b\r\n', CHARGE)],
    ['a NUL in a header', post('Content-Length: 34\r\nX-A: b\0c\r\n', CHARGE)],
    ['a chunk length that overflows', post('Transfer-Encoding: chunked\r\n', `fffffffffffffffff\r\n${CHARGE}`)],
    ['a chunk length with a sign', post('Transfer-Encoding: chunked\r\n', `-22\r\n${CHARGE}\r\n0\r\n\r\n`)],
    ['no host', `GET /v1/charges HTTP/1.1\r\n${KEY}\r\n`],
    ['two tokens', request('GET /v1/charges', `${KEY}Authorization: Bearer other\r\nConnection: close\r\n`)],
    ['two hosts', request('GET /v1/charges', `${KEY}Host: evil\r\nConnection: close\r\n`)],
  ])('is refused: %s', async (_what, bytes) => {
    const shop = await startTestBridge();
    const { statuses } = await rawHttp(shop.httpPort, bytes);
    expect(statuses).toEqual([400]);
    expect(await made(shop)).toBe(0);
  });

  test.each([
    '/v1/webhooks/../charges',
    '/v1/webhooks/%2e%2e/charges',
    '/v1/webhooks/.%2E/charges',
    '/v1/webhooks/..%2fcharges',
    '/v1/webhooks\\..\\charges',
    '//v1/charges',
    '/./v1/charges',
    '/v1/charges%00.json',
    '@evil.example/v1/charges',
    'http://evil.example/v1/charges',
    'v1/charges',
  ])('is refused for its path: %s', async (path) => {
    const shop = await startTestBridge();
    const { statuses } = await rawHttp(shop.httpPort, request(`GET ${path}`, `${KEY}Connection: close\r\n`));
    expect(statuses).toEqual([400]);
  });

  test('is not answered on a connection that goes on after a refusal', async () => {
    const shop = await startTestBridge();
    const smuggled = `GET /v1/charges HTTP/1.1\r\nHost: bridge\r\n${KEY}\r\n`;
    const { statuses } = await rawHttp(
      shop.httpPort,
      post('Content-Length: 5\r\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${smuggled}`),
    );
    expect(statuses).toEqual([400]);
  });
});

describe('a client that wastes the time of the server', () => {
  test.concurrent.each<[string, string, string]>([
    ['sends its headers a byte a second', 'GET /healthz HTTP/1.1\r\nHost: bridge\r\nX-A: ', 'a'],
    ['sends its body a byte a second', post('Content-Length: 1000\r\n', ''), ' '],
    ['sends its chunks a byte a second', post('Transfer-Encoding: chunked\r\n', ''), '1\r\n \r\n'],
  ])('and %s is hung up on', { timeout: LIMIT_MS }, async (_what, head, drop) => {
    const shop = await startTestBridge();
    const startedMs = performance.now();
    const { statuses } = await rawHttp(shop.httpPort, head, (socket) => {
      void (async () => {
        for await (const _tick of every(500)) {
          if (socket.destroyed) return;
          socket.write(drop);
        }
      })();
    });
    expect(statuses.every((status) => status === 408)).toBe(true);
    expect(performance.now() - startedMs).toBeLessThan(24_000);
  });

  test.each([
    ['one header of 100 kilobytes', `X-A: ${'a'.repeat(100_000)}\r\n`],
    ['three thousand headers', Array.from({ length: 3_000 }, (_none, n) => `X-${n}: a\r\n`).join('')],
  ])('or its memory with %s is hung up on', async (_what, headers) => {
    const shop = await startTestBridge();
    const { statuses } = await rawHttp(shop.httpPort, request('GET /healthz', headers));
    expect(statuses).toEqual([431]);
    expect((await shop.api('/healthz')).status).toBe(200);
  });
});

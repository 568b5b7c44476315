import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { requestJson } from '../../../../bridge/net/json-request';

let server: Server | undefined;
afterEach(() => server?.closeAllConnections() ?? server?.close());

async function ask(listener: RequestListener, change: { timeoutMs?: number; limitBytes?: number } = {}) {
  server = createServer(listener);
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const fixed = { who: 'switch', method: 'POST', headers: {}, body: '{}', signal: undefined } as const;
  return requestJson({ ...fixed, url, timeoutMs: 2_000, limitBytes: 1_000, ...change });
}
const answer =
  (status: number, body: string, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    response.writeHead(status, headers).end(body);

describe('a JSON request', () => {
  test('gives status and body, of a refusal too', async () => {
    expect(await ask(answer(400, '{"code":"E007"}'))).toEqual({ status: 400, body: { code: 'E007' } });
  });
  test.each([
    [answer(200, '<html>'), 'malformed', false, 'a web page instead of JSON (HTTP 200)'],
    [answer(502, '<html>'), 'unreachable', true, 'a web page instead of JSON (HTTP 502)'],
    [answer(200, ''), 'malformed', false, 'nothing instead of JSON'],
    [answer(401, '{}'), 'auth', false, 'credentials'],
    [answer(403, '<html>'), 'auth', false, 'credentials'],
    [answer(302, '', { location: 'http://127.0.0.1:1/' }), 'malformed', false, 'redirect'],
    [answer(200, 'x'.repeat(2_000)), 'limit', false, 'longer than 1000 bytes'],
  ] as const)('turns bad answer %# into words', async (listener, code, retry, words) => {
    await expect(ask(listener)).rejects.toMatchObject({
      code,
      retry,
      message: expect.stringContaining(words) as string,
    });
  });
  test('says how long to wait when the other side says so', async () => {
    await expect(ask(answer(429, '', { 'retry-after': '7' }))).rejects.toMatchObject({
      code: 'limit',
      retryAfterMs: 7_000,
    });
    await expect(ask(answer(429, ''))).rejects.toMatchObject({ code: 'limit', retryAfterMs: undefined });
  });
  test('ends at its time-out, before the answer and in the middle of it', async () => {
    await expect(ask(() => undefined, { timeoutMs: 50 })).rejects.toMatchObject({ code: 'unreachable', retry: true });
    const half: RequestListener = (_request, response) => void response.writeHead(200).write('{');
    await expect(ask(half, { timeoutMs: 80 })).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('no answer within') as string,
    });
  });
  test('names the system’s reason when nobody listens', async () => {
    const fixed = { who: 'switch', method: 'GET', headers: {}, body: undefined, signal: undefined } as const;
    const refused = requestJson({ ...fixed, url: 'http://127.0.0.1:1/', timeoutMs: 2_000, limitBytes: 10 });
    await expect(refused).rejects.toMatchObject({ code: 'unreachable' });
  });
});

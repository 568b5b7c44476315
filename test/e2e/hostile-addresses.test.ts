// Addresses that could lead the bridge to places that only it can reach. They are the operator's alone to set: no request
// names one. What answers there may still be hostile.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RequestListener } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isWebhookUrl, postSigned } from '../../bridge/net/signed-webhook';
import { requestJson } from '../../bridge/net/json-request';

const SECRET = `whsec_${Buffer.alloc(24, 5).toString('base64')}`;
const MESSAGE = { id: 'unannounced-counter-1-7', type: 'announcement.unannounced', atMs: 0, data: {} };
const PIECE = Buffer.alloc(64 * 1024, 0x20);

async function server(listener: RequestListener): Promise<string> {
  const made = createServer(listener);
  await new Promise<void>((listening) => void made.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    made.closeAllConnections();
    made.close();
  });
  return `http://127.0.0.1:${(made.address() as AddressInfo).port}/`;
}

/** An answer that would never end; counts what it got rid of. */
async function endless(): Promise<{ url: string; megabytes: () => number }> {
  let bytes = 0;
  const url = await server((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const more = (): void => {
      while (!response.destroyed && response.write(PIECE)) bytes += PIECE.length;
    };
    response.on('drain', more);
    more();
  });
  return { url, megabytes: () => bytes / 1024 / 1024 };
}

describe('the address of the operator’s webhook', () => {
  test.each([
    'http://169.254.169.254/latest/meta-data/',
    'http://[fd00:ec2::254]/latest/meta-data/',
    'http://metadata.google.internal/',
    'http://10.0.0.1/',
    'http://0.0.0.0/',
    'http://127.0.0.1.nip.io/',
    'http://localhost.evil.example/',
    'http://evil.example/?localhost',
    'http://user:password@127.0.0.1/',
    'https://user:password@hooks.example/',
    'ftp://127.0.0.1/',
    'file:///etc/passwd',
    'gopher://127.0.0.1:6379/_FLUSHALL',
    'data:text/plain,x',
    '//hooks.example/',
    'hooks.example',
  ])('is refused: %s', (url) => {
    expect(isWebhookUrl(url)).toBe(false);
  });

  test('leads nowhere else: a redirect is not followed', async () => {
    let inside = 0;
    const secret = await server((_request, response) => {
      inside++;
      response.end('the inside');
    });
    for (const status of [301, 302, 303, 307, 308]) {
      const url = await server((_request, response) => response.writeHead(status, { location: secret }).end());
      expect(await postSigned({ url, secret: SECRET }, MESSAGE, 0)).toBe(`it answered ${status}`);
    }
    expect(inside).toBe(0);
  });

  test('is not listened to: an answer without end is cut off at once', async () => {
    const { url, megabytes } = await endless();
    expect(await postSigned({ url, secret: SECRET }, MESSAGE, 0)).toBeUndefined();
    expect(megabytes()).toBeLessThan(20);
  });
});

describe('the address of a switch', () => {
  const asked = { who: 'switch', method: 'GET', headers: { authorization: 'Bearer x' }, body: undefined } as const;
  const limits = { timeoutMs: 5_000, limitBytes: 64 * 1024, signal: undefined };

  test('takes the credentials nowhere else: a redirect is an error', async () => {
    let inside = 0;
    const secret = await server((_request, response) => {
      inside++;
      response.end('{}');
    });
    const url = await server((_request, response) => response.writeHead(307, { location: secret }).end());
    await expect(requestJson({ ...asked, ...limits, url })).rejects.toMatchObject({ code: 'malformed' });
    expect(inside).toBe(0);
  });

  test('that answers without end is cut off at the limit', async () => {
    const { url, megabytes } = await endless();
    await expect(requestJson({ ...asked, ...limits, url })).rejects.toMatchObject({ code: 'limit' });
    expect(megabytes()).toBeLessThan(20);
  });
});

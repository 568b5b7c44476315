import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isWebhookSecret, isWebhookUrl, postSigned } from '../../../../bridge/net/signed-webhook';

// The example of the Standard Webhooks specification's reference libraries.
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const AT_MS = 1_614_265_330_000;

async function receiver(status: number, headers: Record<string, string> = {}) {
  const got: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      got.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
      response.writeHead(status, headers).end('what it says is nobody’s business');
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', type: 'contact', atMs: AT_MS, data: { amountMinor: 5 } };

describe('a signed webhook', () => {
  test('carries id, time and a signature that its receiver can check', async () => {
    const { got, url } = await receiver(204);
    expect(await postSigned({ url, secret: SECRET }, message, AT_MS)).toBeUndefined();
    const body = '{"type":"contact","timestamp":"2021-02-25T15:02:10.000Z","data":{"amountMinor":5}}';
    expect(got).toMatchObject([
      {
        body,
        headers: {
          'webhook-id': message.id,
          'webhook-timestamp': '1614265330',
          // openssl dgst -sha256 -mac HMAC, over id.timestamp.body
          'webhook-signature': 'v1,oHJGqxboVKdt8MRzk3M1J2nJsYBBsY/GVZkxOO0hvxc=',
        },
      },
    ]);
  });

  test('is not taken when the receiver says so, sends us elsewhere, or is not there', async () => {
    const refuses = await receiver(503);
    expect(await postSigned({ url: refuses.url, secret: SECRET }, message, AT_MS)).toBe('it answered 503');
    const other = await receiver(204);
    const leads = await receiver(307, { location: other.url });
    expect(await postSigned({ url: leads.url, secret: SECRET }, message, AT_MS)).toBe('it answered 307');
    expect(other.got).toEqual([]);
    const nowhere = { url: 'http://127.0.0.1:1/', secret: SECRET };
    expect(await postSigned(nowhere, message, AT_MS)).toMatch(/ECONNREFUSED|bad port/);
  });

  test('goes over https, or not off this machine, and its secret is a strong one', () => {
    const good = ['https://shop.example/hook', 'http://127.0.0.1:9/', 'http://[::1]/', 'http://localhost:3000/x'];
    const bad = ['http://shop.example/', 'ftp://shop.example/', 'https://me:pw@shop.example/', 'shop.example', ''];
    expect(good.map(isWebhookUrl)).toEqual(good.map(() => true));
    expect(bad.map(isWebhookUrl)).toEqual(bad.map(() => false));
    expect(isWebhookSecret(SECRET)).toBe(true);
    for (const weak of ['', 'whsec_', 'whsec_c2hvcnQ=', SECRET.slice(6), `whsec_${'A'.repeat(100)}`])
      expect(isWebhookSecret(weak)).toBe(false);
  });
});

// A shop's NotificationUrl for a fake switch: a real loopback server that hands requests to a connector, as the bridge
// does, and answers 503 while there is none.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Webhook, WebhookReply } from '../../bridge/payments/ports';

export interface NotificationUrl {
  /** http://127.0.0.1:<port>; what follows it is the webhook's path. */
  base: string;
  take: ((request: Webhook) => Promise<WebhookReply>) | undefined;
  close(): Promise<void>;
}

export async function openNotificationUrl(): Promise<NotificationUrl> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { pathname, search } = new URL(`http://shop${request.url}`);
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      const body = Buffer.concat(parts).toString();
      const asked = { path: pathname.slice(1), query: search.slice(1), method: request.method ?? '', headers, body };
      const answered = url.take?.(asked) ?? Promise.reject(new Error('closed'));
      answered.then(
        (reply) =>
          response.writeHead(reply.status, { 'content-type': reply.contentType, ...reply.headers }).end(reply.body),
        () => response.writeHead(503).end(),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url: NotificationUrl = {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take: undefined,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return url;
}

import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startTestBridge } from '../../../support/bridge';
import type { TestBridge } from '../../../support/bridge';

interface Operation {
  operationId: string;
  security: unknown[];
  parameters?: { name: string; in: string }[];
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object>; securitySchemes: object };
}

async function documentOf(shop: TestBridge): Promise<Document> {
  return (await (await shop.api('/openapi.json', { token: '' })).json()) as Document;
}

/** Holds an answer against what the document promises for this operation and status. */
async function hold(document: Document, path: string, method: string, reply: Response): Promise<void> {
  const promised = document.paths[path]?.[method]?.responses[String(reply.status)];
  expect(promised, `${method} ${path} ${reply.status}`).toBeDefined();
  const type = (reply.headers.get('content-type') ?? '').split(';')[0]!;
  const media = promised!.content?.[type];
  expect(media, `${method} ${path} ${reply.status} ${type}`).toBeDefined();
  if (!type.includes('json')) return;
  const whole = { ...media!.schema, $defs: document.components.schemas };
  const schema = z.fromJSONSchema(
    JSON.parse(JSON.stringify(whole).replaceAll('#/components/schemas/', '#/$defs/')) as Parameters<
      typeof z.fromJSONSchema
    >[0],
  );
  const read = schema.safeParse(await reply.json());
  expect(read.error?.issues, `${method} ${path} ${reply.status}`).toBeUndefined();
}

describe('the OpenAPI document', () => {
  test('names every route of the bridge and no other', async () => {
    const shop = await startTestBridge();
    const document = await documentOf(shop);
    expect(document.openapi).toBe('3.1.0');
    const listed = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(listed.sort()).toEqual([
      'delete /v1/devices/{device}/static-qr',
      'get /healthz',
      'get /metrics',
      'get /openapi.json',
      'get /readyz',
      'get /v1/charges',
      'get /v1/charges/{id}',
      'get /v1/devices',
      'get /v1/devices/{device}',
      'get /v1/events',
      'get /v1/webhooks/{switch}/{path}',
      'post /v1/charges/{id}/cancel',
      'post /v1/charges/{id}/present',
      'post /v1/charges/{id}/refund',
      'post /v1/devices/{device}/charges',
      'post /v1/webhooks/{switch}/{path}',
      'put /v1/devices/{device}/static-qr',
    ]);
    for (const one of listed) {
      const [method = '', path = ''] = one.split(' ');
      // The server knows the path, and another method than the listed ones it does not take.
      const reply = await shop.api(path.replace(/\{\w+\}/g, 'x'), { method: 'PATCH' });
      expect(reply.status, one).toBe(405);
      await hold(document, path, method, reply);
    }
    const ids = listed.map((one) => document.paths[one.split(' ')[1]!]![one.split(' ')[0]!]!.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('asks for a token exactly where the server does', async () => {
    const shop = await startTestBridge();
    const document = await documentOf(shop);
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const [method, { security }] of Object.entries(methods)) {
        const reply = await shop.api(path.replace(/\{\w+\}/g, 'x'), { method, token: '' });
        expect([path, reply.status === 401]).toEqual([path, security.length > 0]);
        await reply.body?.cancel();
      }
    }
  });

  test('is kept by every answer of a shop’s day', async () => {
    const shop = await startTestBridge();
    const document = await documentOf(shop);
    const json = { 'content-type': 'application/json' };
    const charges = '/v1/devices/{device}/charges';
    const ask = (body: unknown, device = 'counter-1', headers: Record<string, string> = json): Promise<Response> =>
      shop.api(`/v1/devices/${device}/charges`, {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers,
      });
    const good = { amount: '12.50', currency: 'NPR', reference: 'bill 7' };
    for (const reply of [
      ask(good),
      ask({ ...good, amount: 12 }),
      ask('{'),
      ask(good, 'nobody'),
      ask(good, 'counter-1', { 'content-type': 'text/plain' }),
      ask('x'.repeat(70_000)),
    ]) {
      await hold(document, charges, 'post', await reply);
    }
    const [charge] = await shop.bridge.charges({});
    const box = await shop.box().start();
    const spoken = box.next('paid');
    await shop.till.tell('session-1', 'paid', { txnId: 't' });
    await spoken;
    await hold(document, '/v1/charges/{id}', 'get', await shop.api(`/v1/charges/${charge!.id}`));
    await hold(document, '/v1/charges/{id}', 'get', await shop.api('/v1/charges/nothing'));
    await hold(document, '/v1/charges/{id}', 'get', await shop.api('/v1/charges/nothing', { token: '' }));
    await hold(
      document,
      '/v1/charges/{id}/cancel',
      'post',
      await shop.api(`/v1/charges/${charge!.id}/cancel`, { method: 'POST' }),
    );
    await hold(document, '/v1/charges', 'get', await shop.api('/v1/charges'));
    await hold(document, '/v1/charges', 'get', await shop.api('/v1/charges?limit=x'));
    await hold(document, '/v1/devices', 'get', await shop.api('/v1/devices'));
    await hold(document, '/v1/devices/{device}', 'get', await shop.api('/v1/devices/counter-1'));
    await hold(document, '/v1/devices/{device}', 'get', await shop.api('/v1/devices/nobody'));
    await hold(document, '/healthz', 'get', await shop.api('/healthz'));
    await hold(document, '/readyz', 'get', await shop.api('/readyz'));
    await hold(document, '/metrics', 'get', await shop.api('/metrics'));
    await hold(document, '/openapi.json', 'get', await shop.api('/openapi.json'));
  });
});

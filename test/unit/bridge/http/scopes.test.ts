import { describe, expect, onTestFinished, test } from 'vitest';
import { openSqlite } from '../../../../bridge/store/sqlite';
import type { Scope } from '../../../../bridge/store/port';
import { newToken } from '../../../../bridge/tokens';
import { startTestBridge } from '../../../support/bridge';
import type { TestBridge } from '../../../support/bridge';

const OWN = 'counter-1';
const OTHER = 'counter-2';

/** Two shops with a box each, and a token of every scope; the shop's is for the first box. */
async function twoShops(): Promise<{ shop: TestBridge; tokens: Record<Scope, string> }> {
  const shop = await startTestBridge({ devices: [{ id: OWN }, { id: OTHER }] });
  const store = await openSqlite(`${shop.folder}/ghanti.db`);
  onTestFinished(() => store.close());
  const add = async (scope: Scope): Promise<string> => {
    const { text, kept } = newToken(scope, scope, scope === 'shop' ? [OWN] : [], 0);
    await store.write((tx) => tx.insertToken(kept));
    return text;
  };
  return { shop, tokens: { operator: await add('operator'), shop: await add('shop'), read: await add('read') } };
}

interface Document {
  paths: Record<string, Record<string, { security: { token: Scope[] }[] }>>;
}

const LOOK = 'operator shop read';
/** What each operation is for, written down a second time: a new route must be thought about here, too. */
const ALLOWED: Record<string, string> = {
  'get /healthz': '',
  'get /readyz': '',
  'get /openapi.json': '',
  'get /v1/webhooks/{switch}/{path}': '',
  'post /v1/webhooks/{switch}/{path}': '',
  'get /metrics': 'operator read',
  'get /v1/charges': LOOK,
  'get /v1/charges/{id}': LOOK,
  'get /v1/devices': LOOK,
  'get /v1/devices/{device}': LOOK,
  'get /v1/events': LOOK,
  'post /v1/charges/{id}/cancel': 'operator shop',
  'post /v1/charges/{id}/present': 'operator shop',
  'post /v1/charges/{id}/refund': 'operator shop',
  'post /v1/devices/{device}/charges': 'operator shop',
  'put /v1/devices/{device}/static-qr': 'operator shop',
  'delete /v1/devices/{device}/static-qr': 'operator shop',
};

describe('a token of the API', () => {
  test('opens the operations of its scope and no other, and the document says which those are', async () => {
    const { shop, tokens } = await twoShops();
    const document = (await (await shop.api('/openapi.json', { token: '' })).json()) as Document;
    const said: Record<string, string> = {};
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const [method, { security }] of Object.entries(methods)) {
        const operation = `${method} ${path}`;
        said[operation] = security.flatMap(({ token }) => token).join(' ');
        const real = path.replace('{device}', OWN).replace(/\{\w+\}/g, 'x');
        for (const [scope, token] of Object.entries(tokens)) {
          const reply = await shop.api(real, { method: method.toUpperCase(), token });
          const refused = security.length > 0 && !said[operation].split(' ').includes(scope);
          expect([operation, scope, reply.status === 403]).toEqual([operation, scope, refused]);
          expect([operation, scope, reply.status === 401]).toEqual([operation, scope, false]);
          await reply.body?.cancel();
        }
      }
    }
    expect(said).toEqual(ALLOWED);
  });

  test('of a shop finds nothing of another shop, as if it were not there', async () => {
    const { shop, tokens } = await twoShops();
    const own = await shop.charge({}, OWN);
    const other = await shop.charge({}, OTHER);
    const token = tokens.shop;
    const json = { 'content-type': 'application/json' };
    const body = JSON.stringify({ amount: '1.00', currency: 'NPR' });
    const code = JSON.stringify({ code: '123456' });
    const qr = JSON.stringify({ switch: 'till', text: 'x' });
    const tries: [string, RequestInit][] = [
      [`/v1/devices/${OTHER}`, {}],
      [`/v1/devices/${OTHER}/charges`, { method: 'POST', body, headers: json }],
      [`/v1/devices/${OTHER}/static-qr`, { method: 'PUT', body: qr, headers: json }],
      [`/v1/devices/${OTHER}/static-qr`, { method: 'DELETE' }],
      [`/v1/charges/${other.id}`, {}],
      [`/v1/charges/${other.id}/cancel`, { method: 'POST' }],
      [`/v1/charges/${other.id}/refund`, { method: 'POST' }],
      [`/v1/charges/${other.id}/present`, { method: 'POST', body: code, headers: json }],
      [`/v1/charges?device=${OTHER}`, {}],
    ];
    for (const [path, init] of tries)
      expect([path, (await shop.api(path, { ...init, token })).status]).toEqual([path, 404]);
    const list = async (path: string): Promise<unknown> => (await shop.api(path, { token })).json();
    expect(await list('/v1/charges')).toMatchObject({ charges: [{ id: own.id }] });
    expect(await list('/v1/devices')).toMatchObject({ devices: [{ id: OWN }] });
    expect((await shop.bridge.charge(other.id))?.state).toBe('open');
  });

  test('of a shop hears the events of its own boxes alone', async () => {
    const { shop, tokens } = await twoShops();
    const stop = new AbortController();
    onTestFinished(() => stop.abort());
    const reply = await shop.api('/v1/events', { token: tokens.shop, signal: stop.signal });
    await shop.charge({}, OTHER);
    const own = await shop.charge({}, OWN);
    let text = '';
    for await (const part of reply.body as unknown as AsyncIterable<Uint8Array>) {
      text += new TextDecoder().decode(part);
      if (text.includes(own.id)) break;
    }
    expect(text).not.toContain(OTHER);
  });

  test('is refused from the moment on in which it is revoked', async () => {
    const { shop, tokens } = await twoShops();
    const store = await openSqlite(`${shop.folder}/ghanti.db`);
    onTestFinished(() => store.close());
    const [first] = (await store.read((tx) => tx.tokens())).filter(({ scope }) => scope === 'read');
    expect((await shop.api('/v1/devices', { token: tokens.read })).status).toBe(200);
    expect(await store.write((tx) => tx.revokeToken(first!.id, 1))).toBe(true);
    expect((await shop.api('/v1/devices', { token: tokens.read })).status).toBe(401);
    expect(await store.write((tx) => tx.revokeToken(first!.id, 2))).toBe(false);
  });

  test('that is wrong again and again is answered no more, and a good one still is', async () => {
    const { shop, tokens } = await twoShops();
    const statuses: number[] = [];
    for (let n = 0; n < 25; n++) statuses.push((await shop.api('/v1/devices', { token: `guess-${n}` })).status);
    expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 401));
    expect(statuses.at(-1)).toBe(429);
    expect((await shop.api('/v1/devices', { token: tokens.operator })).status).toBe(200);
  });

  test('is nowhere in the store: only its hash is', async () => {
    const { shop, tokens } = await twoShops();
    const store = await openSqlite(`${shop.folder}/ghanti.db`);
    onTestFinished(() => store.close());
    const kept = JSON.stringify(await store.read((tx) => tx.tokens()));
    for (const token of Object.values(tokens)) expect(kept).not.toContain(token.slice('ghanti_'.length));
  });
});

describe('an Idempotency-Key', () => {
  test('of one shop is free for another, which may count its bills alike', async () => {
    const { shop } = await twoShops();
    const ask = (device: string): Promise<Response> =>
      shop.api(`/v1/devices/${device}/charges`, {
        method: 'POST',
        body: JSON.stringify({ amount: '1.00', currency: 'NPR' }),
        headers: { 'content-type': 'application/json', 'idempotency-key': 'bill-1' },
      });
    expect([(await ask(OWN)).status, (await ask(OTHER)).status]).toEqual([201, 201]);
  });
});

// One loopback HTTP server for the Open API, and for the hands of whoever plays the bank and its customers.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { refusal, UNAUTHORIZED, type Answer, type Desk } from './answers';
import type { Faults, Place } from './faults';
import type { Ledger } from './ledger';

const BODY_LIMIT_BYTES = 64 * 1024;
const CONTROL = '/__sim/';
type Body = Record<string, unknown>;

interface Route {
  place: Place;
  open?: true;
  answer(desk: Desk, body: never): Answer;
}
const ROUTES: Record<string, Route> = {
  '/v1/check_transaction_by_md5': { place: 'check', answer: (desk, body: Body) => desk.byMd5(body) },
  '/v1/check_transaction_by_hash': { place: 'check', answer: (desk, body: Body) => desk.byHash(body) },
  '/v1/check_transaction_by_short_hash': { place: 'check', answer: (desk, body: Body) => desk.byShortHash(body) },
  '/v1/check_transaction_by_md5_list': { place: 'list', answer: (desk, body: unknown) => desk.list(body) },
  '/v1/check_bakong_account': { place: 'check', open: true, answer: (desk, body: Body) => desk.account(body) },
  '/v1/generate_deeplink_by_qr': { place: 'check', open: true, answer: (desk, body: Body) => desk.deeplink(body) },
  '/v1/renew_token': { place: 'renew', open: true, answer: (desk, body: Body) => desk.renew(body) },
};

export interface Api {
  server: Server;
  /** Connections that are open now never answer again. */
  freeze(): void;
  /** Connections that are open now are cut. */
  cut(): void;
}

/** `control` takes the word behind /__sim/ and the posted JSON. */
export function createApi(
  parts: { ledger: Ledger; faults: Faults; desk: Desk },
  control: (word: string, body: Body) => object,
): Api {
  const { ledger, faults, desk } = parts;
  const frozen = new WeakSet<Socket>();
  const sockets = new Set<Socket>();
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '/').split('?')[0]!;
    const text = await readText(request);
    if (path.startsWith(CONTROL)) {
      const body = JSON.parse(text === '' ? '{}' : text) as Body;
      return send(response, { status: 200, body: control(path.slice(CONTROL.length), body) });
    }
    if (frozen.has(request.socket)) return;
    const done = (status: number): void => {
      ledger.seen.calls.push({ path, atMs: performance.now(), status });
      ledger.changed();
    };
    const route = ROUTES[path];
    const slowMs = route?.place === 'check' ? faults.use('slow') : undefined;
    if (slowMs !== undefined) await new Promise((resolve) => setTimeout(resolve, slowMs));
    if (route !== undefined && spoil(route.place, faults, response)) return done(0);
    const answer = answerOf(request, route, text);
    send(response, answer);
    done(answer.status);
  };
  const answerOf = (request: IncomingMessage, route: Route | undefined, text: string): Answer => {
    if (route === undefined) return { status: 404, body: { error: 'Not Found' } };
    if (request.method !== 'POST') return { status: 405, body: { error: 'POST only' } };
    if (request.headers['content-type']?.startsWith('application/json') !== true)
      return refusal(5, 'Content-Type must be application/json', 400);
    if (route.open !== true && !isAllowed(request.headers.authorization, ledger, faults))
      return faults.use('unauthorized-code') === undefined ? UNAUTHORIZED : { ...UNAUTHORIZED, status: 200 };
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null) return refusal(5, 'Missing required fields', 400);
    return route.answer(desk, body as never);
  };
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) =>
      send(response, { status: 400, body: { error: error instanceof Error ? error.message : 'bad request' } }),
    );
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return {
    server,
    freeze: () => sockets.forEach((socket) => frozen.add(socket)),
    cut: () => sockets.forEach((socket) => socket.destroy()),
  };
}

export async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

function isAllowed(header: string | undefined, ledger: Ledger, faults: Faults): boolean {
  const left = faults.use('token-after');
  if (left !== undefined && left <= 0) {
    faults.clear('token-after');
    ledger.revoke();
  } else if (left !== undefined) faults.set('token-after', { value: left - 1 });
  return ledger.token !== '' && header === `Bearer ${ledger.token}`;
}

/** Answers instead of the API when a fault of this place is on. A stalled request is left open for ever. */
function spoil(place: Place, faults: Faults, response: ServerResponse): boolean {
  if (faults.use(`${place}-stall`) !== undefined) return true;
  if (faults.use(`${place}-reset`) !== undefined) response.socket?.destroy();
  else if (faults.use(`${place}-401`) !== undefined) send(response, UNAUTHORIZED);
  else if (faults.use(`${place}-403`) !== undefined) page(response, 403, '403 Forbidden');
  else if (faults.use(`${place}-500`) !== undefined) send(response, refusal(15, 'Internal server error', 500));
  else if (faults.use(`${place}-504`) !== undefined) page(response, 504, '504 Gateway Time-out');
  else if (faults.use(`${place}-html`) !== undefined) page(response, 200, 'Scheduled maintenance');
  else {
    const seconds = faults.use(`${place}-429`);
    if (seconds === undefined) return false;
    response.writeHead(429, seconds > 0 ? { 'retry-after': String(seconds) } : {}).end('Too Many Requests');
  }
  return true;
}

function page(response: ServerResponse, status: number, title: string): void {
  response.writeHead(status, { 'content-type': 'text/html' }).end(`<html><head><title>${title}</title></head></html>`);
}
function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function readText(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > BODY_LIMIT_BYTES) throw new Error('too long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

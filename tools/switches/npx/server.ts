// One loopback HTTP server for the API, the pages and the hands of whoever plays the gateway.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { error, type Api, type Body } from './api';
import type { Faults, Place } from './faults';
import { SHOP } from './ledger';
import type { Page } from './pages';

const BODY_LIMIT_BYTES = 64 * 1024;
const CONTROL = '/__sim/';
const PLACES: Record<string, Place> = {
  '/V2/GeneratePaymentLink': 'link',
  '/GetProcessId': 'process',
  '/CheckTransactionStatus': 'status',
  '/GetPaymentInstrumentDetails': 'instruments',
  '/GetServiceCharge': 'charge',
};

export interface ServerParts {
  api: Api;
  faults: Faults;
  /** Takes the word behind /__sim/ and the posted JSON; throws for an unknown one. */
  control(word: string, body: Body): object;
  page(method: string, path: string, form: URLSearchParams): Page | undefined;
}
export interface ApiServer {
  server: Server;
  /** What is connected now is never answered again, and not closed. */
  freeze(): void;
  drop(): void;
}

export function createApiServer(parts: ServerParts): ApiServer {
  const sockets = new Set<Socket>();
  const frozen = new WeakSet<Socket>();
  const server = createServer((request, response) => {
    if (frozen.has(request.socket)) return;
    void readText(request)
      .then((text) => serve(parts, request, response, text))
      .catch((reason: unknown) =>
        sendJson(response, 400, { error: reason instanceof Error ? reason.message : 'bad request' }),
      );
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  return {
    server,
    freeze: () => sockets.forEach((socket) => frozen.add(socket)),
    drop: () => sockets.forEach((socket) => socket.destroy()),
  };
}

export async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

function serve(parts: ServerParts, request: IncomingMessage, response: ServerResponse, text: string): void {
  const { method = '' } = request;
  const path = (request.url ?? '/').split('?')[0]!;
  if (path.startsWith(CONTROL)) {
    return sendJson(response, 200, parts.control(path.slice(CONTROL.length), parse(text) ?? {}));
  }
  const place = PLACES[path];
  if (place === undefined) {
    const page = parts.page(method, path, new URLSearchParams(text));
    if (page === undefined) return sendJson(response, 404, { error: 'Not Found', path });
    const headers = page.location === undefined ? {} : { location: page.location };
    response.writeHead(page.status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(page.html);
    return;
  }
  if (spoil(place, parts.faults, request, response)) return;
  if (method !== 'POST') return sendJson(response, 405, { error: 'POST only' });
  if (request.headers.authorization !== BASIC) return sendJson(response, 401, { error: 'unauthorized' });
  const body = /^application\/json\b/.test(request.headers['content-type'] ?? '') ? parse(text) : undefined;
  const envelope = body === undefined ? error('E000', 'Invalid request') : parts.api.answer(place, path, body);
  if (place === 'link' && parts.faults.use('link-lost') !== undefined) return void request.socket.destroy();
  sendJson(response, 200, envelope);
}

const BASIC = `Basic ${Buffer.from(`${SHOP.merchantName}:${SHOP.apiPassword}`).toString('base64')}`;

/** Answers instead of the API when a fault of this place is on. A stalled request is left open for ever. */
function spoil(place: Place, faults: Faults, request: IncomingMessage, response: ServerResponse): boolean {
  const isQuestion = place === 'status' || place === 'instruments';
  const on = (trouble: '500' | 'html' | 'html-200' | 'stall' | '401' | 'cut'): boolean =>
    faults.use(`${place}-${trouble}`) !== undefined;
  if ((isQuestion && faults.use('no-road') !== undefined) || on('cut')) request.socket.destroy();
  else if (on('stall')) return true;
  else if (on('401')) sendJson(response, 401, { error: 'unauthorized' });
  else if (on('500')) sendJson(response, 500, error('E999', 'Internal error'));
  else if (on('html')) sendPage(response, 502);
  else if (on('html-200')) sendPage(response, 200);
  else {
    const seconds = faults.use(`${place}-429`);
    if (seconds === undefined) return false;
    const headers: Record<string, string> = seconds > 0 ? { 'retry-after': String(seconds) } : {};
    response.writeHead(429, { 'content-type': 'application/json', ...headers }).end('{}');
  }
  return true;
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
function sendPage(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/html' }).end('<!doctype html><title>Bad Gateway</title>');
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

function parse(text: string): Body | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : undefined;
  } catch {
    return undefined;
  }
}

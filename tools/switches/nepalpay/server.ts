// One loopback HTTP server for everything that the clearing house offers, and for the hands of whoever plays it.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Faults, Place } from './faults';
import { generateQr, type Answer } from './generate';
import { SHOP, type Ledger } from './ledger';
import { refund, report } from './report';
import type { TokenDesk } from './tokens';

const BODY_LIMIT_BYTES = 64 * 1024;
const CONTROL = '/__sim/';

/** `control` takes the word behind /__sim/ and the posted JSON. */
export function createApi(
  ledger: Ledger,
  faults: Faults,
  desk: TokenDesk,
  control: (word: string, body: Record<string, unknown>) => object,
): Server {
  const answer = (request: IncomingMessage, path: string, text: string): Answer => {
    if (path.startsWith(CONTROL)) return { status: 200, body: control(path.slice(CONTROL.length), parse(text)) };
    const header = request.headers.authorization;
    if (request.method !== 'POST') return { status: 405, body: { error: 'POST only' } };
    switch (path) {
      case '/qr/generateQR':
        return isBasic(header, SHOP.api.username, SHOP.api.password)
          ? generateQr(parse(text), ledger, faults)
          : UNAUTHORIZED;
      case '/oauth/token':
        if (!isBasic(header, SHOP.oauth.clientId, SHOP.oauth.clientSecret)) return UNAUTHORIZED;
        return desk.grant(new URLSearchParams(text));
      case '/nQR/v1/merchanttxnreport':
        return desk.opens(header) ? report(parse(text), ledger, faults) : UNAUTHORIZED;
      case '/nQR/v1/refund':
        return desk.opens(header) ? refund(parse(text), ledger) : UNAUTHORIZED;
      default:
        return { status: 404, body: { error: 'Not Found', path } };
    }
  };
  return createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0]!;
    void readText(request)
      .then((text) => {
        if (spoil(placeOf(path), faults, response)) return;
        send(response, answer(request, path, text));
      })
      .catch((error: unknown) =>
        send(response, { status: 400, body: { error: error instanceof Error ? error.message : 'bad request' } }),
      );
  });
}

export async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

const UNAUTHORIZED: Answer = { status: 401, body: { error: 'unauthorized' } };

function placeOf(path: string): Place | undefined {
  if (path === '/qr/generateQR') return 'generate';
  if (path === '/oauth/token') return 'oauth';
  return path === '/nQR/v1/merchanttxnreport' ? 'report' : undefined;
}

/** Answers instead of the API when a fault of this place is on. A stalled request is left open for ever. */
function spoil(place: Place | undefined, faults: Faults, response: ServerResponse): boolean {
  if (place === undefined) return false;
  if (faults.use(`${place}-stall`) !== undefined) return true;
  if (faults.use(`${place}-401`) !== undefined) send(response, UNAUTHORIZED);
  else if (faults.use(`${place}-500`) !== undefined)
    send(response, { status: 500, body: { responseCode: 'E999', responseMessage: 'ERROR', data: null } });
  else if (faults.use(`${place}-html`) !== undefined) {
    response.writeHead(502, { 'content-type': 'text/html' }).end('<!doctype html><title>502 Bad Gateway</title>');
  } else {
    const seconds = faults.use(`${place}-429`);
    if (seconds === undefined) return false;
    response
      .writeHead(429, {
        'content-type': 'application/json',
        ...(seconds > 0 ? { 'retry-after': String(seconds) } : {}),
      })
      .end('{}');
  }
  return true;
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

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function isBasic(header: string | undefined, username: string, password: string): boolean {
  return header === `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

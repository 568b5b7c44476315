// One loopback HTTP server for the two calls, the sockets and the hands of whoever plays the switch.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refused, type Answer, type Api, type Body } from './api';
import type { Faults, Place } from './faults';

const BODY_LIMIT_BYTES = 64 * 1024;
const CONTROL = '/__sim/';
const CALLS = '/api/merchant/merchantDetailsForThirdParty/';
const PLACES: Record<string, Place> = {
  [`${CALLS}thirdPartyDynamicQrDownload`]: 'qr',
  [`${CALLS}thirdPartyDynamicQrGetStatus`]: 'status',
};

/** `control` takes the word behind /__sim/ and the posted JSON; it throws for an unknown one. */
export function createApiServer(api: Api, faults: Faults, control: (word: string, body: Body) => object): Server {
  return createServer((request, response) => {
    void readText(request)
      .then((text) => {
        const path = (request.url ?? '/').split('?')[0]!;
        if (path.startsWith(CONTROL)) {
          return send(response, { status: 200, body: control(path.slice(CONTROL.length), parse(text) ?? {}) });
        }
        const place = PLACES[path];
        if (place === undefined) return send(response, { status: 404, body: { error: 'Not Found', path } });
        if (spoil(place, faults, request, response)) return;
        if (request.method !== 'POST') return send(response, { status: 405, body: { error: 'POST only' } });
        const body = parse(text);
        if (body === undefined) return send(response, refused('Invalid request'));
        const answer = place === 'qr' ? api.makeQr(body) : api.status(body);
        if (place === 'qr' && faults.use('qr-lost') !== undefined) return void request.socket.destroy();
        send(response, answer);
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

/** Answers instead of the API when a fault of this place is on. A stalled request is left open for ever. */
function spoil(place: Place, faults: Faults, request: IncomingMessage, response: ServerResponse): boolean {
  const on = (trouble: '500' | 'html' | 'stall' | '401' | 'refused' | 'cut'): boolean =>
    faults.use(`${place}-${trouble}`) !== undefined;
  if (on('stall')) return true;
  if (on('cut')) request.socket.destroy();
  else if (on('401')) send(response, { status: 401, body: { errorCode: 401, message: 'Unauthorized' } });
  else if (on('500')) send(response, { status: 500, body: { errorCode: 500, message: 'Internal error' } });
  else if (on('refused')) send(response, refused('Not allowed'));
  else if (on('html')) {
    response.writeHead(502, { 'content-type': 'text/html' }).end('<!doctype html><title>502 Bad Gateway</title>');
  } else {
    const seconds = faults.use(`${place}-429`);
    if (seconds === undefined) return false;
    const headers: Record<string, string> = seconds > 0 ? { 'retry-after': String(seconds) } : {};
    response.writeHead(429, { 'content-type': 'application/json', ...headers }).end('{}');
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

function parse(text: string): Body | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : undefined;
  } catch {
    return undefined;
  }
}

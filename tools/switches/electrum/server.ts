// One loopback HTTP server for the intermediate's operations, and for the hands of whoever plays it.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Desk } from './desk';
import type { Faults, Place } from './faults';
import type { Message, Reply } from './ledger';

const BODY_LIMIT_BYTES = 64 * 1024;
const CONTROL = '/__sim/';
const BASE = '/qr/v1';
const PLACES: Record<string, Place> = {
  '/qrCodes': 'create',
  '/payments': 'pay',
  '/payments/confirmations': 'confirm',
  '/payments/reversals': 'reverse',
};

/** @param control takes the word behind /__sim/ and the posted JSON */
export function createApi(
  desk: Desk,
  faults: Faults,
  credentials: { username: string; password: string },
  control: (word: string, body: Message) => object,
): Server {
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0]!;
    if (!path.startsWith(CONTROL) && faults.use('no-road') !== undefined) return void request.socket.destroy();
    void readText(request)
      .then((text) => answer(request, response, path, text))
      .catch((error: unknown) =>
        send(response, { status: 400, body: { error: error instanceof Error ? error.message : 'bad request' } }),
      );
  });
  const answer = (request: IncomingMessage, response: ServerResponse, path: string, text: string): void => {
    if (path.startsWith(CONTROL)) {
      const body = control(path.slice(CONTROL.length), parse(text)) as Message;
      return send(response, { status: 200, body });
    }
    const place = path.startsWith(BASE) ? PLACES[path.slice(BASE.length)] : undefined;
    if (place === undefined) return send(response, { status: 404, body: { error: 'Not Found', path } });
    if (request.method !== 'POST') return send(response, { status: 405, body: { error: 'POST only' } });
    if (!isBasic(request.headers.authorization, credentials)) return send(response, UNAUTHORIZED);
    if (place === 'confirm' || place === 'reverse') desk.see(place, parse(text));
    if (spoil(place, parse(text), desk, faults, response)) return;
    if (place === 'pay') return desk.pay(parse(text), (reply) => send(response, reply));
    send(response, desk[place](parse(text)));
    if (place === 'create' && faults.use('shut-after-create') !== undefined) server.close();
  };
  return server;
}

export async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

const UNAUTHORIZED: Reply = { status: 401, body: { error: 'unauthorized' } };
const SAID: [trouble: '500' | '503' | '504' | 'duplicate', status: number, errorType: string][] = [
  ['500', 500, 'GENERAL_ERROR'],
  ['503', 503, 'UPSTREAM_UNAVAILABLE'],
  ['504', 504, 'UPSTREAM_UNAVAILABLE'],
  ['duplicate', 400, 'DUPLICATE_RECORD'],
];

/** Answers instead of the operation when a fault of this place is on. A stalled request is left open for ever. */
function spoil(place: Place, about: Message, desk: Desk, faults: Faults, response: ServerResponse): boolean {
  if (faults.use(`${place}-stall`) !== undefined) return true;
  const said = SAID.find(([trouble]) => faults.use(`${place}-${trouble}`) !== undefined);
  if (said !== undefined) send(response, desk.error(said[1], said[2], about));
  else if (faults.use(`${place}-401`) !== undefined) send(response, UNAUTHORIZED);
  else if (faults.use(`${place}-cut`) !== undefined) send(response, { status: 0, cut: true });
  else if (faults.use(`${place}-html`) !== undefined)
    response.writeHead(502, { 'content-type': 'text/html' }).end('<!doctype html><title>502 Bad Gateway</title>');
  else {
    const seconds = faults.use(`${place}-429`);
    if (seconds === undefined) return false;
    const wait = seconds > 0 ? { 'retry-after': String(seconds) } : {};
    response.writeHead(429, { 'content-type': 'application/json', ...wait }).end('{}');
  }
  return true;
}

function send(response: ServerResponse, { status, body, cut = false, lateMs = 0 }: Reply): void {
  if (lateMs > 0) return void setTimeout(() => send(response, { status, body, cut }), lateMs).unref();
  if (cut) return void response.socket?.destroy();
  if (response.destroyed || response.writableEnded) return;
  response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(body === undefined ? '' : JSON.stringify(body));
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

function parse(text: string): Message {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Message) : {};
  } catch {
    return {};
  }
}

function isBasic(header: string | undefined, { username, password }: { username: string; password: string }): boolean {
  return header === `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

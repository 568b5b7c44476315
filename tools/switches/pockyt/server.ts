// One loopback HTTP server for everything that Pockyt offers, and for the hands of whoever plays it.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PATHS, WRONG_SIGN, type Calls } from './calls';
import { PLACES, type Faults, type Place } from './faults';

const BODY_LIMIT_BYTES = 64 * 1024;
const CONTROL = '/__sim/';
type Body = Record<string, unknown>;

/** `control` takes the word behind /__sim/ and the posted JSON. `drop` cuts every request that waits for its answer. */
export function createApi(
  calls: Calls,
  faults: Faults,
  control: (word: string, body: Body) => object,
): { server: Server; drop(): void } {
  const waiting = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    waiting.add(response);
    response.on('close', () => waiting.delete(response));
    const path = (request.url ?? '/').split('?')[0]!;
    void readText(request)
      .then(async (text) => {
        if (path.startsWith(CONTROL)) return send(response, 200, control(path.slice(CONTROL.length), parse(text)));
        const place = PATHS[path];
        if (place === undefined || request.method !== 'POST') return send(response, 404, { error: 'Not Found' });
        if (request.headers['content-type']?.split(';')[0] !== 'application/json') return send(response, 415, {});
        if (isPlace(place) && spoil(place, faults, response)) return;
        const body = await calls.answer(place, parse(text));
        if (body === undefined) return;
        const lost = faults.use('answers-lost') ?? (place === 'add' ? faults.use('add-lost') : undefined);
        if (lost === undefined) send(response, 200, body);
        else response.destroy();
      })
      .catch((error: unknown) =>
        send(response, 400, { error: error instanceof Error ? error.message : 'bad request' }),
      );
  });
  return { server, drop: () => [...waiting].forEach((response) => response.destroy()) };
}

export async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

function isPlace(place: string): place is Place {
  return (PLACES as readonly string[]).includes(place);
}

/** Answers instead of the API when a fault of this place is on. A stalled request is left open for ever. */
function spoil(place: Place, faults: Faults, response: ServerResponse): boolean {
  if (faults.use(`${place}-stall`) !== undefined) return true;
  if (faults.use(`${place}-sign`) !== undefined) send(response, 200, WRONG_SIGN);
  else if (faults.use(`${place}-500`) !== undefined) send(response, 500, { error: 'Internal Server Error' });
  else if (faults.use(`${place}-html`) !== undefined)
    response.writeHead(502, { 'content-type': 'text/html' }).end('<!doctype html><title>502 Bad Gateway</title>');
  else {
    const seconds = faults.use(`${place}-429`);
    if (seconds === undefined) return false;
    const after: Record<string, string> = seconds > 0 ? { 'retry-after': String(seconds) } : {};
    response.writeHead(429, { 'content-type': 'application/json', ...after }).end('{}');
  }
  return true;
}

function send(response: ServerResponse, status: number, body: object): void {
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

function parse(text: string): Body {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Body) : {};
  } catch {
    return {};
  }
}

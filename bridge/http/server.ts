import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { reasonOf } from '../log';
import type { Log } from '../log';
import type { Metrics } from '../metrics/registry';
import { StoreError } from '../store/errors';
import { readBody } from './body';
import type { Gate } from './gate';
import { HttpProblem, asProblem, problem } from './problem';
import { matcher } from './route';
import type { Answer, Call, Route } from './route';

const HEADERS_LIMIT_BYTES = 16 * 1024;
const HEADERS_LIMIT_MS = 10_000;
const REQUEST_LIMIT_MS = 20_000;
/** How often Node looks for requests that are over these limits. */
const LOOK_EVERY_MS = 2_000;
const CONNECTIONS = 1_000;
/** What is still being answered when the server closes has this long. */
const CLOSE_LIMIT_MS = 2_000;

/** For every answer. The API has no pages: nothing may be framed, sniffed or run. A route may say otherwise for its own. */
const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
};

export interface HttpOptions {
  host: string;
  /** 0 takes a free one. */
  port: number;
  gate: Gate;
  routes: Route[];
  log: Log;
  metrics: Metrics;
}

/** Starts the server. Rejects when the port cannot be taken. */
export async function startHttp(options: HttpOptions): Promise<{ port: number; close(): Promise<void> }> {
  const table = options.routes.map((route) => ({ route, match: matcher(route.path) }));
  const limits = {
    maxHeaderSize: HEADERS_LIMIT_BYTES,
    headersTimeout: HEADERS_LIMIT_MS,
    requestTimeout: REQUEST_LIMIT_MS,
    connectionsCheckingInterval: LOOK_EVERY_MS,
  };
  const server = createServer(limits, (request, response) => {
    void serve(request, response);
  });
  server.maxConnections = CONNECTIONS;
  server.on('clientError', refuseRaw);

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const startedMs = performance.now();
    let route = 'none';
    let answer: Answer;
    try {
      const { pathname, searchParams } = target(request);
      const found = find(table, request.method ?? '', pathname);
      route = found.route.path;
      const { method = '', headers } = request;
      const { params } = found;
      const address = request.socket.remoteAddress ?? '';
      const caller = await options.gate(found.route, { authorization: headers.authorization, address, params });
      const call: Call = { method, params, query: searchParams, headers, body: await readBody(request), caller };
      answer = await found.route.handle(call);
    } catch (error) {
      const known = asProblem(error);
      if (known === undefined || error instanceof StoreError)
        options.log.error('http: a request failed', { route, reason: reasonOf(error) });
      answer = problem(known ?? new HttpProblem(500, 'internal', 'Something went wrong here; the log says what.'));
    }
    const status = send(request, response, answer);
    options.metrics.count('ghanti_http_requests_total', { route, status: String(status) });
    const durationMs = Math.round(performance.now() - startedMs);
    options.log.debug('http: answered', { method: request.method ?? '', route, status, durationMs });
  };

  await listen(server, options.host, options.port);
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

interface Entry {
  route: Route;
  match: (path: string) => Record<string, string> | undefined;
}

function find(table: Entry[], asked: string, path: string): { route: Route; params: Record<string, string> } {
  const method = asked === 'HEAD' ? 'GET' : asked;
  const allowed = new Set<string>();
  for (const { route, match } of table) {
    const params = match(path);
    if (params === undefined) continue;
    if (route.method === method) return { route, params };
    allowed.add(route.method === 'GET' ? 'GET, HEAD' : route.method);
  }
  if (allowed.size === 0) throw new HttpProblem(404, 'not-found', 'There is nothing at this path.');
  const allow = [...allowed].join(', ');
  throw new HttpProblem(405, 'method-not-allowed', `Use ${allow} here.`, { allow });
}

/** Dot segments and separators, plain or encoded, mean one path here and another to the proxy in front of us. */
const CROOKED = /^(?!\/)|^\/\/|\\|%(2e|2f|5c|00)|(^|\/)\.{1,2}(\/|$)/i;

/** The host is of no interest: paths are all that is served. @throws HttpProblem 400 unless there is one reading of it */
function target({ url = '', headersDistinct }: IncomingMessage): URL {
  const [path = ''] = url.split('?', 1);
  if (CROOKED.test(path) || !URL.canParse(`http://bridge${url}`))
    throw new HttpProblem(400, 'malformed-target', 'The request target must be a plain path.');
  // RFC 9112 section 3.2 of the host; of two tokens nobody knows which was meant.
  for (const name of ['host', 'authorization'])
    if ((headersDistinct[name]?.length ?? 0) > 1)
      throw new HttpProblem(400, 'repeated-header', `Send one ${name} header.`);
  return new URL(`http://bridge${url}`);
}

/** @returns the status that was sent */
function send(request: IncomingMessage, response: ServerResponse, answer: Answer): number {
  if (response.destroyed) return 499;
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  if ('stream' in answer) {
    if (request.method === 'HEAD') response.end();
    else answer.stream(response);
    return response.statusCode;
  }
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body;
  response.writeHead(answer.status, {
    'content-type': answer.type,
    'content-length': body.byteLength,
    ...answer.headers,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
  return answer.status;
}

/** What Node could not read as a request, or waited for too long. */
function refuseRaw(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const late = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  const [status, reason] = late
    ? [408, 'Request Timeout']
    : error.code === 'HPE_HEADER_OVERFLOW'
      ? [431, 'Headers Too Large']
      : [400, 'Bad Request'];
  const detail = late ? 'The request took too long.' : 'This is no HTTP request that can be read.';
  const answer = problem(new HttpProblem(status, late ? 'timeout' : 'malformed-request', detail));
  if ('stream' in answer) return;
  const head = `HTTP/1.1 ${status} ${reason}\r\nconnection: close\r\ncontent-type: ${answer.type}\r\ncontent-length: ${Buffer.byteLength(answer.body)}`;
  socket.end(`${head}\r\n\r\n${answer.body.toString()}`);
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const limit = setTimeout(() => server.closeAllConnections(), CLOSE_LIMIT_MS);
  await closed;
  clearTimeout(limit);
}

// One HTTP request that expects JSON, with a limit on everything. Errors come out in the words of the payments' ports.
import { SwitchError } from '../payments/ports';

export interface JsonRequest {
  /** Who is asked and for what, in front of every error: "nepalpay: the transaction report". */
  who: string;
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
  timeoutMs: number;
  limitBytes: number;
  /** Ends the request early, as when the connector closes. */
  signal: AbortSignal | undefined;
}
export interface JsonReply {
  status: number;
  body: unknown;
}

/** A SwitchError that may know how long the other side asked us to wait (Retry-After, RFC 9110 section 10.2.3). */
export class RequestError extends SwitchError {
  constructor(
    code: SwitchError['code'],
    message: string,
    retry: boolean,
    readonly retryAfterMs: number | undefined,
    /** The HTTP status, where there was an answer that has to do with the refusal. */
    readonly status?: number,
  ) {
    super(code, message, retry);
    this.name = 'RequestError';
  }
}

/**
 * Sends the request and reads the whole answer. Resolves with the status and the parsed body of any JSON answer but 401,
 * 403 and 429. Rejects with a RequestError: `unreachable` (no answer in time, refused, a 5xx without JSON), `auth` (401,
 * 403), `limit` (429, or an answer longer than `limitBytes`), `malformed` (not JSON, a web page for instance, or a
 * redirect: credentials are never sent on to another address).
 */
export async function requestJson(request: JsonRequest): Promise<JsonReply> {
  const timeout = AbortSignal.timeout(request.timeoutMs);
  const signal = request.signal === undefined ? timeout : AbortSignal.any([timeout, request.signal]);
  try {
    const answer = await fetch(request.url, {
      method: request.method,
      headers: { accept: 'application/json', ...request.headers },
      body: request.body,
      redirect: 'manual',
      signal,
    });
    return parse(request, answer, await readLimited(request, answer));
  } catch (error) {
    if (error instanceof SwitchError) throw error;
    const why = timeout.aborted ? `no answer within ${request.timeoutMs / 1000} s` : reasonOf(error);
    throw new RequestError('unreachable', `${request.who}: ${why}`, true, undefined);
  }
}

async function readLimited(request: JsonRequest, answer: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  if (answer.body === null) return '';
  for await (const part of answer.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += part.byteLength;
    if (bytes > request.limitBytes) {
      throw new RequestError(
        'limit',
        `${request.who}: the answer is longer than ${request.limitBytes} bytes`,
        false,
        undefined,
      );
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function parse(request: JsonRequest, answer: Response, text: string): JsonReply {
  const { who } = request;
  const { status } = answer;
  if (status === 401 || status === 403) {
    throw new RequestError('auth', `${who}: the credentials were refused (HTTP ${status})`, false, undefined, status);
  }
  if (status === 429) {
    throw new RequestError(
      'limit',
      `${who}: asked too often (HTTP 429)`,
      true,
      retryAfterMs(answer.headers.get('retry-after')),
      status,
    );
  }
  if (status >= 300 && status < 400) {
    throw new RequestError(
      'malformed',
      `${who}: answered with a redirect (HTTP ${status}); check the address`,
      false,
      undefined,
    );
  }
  try {
    return { status, body: JSON.parse(text) as unknown };
  } catch {
    const what = /^\s*</.test(text) ? 'a web page' : text === '' ? 'nothing' : 'something else';
    const message = `${who}: answered ${what} instead of JSON (HTTP ${status})`;
    throw new RequestError(status >= 500 ? 'unreachable' : 'malformed', message, status >= 500, undefined);
  }
}

/** Seconds or an HTTP date, as milliseconds from now; at most an hour, undefined when unreadable. */
export function retryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.min(3_600_000, Math.max(0, ms));
}

/** The short system word (ECONNREFUSED) where there is one: fetch itself only says "fetch failed". */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause as { code?: unknown } | undefined) : undefined;
  if (typeof cause?.code === 'string') return `cannot be reached (${cause.code})`;
  return `cannot be reached (${error instanceof Error ? error.message : 'unknown reason'})`;
}

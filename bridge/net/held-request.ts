// One HTTP request whose answer may take minutes, as where the other side waits for a customer. It says apart when the
// request has been handed to the wire and when the answer came, and takes a connection of its own, so that no connection
// that went stale in a pool can swallow it.
import { request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { RequestError, retryAfterMs } from './json-request';

export interface HeldRequest {
  /** Who is asked and for what, in front of every error: "electrum: the payment". */
  who: string;
  url: string;
  headers: Record<string, string>;
  /** POSTed. */
  body: string;
  timeoutMs: number;
  /** Of the answer. */
  limitBytes: number;
  signal: AbortSignal;
  /** The connection is kept this long after the time-out, only to say that an answer came late. */
  lateMs: number;
  onLate(status: number): void;
}
export interface HeldAnswer {
  status: number;
  text: string;
  /** How long the other side asks us to wait. */
  retryAfterMs: number | undefined;
}
/** Nobody answered in time: the outcome is open, and what comes later is not looked at. */
export class AnswerTimeout extends RequestError {}

export interface Held {
  /** Resolves when the whole request has been handed to the operating system; rejects when that failed. */
  written: Promise<void>;
  /** Resolves with any answer, whatever its status; rejects with a RequestError `unreachable`, or `limit` if too long. */
  answer: Promise<HeldAnswer>;
}

/** A dead peer is noticed by the operating system's own probes, which begin after this silence. */
const KEEP_ALIVE_MS = 10_000;

/** Sends at once. Neither promise has to be awaited: a rejection that nobody looks at harms nothing. */
export function holdRequest(asked: HeldRequest): Held {
  const sent = (asked.url.startsWith('https:') ? requestHttps : requestHttp)(asked.url, {
    method: 'POST',
    agent: false,
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(asked.body),
      ...asked.headers,
    },
  });
  sent.on('socket', (socket) => socket.setKeepAlive(true, KEEP_ALIVE_MS));
  const answer = answerOf(asked, sent);
  const written = new Promise<void>((resolve, reject) => {
    sent.once('finish', resolve);
    answer.catch(reject);
  });
  written.catch(() => undefined);
  sent.end(asked.body);
  return { written, answer };
}

function answerOf(asked: HeldRequest, sent: ClientRequest): Promise<HeldAnswer> {
  const fail = (why: string): RequestError => new RequestError('unreachable', `${asked.who}: ${why}`, true, undefined);
  let late = false;
  let lateTimer: NodeJS.Timeout | undefined;
  const answer = new Promise<HeldAnswer>((resolve, reject) => {
    const timer = setTimeout(() => {
      late = true;
      const message = `${asked.who}: no answer within ${asked.timeoutMs / 1000} s`;
      reject(new AnswerTimeout('unreachable', message, true, undefined));
      lateTimer = setTimeout(() => sent.destroy(), asked.lateMs);
      lateTimer.unref();
    }, asked.timeoutMs);
    const stop = (): void => void sent.destroy(new Error('given up'));
    if (asked.signal.aborted) stop();
    asked.signal.addEventListener('abort', stop, { once: true });
    sent.once('error', (error: NodeJS.ErrnoException) => reject(fail(reasonOf(error))));
    sent.once('close', () => {
      clearTimeout(timer);
      clearTimeout(lateTimer);
      asked.signal.removeEventListener('abort', stop);
      reject(fail('the connection was cut'));
    });
    sent.once('response', (response) => {
      if (late) asked.onLate(response.statusCode ?? 0);
      readText(asked, response).then(
        (text) =>
          resolve({
            status: response.statusCode ?? 0,
            text,
            retryAfterMs: retryAfterMs(response.headers['retry-after'] ?? null),
          }),
        (error: unknown) => {
          reject(error instanceof RequestError ? error : fail('the connection was cut in the answer'));
          sent.destroy();
        },
      );
    });
  });
  answer.catch(() => undefined);
  return answer;
}

async function readText(asked: HeldRequest, response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > asked.limitBytes) {
      const message = `${asked.who}: the answer is longer than ${asked.limitBytes} bytes`;
      throw new RequestError('limit', message, false, undefined);
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function reasonOf(error: NodeJS.ErrnoException): string {
  return error.code === undefined ? error.message : `cannot be reached (${error.code})`;
}

// Errors as problem details (RFC 9457, application/problem+json).
import { z } from 'zod';
import { BridgeError } from '../service';
import { StoreError } from '../store/errors';
import type { StoreProblem } from '../store/errors';
import type { Answer } from './route';

/** An error with an HTTP status; anything else that is thrown becomes a 500 that says nothing of the inside. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  constructor(
    readonly status: number,
    /** The last part of the problem's type URI. */
    readonly kind: string,
    readonly detail: string,
    readonly headers: Record<string, string> = {},
    /** What is wrong with which field of the request. */
    readonly errors: { path: string; detail: string }[] = [],
  ) {
    super(detail);
  }
}

export const problemSchema = z
  .strictObject({
    type: z.string().meta({ description: 'A URI reference that names the kind of problem.' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z.array(z.strictObject({ path: z.string(), detail: z.string() })).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' });

export const TITLES: Record<number, string> = {
  400: 'Bad request',
  401: 'Not authorized',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  408: 'Request timeout',
  409: 'Conflict',
  413: 'Body too large',
  415: 'Unsupported media type',
  422: 'Request cannot be followed',
  429: 'Too many requests',
  431: 'Headers too large',
  500: 'Internal error',
  501: 'The switch cannot do this',
  502: 'The switch refused',
  503: 'Not available',
  504: 'The switch cannot be reached',
};

export function problem(error: HttpProblem): Answer {
  const { status, kind, detail, headers, errors } = error;
  const body = {
    type: `/problems/${kind}`,
    title: TITLES[status] ?? 'Error',
    status,
    detail,
    ...(errors.length > 0 && { errors }),
  };
  return { status, headers, body: JSON.stringify(body), type: 'application/problem+json; charset=utf-8' };
}

const STATUS: Record<BridgeError['code'], number> = {
  'not-found': 404,
  conflict: 409,
  invalid: 422,
  'switch-refused': 502,
  'switch-unreachable': 504,
  limit: 429,
  unsupported: 501,
};

/** The disk's trouble, without the path that the log says. */
const DISK: Partial<Record<StoreProblem, string>> = {
  'read-only': 'its disk may not be written',
  full: 'its disk is full',
  io: 'its disk refuses to read or write',
  busy: 'its disk is too slow',
  damaged: 'its books are damaged',
  closed: 'it is stopping',
};
const STORE_RETRY_SECONDS = '5';

/** Nothing was kept, so nothing was done: the same request may do better later. */
function asStoreProblem({ problem: what }: StoreError): HttpProblem | undefined {
  const why = DISK[what];
  if (why === undefined) return undefined;
  const detail = `The bridge can keep nothing now: ${why}. Nothing was done.`;
  return new HttpProblem(503, 'store-unavailable', detail, { 'retry-after': STORE_RETRY_SECONDS });
}

/** @returns undefined for an error that nobody foresaw */
export function asProblem(error: unknown): HttpProblem | undefined {
  if (error instanceof HttpProblem) return error;
  if (error instanceof BridgeError) return new HttpProblem(STATUS[error.code], error.code, error.message);
  return error instanceof StoreError ? asStoreProblem(error) : undefined;
}

/** Reads what came in by a schema; every fault with its path. @throws HttpProblem 422 */
export function readAs<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const errors = read.error.issues.map((issue) => ({ path: issue.path.join('.'), detail: issue.message }));
  const [first] = errors;
  const detail =
    first === undefined ? `The ${where} is wrong.` : `${first.path === '' ? where : first.path}: ${first.detail}`;
  throw new HttpProblem(422, 'invalid', detail, {}, errors);
}

/** @throws HttpProblem 415 when the body is not declared as JSON, 400 when it is none */
export function readJson(headers: { 'content-type'?: string | undefined }, body: Buffer): unknown {
  const type = (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  if (type !== 'application/json') {
    throw new HttpProblem(415, 'unsupported-media-type', 'Send the body with Content-Type: application/json.');
  }
  try {
    // A byte that is no UTF-8 is a mistake of the sender, not a question mark in a shop's books.
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
  } catch {
    throw new HttpProblem(400, 'malformed-json', 'The body is not JSON.');
  }
}

import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { z } from 'zod';
import type { Caller } from '../service';
import type { Scope } from '../store/port';

/** One request, read and limited; the body is complete. */
export interface Call {
  method: string;
  /** Values of the {names} in the route's path, decoded. */
  params: Record<string, string>;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Who asks; with a route that is open to all, nobody. */
  caller: Caller;
}

/** What is answered: a body, or a stream that the route writes to itself (and ends, or leaves to the server's closing). */
export type Answer =
  | { status: number; headers?: Record<string, string>; body: string | Uint8Array; type: string }
  | { stream: (response: ServerResponse) => void };

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** '/v1/charges/{id}': a name takes one segment; '{name...}' at the end takes the rest. */
  path: string;
  /**
   * The scopes of tokens that may; none: open to whoever reaches the port. Where {device} is in the path, a shop is told
   * of no box but its own; all else of that kind is the handler's.
   */
  auth: 'none' | readonly Scope[];
  handle(call: Call): Promise<Answer> | Answer;
}

/** A route that the OpenAPI document describes. */
export interface DescribedRoute extends Route {
  summary: string;
  query?: { name: string; description: string; schema: z.ZodType }[];
  headers?: { name: string; description: string }[];
  request?: { description: string; schema: z.ZodType };
  /** By status; problems are added by themselves. `schema` undefined: not JSON. */
  responses: Record<number, { description: string; schema?: z.ZodType; type?: string; name?: string }>;
  /** Problems that this route can answer beside 401, 404 of an unknown route, 405, 413 and 500. */
  problems: number[];
}

/** Look at it. */
export const LOOK: readonly Scope[] = ['operator', 'shop', 'read'];
/** Do something at a counter. */
export const SERVE: readonly Scope[] = ['operator', 'shop'];
/** Look at what belongs to no single shop. */
export const OVERSEE: readonly Scope[] = ['operator', 'read'];

/** May it know of this box? */
export function knows({ devices }: Caller, device: string): boolean {
  return devices === undefined || devices.includes(device);
}

export function json(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  return { status, headers, body: JSON.stringify(value), type: 'application/json; charset=utf-8' };
}

/** A path pattern as a function of the path: the decoded parameters, or undefined when it does not match. */
export function matcher(pattern: string): (path: string) => Record<string, string> | undefined {
  const wanted = pattern.split('/');
  return (path) => {
    const given = path.split('/');
    const params: Record<string, string> = {};
    for (const [at, part] of wanted.entries()) {
      const rest = /^\{(\w+)\.\.\.\}$/.exec(part)?.[1];
      if (rest !== undefined) return given.length > at ? set(params, rest, given.slice(at).join('/')) : undefined;
      const name = /^\{(\w+)\}$/.exec(part)?.[1];
      const here = given[at];
      if (here === undefined || (name === undefined && here !== part)) return undefined;
      if (name !== undefined && (here === '' || set(params, name, here) === undefined)) return undefined;
    }
    return given.length === wanted.length ? params : undefined;
  };
}

function set(params: Record<string, string>, name: string, encoded: string): Record<string, string> | undefined {
  try {
    params[name] = decodeURIComponent(encoded);
    return params;
  } catch {
    return undefined;
  }
}

// Who may: the token of a request, and what its scope allows.
import { AddressRates } from '../net/rates';
import type { Rate } from '../net/rates';
import type { Bridge, Caller } from '../service';
import { HttpProblem } from './problem';
import { knows } from './route';
import type { Route } from './route';

/** Wrong tokens that are answered with the truth. Beyond that a guesser learns nothing; a good token always passes. */
const WRONG: { all: Rate; perAddress: Rate } = {
  all: { burst: 200, perSecond: 20 },
  perAddress: { burst: 20, perSecond: 1 },
};
const NOBODY: Caller = { actor: 'nobody', scope: 'read', devices: [] };

export interface Knock {
  authorization: string | undefined;
  /** The other end of the connection. */
  address: string;
  params: Record<string, string>;
}

/** @returns who asks. Throws HttpProblem: 401, 429 after many wrong tokens, 403, or 404 for a box that is not the shop's */
export type Gate = (route: Route, knock: Knock) => Promise<Caller>;

export function gate(bridge: Pick<Bridge, 'caller'>, nowMs: () => number): Gate {
  const wrong = new AddressRates(WRONG.all, WRONG.perAddress, nowMs);
  return async ({ auth }, { authorization, address, params }) => {
    if (auth === 'none') return NOBODY;
    const token = tokenIn(authorization);
    const caller = token === undefined ? undefined : await bridge.caller(token);
    if (caller === undefined) throw wrong.admit(address) ? unauthorized() : tooMany();
    if (!auth.includes(caller.scope)) throw forbidden(auth);
    const device = params['device'];
    if (device !== undefined && !knows(caller, device))
      throw new HttpProblem(404, 'not-found', `There is no device ${device}.`);
    return caller;
  };
}

/** The token of an Authorization header. */
export function tokenIn(authorization: string | undefined): string | undefined {
  return /^Bearer ([\x21-\x7e]{1,200})$/i.exec(authorization ?? '')?.[1];
}

function unauthorized(): HttpProblem {
  return new HttpProblem(401, 'unauthorized', 'Send Authorization: Bearer with a token of this bridge.', {
    'www-authenticate': 'Bearer realm="ghanti"',
  });
}

function tooMany(): HttpProblem {
  return new HttpProblem(429, 'too-many-wrong-tokens', 'Too many wrong tokens. Try again later.', {
    'retry-after': '10',
  });
}

/** RFC 6750, section 3.1. */
function forbidden(scopes: readonly string[]): HttpProblem {
  return new HttpProblem(403, 'insufficient-scope', `This needs a token with the scope ${scopes.join(' or ')}.`, {
    'www-authenticate': `Bearer realm="ghanti", error="insufficient_scope", scope="${scopes.join(' ')}"`,
  });
}

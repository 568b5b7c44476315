// POST /oauth/token: the password grant's access token opens nothing, refreshed ones do ("API Authentication and
// Authorization.md" section 8, steps 1 and 2).
import { randomUUID } from 'node:crypto';
import { SHOP, type Ledger } from './ledger';
import type { Answer } from './generate';

export interface TokenDesk {
  grant(form: URLSearchParams): Answer;
  opens(header: string | undefined): boolean;
  /** Every access token, and with `all` every refresh token, ends now. */
  expire(all: boolean): void;
}

export function createTokenDesk(ledger: Ledger, accessSeconds: number): TokenDesk {
  const access = new Map<string, number>();
  const refresh = new Set<string>();
  const answer = (usable: boolean, kept: string): Answer => {
    const access_token = randomUUID();
    if (usable) access.set(access_token, Date.now() + accessSeconds * 1000);
    ledger.seen.tokens++;
    ledger.changed();
    const body = {
      access_token,
      token_type: 'bearer',
      refresh_token: kept,
      expires_in: accessSeconds,
      scope: 'read write trust',
    };
    return { status: 200, body: { ...body, customerdetails: null } };
  };
  return {
    grant(form) {
      const type = form.get('grant_type');
      const kept = form.get('refresh_token') ?? '';
      if (type === 'refresh_token' && refresh.has(kept)) return answer(true, kept);
      const { username, password } = SHOP.oauth;
      if (type === 'password' && form.get('username') === username && form.get('password') === password) {
        const fresh = randomUUID();
        refresh.add(fresh);
        return answer(false, fresh);
      }
      return { status: 400, body: { error: 'invalid_grant', error_description: 'Bad credentials' } };
    },
    opens(header) {
      const untilMs = access.get(/^Bearer (\S+)$/.exec(header ?? '')?.[1] ?? '');
      const open = untilMs !== undefined && Date.now() < untilMs;
      if (!open) {
        ledger.seen.refusedTokens++;
        ledger.changed();
      }
      return open;
    },
    expire(all) {
      access.clear();
      if (all) refresh.clear();
    },
  };
}

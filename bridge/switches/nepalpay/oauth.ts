// Tokens for /nQR/v1/* (npidocs, "API Authentication and Authorization.md", section 8): a password grant gives a refresh
// token, whose access token "is not to be used"; every access token that is used comes from a refresh.
import { SwitchError } from '../../payments/ports';
import { requestJson } from '../../net/json-request';
import type { NepalpayConfig } from './config';
import { asObject } from './decode';

/** Renewed this long before its end, or at half its life when it lives shorter. */
const MARGIN_MS = 20_000;
const ANSWER_LIMIT_BYTES = 16 * 1024;

export interface Tokens {
  /** A usable access token; many callers at once cause one request. Rejects with a SwitchError. */
  access(): Promise<string>;
  /** The report refused this one; the next `access` gets another. */
  refused(token: string): void;
}

interface Grant {
  access: string;
  refresh: string;
  lifeMs: number;
}

export function createTokens(config: NepalpayConfig, nowMs: () => number, signal: AbortSignal): Tokens {
  let current: { token: string; untilMs: number } | undefined;
  let refreshToken: string | undefined;
  let running: Promise<string> | undefined;

  const renew = async (): Promise<string> => {
    const grant = await refreshed();
    refreshToken = grant.refresh;
    current = { token: grant.access, untilMs: nowMs() + Math.max(grant.lifeMs / 2, grant.lifeMs - MARGIN_MS) };
    return grant.access;
  };
  const refreshed = async (): Promise<Grant> => {
    if (refreshToken !== undefined) {
      try {
        return await ask(config, { grant_type: 'refresh_token', refresh_token: refreshToken }, signal);
      } catch (error) {
        // After its 12 hours the refresh token is refused as well: start over with the password.
        if (!(error instanceof SwitchError) || error.code === 'unreachable' || error.code === 'limit') throw error;
        refreshToken = undefined;
      }
    }
    const { username, password } = config.oauth;
    const first = await ask(config, { grant_type: 'password', username, password }, signal);
    return ask(config, { grant_type: 'refresh_token', refresh_token: first.refresh }, signal);
  };

  return {
    async access() {
      if (current !== undefined && nowMs() < current.untilMs) return current.token;
      running ??= renew().finally(() => (running = undefined));
      return running;
    },
    refused(token) {
      if (current?.token === token) current = undefined;
    },
  };
}

async function ask(config: NepalpayConfig, form: Record<string, string>, signal: AbortSignal): Promise<Grant> {
  const { clientId, clientSecret } = config.oauth;
  const who = 'nepalpay: the token service';
  const { status, body } = await requestJson({
    who,
    method: 'POST',
    url: `${config.baseUrl}/oauth/token`,
    headers: { authorization: basic(clientId, clientSecret), 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
    timeoutMs: config.timing.requestMs,
    limitBytes: ANSWER_LIMIT_BYTES,
    signal,
  });
  if (status >= 500) throw new SwitchError('unreachable', `${who}: HTTP ${status}`, true);
  const { access_token, refresh_token, expires_in } = asObject(body) ?? {};
  // The samples print a blank before a refresh token.
  const access = typeof access_token === 'string' ? access_token.trim() : '';
  const refresh = typeof refresh_token === 'string' ? refresh_token.trim() : '';
  if (status !== 200 || access === '' || refresh === '') {
    throw new SwitchError('auth', `${who}: gave no token (HTTP ${status}); check the fields of oauth`, false);
  }
  // The page says 30 s in one place and 300 s in another: the answer's own number counts.
  const lifeMs = typeof expires_in === 'number' && expires_in > 0 ? Math.min(expires_in, 86_400) * 1000 : 30_000;
  return { access, refresh, lifeMs };
}

/** RFC 7617. */
export function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

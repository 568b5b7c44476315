import { createHash, randomBytes } from 'node:crypto';
import type { Scope, Token } from './store/port';

const TOKEN_BYTES = 32;
const ID_BYTES = 4;

/**
 * A token of the API and what is kept of it. 256 random bits cannot be guessed, so one SHA-256 hides them as well as a
 * slow password hash would, and costs nothing at each request.
 */
export function newToken(name: string, scope: Scope, devices: string[], nowMs: number): { text: string; kept: Token } {
  const text = `ghanti_${randomBytes(TOKEN_BYTES).toString('base64url')}`;
  const id = `tok-${randomBytes(ID_BYTES).toString('hex')}`;
  return { text, kept: { id, name, scope, devices, hash: hashOf(text), createdAtMs: nowMs, revokedAtMs: undefined } };
}

/** What is kept of a token, and looked up by: of two hashes nothing is learnt from how long the look takes. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

// Secrets of switches as they may stand in ghanti.yaml: sealed:<version>:<nonce, ciphertext and tag in base64url>, AES-256-GCM
// (NIST SP 800-38D) with a random 96-bit nonce under a key that comes from the master key of that version.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { MasterKey } from '../gateway/master-key';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SEALED = /^(\d{1,10}):([A-Za-z0-9_-]+)$/;

/** @param masters oldest first; the newest seals */
export function seal(secret: string, masters: readonly MasterKey[]): string {
  const newest = masters.at(-1)!;
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyOf(newest, 'secret'), nonce);
  const parts = [nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()];
  return `sealed:${newest.fromVersion}:${Buffer.concat(parts).toString('base64url')}`;
}

/**
 * @param text what follows 'sealed:'
 * @returns the secret; undefined when it was changed, or sealed with a master key that is not here
 */
export function unseal(text: string, masters: readonly MasterKey[]): string | undefined {
  const [, version, body = ''] = SEALED.exec(text) ?? [];
  const master = masters.find(({ fromVersion }) => fromVersion === Number(version));
  const bytes = Buffer.from(body, 'base64url');
  if (master === undefined || bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', keyOf(master, 'secret'), bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const secret = [decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()];
    return Buffer.concat(secret).toString('utf8');
  } catch {
    return undefined;
  }
}

/** A short name for settings as they are, which tells nobody what a secret in them is: keyed, or it could be guessed. */
export function fingerprint(settings: unknown, masters: readonly MasterKey[]): string {
  const mark = createHmac('sha256', keyOf(masters.at(-1)!, 'settings'))
    .update(JSON.stringify(settings))
    .digest('hex');
  return mark.slice(0, 16);
}

/** HKDF-SHA256 like the boxes' keys, under a name that no box has (keys.ts: 'mac/...', 'mqtt/...'). */
function keyOf({ bytes }: MasterKey, use: 'secret' | 'settings'): Buffer {
  return Buffer.from(hkdfSync('sha256', bytes, 'ghanti', use, 32));
}

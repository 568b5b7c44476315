// The keys of the pretended clearing house and shop: made once in a process, or those that an earlier one kept.
import { constants, generateKeyPairSync, privateDecrypt } from 'node:crypto';
import { z } from 'zod';

interface KeyPair {
  privateKey: string;
  publicKey: string;
}
export interface Keys {
  /** The shop's: signs generateQR tokens and the answers to pushes. */
  merchant: KeyPair;
  /** The clearing house's: api_token is encrypted for it. */
  channel: KeyPair;
  /** The clearing house's: signs confirm-payment pushes. */
  push: KeyPair;
}

const pairShape = z.object({ privateKey: z.string(), publicKey: z.string() });
const shape = z.object({ merchant: pairShape, channel: pairShape, push: pairShape });

let made: Keys | undefined;

/** From now on these are the keys. @throws when it is nothing that keys() has given */
export function takeKeys(kept: unknown): void {
  made = shape.parse(kept);
}

export function keys(): Keys {
  made ??= { merchant: pair(), channel: pair(), push: pair() };
  return made;
}

function pair(): KeyPair {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

/**
 * RSA/ECB/PKCS1Padding, decrypted without Node's own unpadding, which is switched off or answers random bytes instead
 * of an error. Strict: 00 02, at least eight bytes that are not zero, 00, the text (RFC 8017 section 7.2.2).
 * @returns undefined for anything else
 */
export function decryptToken(base64: string, privateKey: string): string | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined;
  try {
    const block = privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, Buffer.from(base64, 'base64'));
    const end = block.indexOf(0, 2);
    if (block[0] !== 0 || block[1] !== 2 || end < 10) return undefined;
    return block.toString('utf8', end + 1);
  } catch {
    return undefined;
  }
}

// verifySign, Pockyt's signature (v3 guide, "API signature"): the same rule for what we send and for what is pushed to us.
import { createHash, timingSafeEqual } from 'node:crypto';

/** Parameters by name, as text. Undefined and '' are the same: not there. */
export type Params = Readonly<Record<string, string | undefined>>;

/**
 * What is hashed: every parameter that is not empty, but for verifySign itself, in the order of the names as "name=value&"
 * with the values as they are (not URL-encoded), then the MD5 of the shop's token in lower-case hex.
 */
export function signBase(params: Params, token: string): string {
  const pairs = Object.keys(params)
    .filter((name) => name !== 'verifySign' && params[name] !== undefined && params[name] !== '')
    .sort()
    .map((name) => `${name}=${params[name]}&`);
  return pairs.join('') + md5(token);
}

/** The signature: MD5 of `signBase` over its UTF-8, 32 digits of lower-case hex. */
export function verifySignOf(params: Params, token: string): string {
  return md5(signBase(params, token));
}

/** Is `params.verifySign` right for the other parameters? Compared in constant time. */
export function isSigned(params: Params, token: string): boolean {
  const given = Buffer.from(params.verifySign ?? '', 'utf8');
  const right = Buffer.from(verifySignOf(params, token), 'utf8');
  return given.length === right.length && timingSafeEqual(given, right);
}

function md5(text: string): string {
  return createHash('md5').update(text, 'utf8').digest('hex');
}

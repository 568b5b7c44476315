// NPX signs with one rule everywhere (OnePG "Checkout API Document 2024", section on signatures; four integrators agree).
import { createHmac } from 'node:crypto';

/**
 * HMAC-SHA512 as lower-case hex over the values of all fields but `Signature`, joined with nothing between them in
 * alphabetical order of their *names*. Values count exactly as they are sent: "100" and "100.00" sign differently; an
 * empty one adds nothing.
 * @param fields a request's body, with or without its Signature
 * @param secretKey NPX's security key, as text
 */
export function signature(fields: Readonly<Record<string, unknown>>, secretKey: string): string {
  return createHmac('sha512', secretKey).update(signedText(fields), 'utf8').digest('hex');
}

/** The text under the signature; exported for those who look for a difference. */
export function signedText(fields: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(fields).filter((name) => name !== 'Signature');
  return names
    .sort(byCodeUnit)
    .map((name) => text(fields[name]))
    .join('');
}

/** Not by locale: the order of a shop's machine must not decide what is signed. */
function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

// The paper's rule, written again from its words: names in alphabetical order, their values one behind the other.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { SHOP } from './ledger';

export function sign(body: Record<string, unknown>): string {
  const { Signature: _itself, ...rest } = body;
  const order = Object.keys(rest).sort();
  let message = '';
  for (const name of order) message += String(body[name]);
  return createHmac('sha512', SHOP.secretKey).update(message).digest('hex');
}

/** @param upperCase take the digits in upper case as well, as the paper's C# sample writes them */
export function isSigned(body: Record<string, unknown>, upperCase: boolean): boolean {
  const given = typeof body.Signature === 'string' ? body.Signature : '';
  const wanted = sign(body);
  const made = upperCase ? given.toLowerCase() : given;
  return made.length === wanted.length && timingSafeEqual(Buffer.from(made), Buffer.from(wanted));
}

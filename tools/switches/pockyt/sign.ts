// The vendor's signature, written a second time and from the document: v3 guide, "API signature".
import { createHash } from 'node:crypto';

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** "name=value&" of every parameter that is not empty, by name, then md5(token); MD5 of it all. */
export function signature(fields: Record<string, string>, token: string): string {
  let text = '';
  for (const name of Object.keys(fields).sort()) {
    if (name !== 'verifySign' && fields[name] !== '') text += `${name}=${fields[name]}&`;
  }
  return md5(text + md5(token));
}

// What a banking app reads from a KHQR before it pays. Written from the tag table, not from the connector.
import { createHash } from 'node:crypto';

export interface Scanned {
  md5: string;
  account: string;
  currency: 'KHR' | 'USD';
  /** In major units, as the app sends it; undefined for a static code. */
  amount: number | undefined;
  billNumber: string | undefined;
  expiresAtMs: number | undefined;
}

/** @throws Error that says why an app refuses the code */
export function scan(qr: string): Scanned {
  if (!/6304[0-9A-F]{4}$/.test(qr) || checksum(qr.slice(0, -4)) !== qr.slice(-4))
    throw new Error('the checksum is wrong');
  const tags = read(qr);
  const account = tags.get('29') ?? tags.get('30');
  if (tags.get('00') !== '01' || tags.get('58') !== 'KH' || account === undefined) throw new Error('it is no KHQR');
  const currency = { 116: 'KHR', 840: 'USD' }[tags.get('53') ?? ''] as 'KHR' | 'USD' | undefined;
  if (currency === undefined) throw new Error('the currency is neither KHR nor USD');
  const amount = tags.get('54');
  if ((tags.get('01') === '12') !== (amount !== undefined)) throw new Error('tag 01 and tag 54 do not agree');
  const until = tags.has('99') ? read(tags.get('99')!).get('01') : undefined;
  if (amount !== undefined && !/^\d{13}$/.test(until ?? '')) throw new Error('a dynamic code has to name its end');
  return {
    md5: createHash('md5').update(qr, 'utf8').digest('hex'),
    account: read(account).get('00') ?? '',
    currency,
    amount: amount === undefined ? undefined : Number(amount),
    billNumber: tags.has('62') ? read(tags.get('62')!).get('01') : undefined,
    expiresAtMs: until === undefined ? undefined : Number(until),
  };
}

function read(text: string): Map<string, string> {
  const tags = new Map<string, string>();
  for (let at = 0; at < text.length;) {
    const [, tag, length] = /^(\d\d)(\d\d)/.exec(text.slice(at)) ?? [];
    const end = at + 4 + Number(length);
    if (tag === undefined || !(end <= text.length) || tags.has(tag)) throw new Error(`unreadable at character ${at}`);
    tags.set(tag, text.slice(at + 4, end));
    at = end;
  }
  return tags;
}

function checksum(text: string): string {
  let sum = 0xffff;
  for (const byte of Buffer.from(text, 'utf8')) {
    for (let bit = 7; bit >= 0; bit--) {
      const carry = ((sum >> 15) & 1) !== ((byte >> bit) & 1);
      sum = ((sum << 1) & 0xffff) ^ (carry ? 0x1021 : 0);
    }
  }
  return sum.toString(16).toUpperCase().padStart(4, '0');
}

// The grammar under every EMVCo QR (EMVCo QR Code Specification, merchant-presented mode, 1.1): two digits of tag, two
// of length, then the value. Checksum and MD5 run over the UTF-8 bytes, lengths count characters.
import { createHash } from 'node:crypto';

/** 512 characters is the longest text of that mode. */
export const TEXT_LIMIT = 512;

export interface Piece {
  tag: string;
  value: string;
}

/** One tag with its length. @throws RangeError when the value does not fit two digits of length */
export function piece(tag: string, value: string): string {
  if (value.length > 99) throw new RangeError(`tag ${tag} holds ${value.length} characters; 99 is the most`);
  return `${tag}${String(value.length).padStart(2, '0')}${value}`;
}

/**
 * Reads a text as far as it goes. Like the SDK it takes what is there of a value that is cut short; `sound` says whether
 * all of it was well formed. @param repeats 'stop' ends at a tag that equals the one before it (merchant tag 30 counts as
 * 29), as the SDK does outside templates; inside them it passes over repeats, and the last one counts
 */
export function pieces(text: string, repeats: 'stop' | 'pass'): { found: Piece[]; sound: boolean } {
  const found: Piece[] = [];
  let before = '';
  for (let at = 0; at < text.length;) {
    const tag = text.slice(at, at + 2);
    const digits = text.slice(at + 2, at + 4);
    if (tag === before && repeats === 'stop') return { found, sound: true };
    before = tag === '30' ? '29' : tag;
    if (!/^\d\d$/.test(digits)) {
      found.push({ tag, value: '' });
      return { found, sound: false };
    }
    const end = at + 4 + Number(digits);
    found.push({ tag, value: text.slice(at + 4, end) });
    if (!/^\d\d$/.test(tag) || end > text.length) return { found, sound: false };
    at = end;
  }
  return { found, sound: true };
}

/** CRC-16/CCITT-FALSE (poly 1021, init FFFF, not reflected) as four upper-case hex digits. */
export function crc16(text: string): string {
  let crc = 0xffff;
  for (const byte of Buffer.from(text, 'utf8')) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000) === 0 ? (crc << 1) & 0xffff : ((crc << 1) ^ 0x1021) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}

/** Bakong's handle of a dynamic KHQR: lower-case hex over the whole string, so no character of it may ever change. */
export function md5Of(text: string): string {
  return createHash('md5').update(text, 'utf8').digest('hex');
}

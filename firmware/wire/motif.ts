import { hmacSha256 } from './mac';
import type { Sha256 } from './mac';

const LABEL = 'tune';
const MOTIF_NOTES = 3;
const ZERO = 48;

/**
 * The three notes by which a shop knows its own box: digits 0 to 7, never the same twice in a row, so 8 x 7 x 7 = 392 of
 * them. They come of the box's MAC key by HMAC-SHA256 over a text that is no MAC_structure, so they tell nothing of it.
 */
export function motifOf(sha256: Sha256, key: string): string {
  const bytes = hmacSha256(sha256, key, LABEL);
  let note = bytes.charCodeAt(0) & 7;
  let motif = '';
  for (let i = 1; i <= MOTIF_NOTES; i++) {
    motif += String.fromCharCode(ZERO + note);
    note = (note + 1 + (bytes.charCodeAt(i) % 7)) & 7;
  }
  return motif;
}

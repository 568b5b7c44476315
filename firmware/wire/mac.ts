import { BYTES, byte, head, readHead } from './cbor';
import { MESSAGE_LIMIT_BYTES, PAYLOAD_LIMIT_BYTES } from './codec';

/** SHA-256 of a binary string, as a binary string of 32 chars: the engine's own where it has one. */
export type Sha256 = (bytes: string) => string;

const BLOCK_BYTES = 64;
const TAG_BYTES = 8;
/** The protected header { 1: 4 }: algorithm HMAC 256/64 (RFC 9053 table 7), as the byte string that is authenticated. */
const PROTECTED = head(BYTES, 3) + byte(0xa1) + byte(1) + byte(4);
/** An array of four: protected header, empty unprotected header; payload and tag follow. */
const FRAME = byte(0x84) + PROTECTED + byte(0xa0);
/** An array of four that starts with the context "MAC0" (RFC 9052 section 6.3). */
const CONTEXT = byte(0x84) + byte(0x64) + 'MAC0' + PROTECTED;

// The key's two pads, of the last key used: a box has one key, and 64 steps a message are dear in an interpreter.
let padsOf = '';
let innerPad = '';
let outerPad = '';

/** HMAC-SHA256 (RFC 2104), both binary strings. */
export function hmacSha256(sha256: Sha256, key: string, bytes: string): string {
  if (innerPad === '' || key !== padsOf) {
    const short = key.length > BLOCK_BYTES ? sha256(key) : key;
    innerPad = '';
    outerPad = '';
    for (let i = 0; i < BLOCK_BYTES; i++) {
      const code = i < short.length ? short.charCodeAt(i) : 0;
      innerPad += byte(code ^ 0x36);
      outerPad += byte(code ^ 0x5c);
    }
    padsOf = key;
  }
  return sha256(outerPad + sha256(innerPad + bytes));
}

/**
 * COSE_Mac0 (RFC 9052 section 6.2), untagged, HMAC 256/64 (alg 4), external_aad = the MQTT topic.
 * '' for an empty payload or one above PAYLOAD_LIMIT_BYTES, so that nothing is sent that nobody may take.
 */
export function seal(sha256: Sha256, key: string, topic: string, payload: string): string {
  if (payload.length < 1 || payload.length > PAYLOAD_LIMIT_BYTES) return '';
  return FRAME + byteString(payload) + byteString(tagOf(sha256, key, topic, payload));
}

/** The payload of a sealed message, or undefined when it is not ours: wrong form, key, topic or tag. Constant time in the tag. */
export function open(sha256: Sha256, key: string, topic: string, bytes: string): string | undefined {
  if (bytes.length > MESSAGE_LIMIT_BYTES || bytes.substring(0, FRAME.length) !== FRAME) return undefined;
  const cursor = { bytes: bytes, at: FRAME.length, ok: true };
  const length = readHead(cursor, BYTES);
  const end = cursor.at + length;
  // What is left after the payload must be exactly the tag.
  if (!cursor.ok || bytes.length !== end + 1 + TAG_BYTES || bytes.charCodeAt(end) !== 0x40 + TAG_BYTES)
    return undefined;
  const payload = bytes.substring(cursor.at, end);
  const tag = tagOf(sha256, key, topic, payload);
  let difference = 0;
  for (let i = 0; i < TAG_BYTES; i++) difference = difference | (tag.charCodeAt(i) ^ bytes.charCodeAt(end + 1 + i));
  return difference === 0 ? payload : undefined;
}

function byteString(bytes: string): string {
  return head(BYTES, bytes.length) + bytes;
}

/** The first 8 bytes of the HMAC over the MAC_structure (RFC 9052 section 6.3). */
function tagOf(sha256: Sha256, key: string, topic: string, payload: string): string {
  return hmacSha256(sha256, key, CONTEXT + byteString(topic) + byteString(payload)).substring(0, TAG_BYTES);
}

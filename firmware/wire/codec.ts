import { ITEMS_LIMIT, MAP, UINT, head } from './cbor';
import { KEY_END, KEY_SEQ, KEY_TYPE, TYPE_FIRST_UP, TYPE_LAST_UP, typeNames } from './keys';
import { lay } from './layout';
import type { Down, Up } from './messages';
import { MOST, argument, enter, found, start } from './transfer';
import type { Fields, Transfer } from './transfer';

/** A sealed message is at most this long. */
export const MESSAGE_LIMIT_BYTES = 900;
/** What the largest COSE frame leaves of it for the payload. */
export const PAYLOAD_LIMIT_BYTES = 882;

/** Why bytes were not taken as a message. unsupported: well formed, of a type that this reader does not know. */
export type DecodeFault = 'malformed' | 'unsupported';

/**
 * Deterministic CBOR (RFC 8949 section 4.2.1) of one message, as a binary string of at most PAYLOAD_LIMIT_BYTES.
 * '' when a field is outside its limits in wire.cddl: what the other side would refuse is never sent.
 */
export function encodeMessage(message: Down | Up): string {
  const t = start(true, message as unknown as Fields, '');
  let type = 0;
  while (type < typeNames.length && typeNames[type] !== message.is) type++;
  enter(t, KEY_TYPE);
  argument(t, UINT, type, 0, typeNames.length - 1);
  if (t.ok) lay(t, type);
  const payload = head(MAP, t.entries) + t.bytes;
  return t.ok && payload.length <= PAYLOAD_LIMIT_BYTES ? payload : '';
}

/** Reads one downward message. Never throws; unknown keys are ignored; anything else unexpected is a fault. */
export function decodeDown(bytes: string): Down | DecodeFault {
  return decode(bytes, false) as Down | DecodeFault;
}

/** Reads one upward message, with the same rules. */
export function decodeUp(bytes: string): Up | DecodeFault {
  return decode(bytes, true) as Up | DecodeFault;
}

/**
 * The sequence number of an authentic message that could not be used, so that the refusal can name it: for
 * `unsupported` always, for `malformed` when the bytes are right up to the number. 0, which is never given, otherwise.
 */
export function peekSeq(bytes: string): number {
  const t = reader(bytes);
  readNumber(t, KEY_TYPE, 0);
  const seq = readNumber(t, KEY_SEQ, 1);
  return t.ok ? seq : 0;
}

function reader(bytes: string): Transfer {
  const t = start(false, {}, bytes);
  t.entries = argument(t, MAP, 0, 2, ITEMS_LIMIT);
  return t;
}

function readNumber(t: Transfer, key: number, least: number): number {
  enter(t, key);
  return argument(t, UINT, 0, least, MOST);
}

function decode(bytes: string, up: boolean): unknown {
  if (bytes.length > PAYLOAD_LIMIT_BYTES) return 'malformed';
  const t = reader(bytes);
  const type = readNumber(t, KEY_TYPE, 0);
  const known = type < typeNames.length && isUp(type) === up;
  if (known) {
    t.to.is = typeNames[type];
    lay(t, type);
  } else {
    readNumber(t, KEY_SEQ, 1);
  }
  // Steps over what later firmware added at the end.
  found(t, KEY_END);
  if (!t.ok || t.waiting || t.at !== bytes.length) return 'malformed';
  return known ? t.to : 'unsupported';
}

function isUp(type: number): boolean {
  return type >= TYPE_FIRST_UP && type <= TYPE_LAST_UP;
}

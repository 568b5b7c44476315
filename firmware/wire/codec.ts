import type { Down, Up } from './messages';

/** Payload limit before the COSE frame; a whole message is at most 900 bytes. */
export const MESSAGE_LIMIT_BYTES = 900;

/** Deterministic CBOR (RFC 8949 section 4.2.1) of one message, as a binary string. */
export function encodeMessage(_message: Down | Up): string {
  return '';
}

/** Why bytes were not taken as a message. */
export type DecodeFault = 'malformed' | 'unsupported';

/** Reads one downward message. Never throws; unknown keys are ignored; anything else unexpected is a fault. */
export function decodeDown(_bytes: string): Down | DecodeFault {
  return 'malformed';
}

/** Reads one upward message, with the same rules. */
export function decodeUp(_bytes: string): Up | DecodeFault {
  return 'malformed';
}

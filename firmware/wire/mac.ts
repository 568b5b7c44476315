/** SHA-256 of a binary string, as a binary string of 32 chars: the engine's own where it has one. */
export type Sha256 = (bytes: string) => string;

/** HMAC-SHA256 (RFC 2104), both binary strings. */
export function hmacSha256(_sha256: Sha256, _key: string, _bytes: string): string {
  return '';
}

/** COSE_Mac0 (RFC 9052 section 6.2), untagged, HMAC 256/64 (alg 4), external_aad = the MQTT topic. */
export function seal(_sha256: Sha256, _key: string, _topic: string, _payload: string): string {
  return '';
}

/** The payload of a sealed message, or undefined when it is not ours: wrong form, key, topic or tag. Constant time in the tag. */
export function open(_sha256: Sha256, _key: string, _topic: string, _bytes: string): string | undefined {
  return undefined;
}

// Numbers in binary strings, high byte first, as MQTT and the journal have them.

/** 2 bytes of the low 16 bits. */
export function half(value: number): string {
  return String.fromCharCode((value >>> 8) & 255) + String.fromCharCode(value & 255);
}

export function halfAt(bytes: string, at: number): number {
  return bytes.charCodeAt(at) * 256 + bytes.charCodeAt(at + 1);
}

/** 4 bytes, of 0 to 2^32 - 1. */
export function word(value: number): string {
  return half(value >>> 16) + half(value);
}

export function wordAt(bytes: string, at: number): number {
  return halfAt(bytes, at) * 65536 + halfAt(bytes, at + 2);
}

// Bytes for display controllers, as binary strings.

export function byte(value: number): string {
  return String.fromCharCode(value);
}

/** 16 bits, low byte first. */
export function lowFirst(value: number): string {
  return byte(value & 255) + byte(value >>> 8);
}

/** 16 bits, high byte first. */
export function highFirst(value: number): string {
  return byte(value >>> 8) + byte(value & 255);
}

export function zeros(count: number): string {
  let bytes = '';
  while (bytes.length < count) bytes += byte(0);
  return bytes;
}

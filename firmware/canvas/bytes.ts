/** A little-endian number of 16 bits in a file beside the code. */
export function u16(bytes: string, at: number): number {
  return bytes.charCodeAt(at) + bytes.charCodeAt(at + 1) * 256;
}

/** The same of 32 bits, below 2^31. */
export function u32(bytes: string, at: number): number {
  return u16(bytes, at) + u16(bytes, at + 2) * 65536;
}

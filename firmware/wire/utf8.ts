/** Whether a binary string is well-formed UTF-8 (Unicode 17, table 3-7): no overlong form, no surrogate, nothing cut. */
export function isUtf8(bytes: string): boolean {
  let more = 0;
  let least = 128;
  let most = 191;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes.charCodeAt(i);
    if (more > 0) {
      if (byte < least || byte > most) return false;
      more--;
      least = 128;
      most = 191;
    } else if (byte > 127) {
      if (byte < 194 || byte > 244) return false;
      more = byte < 224 ? 1 : byte < 240 ? 2 : 3;
      if (byte === 224) least = 160;
      if (byte === 237) most = 159;
      if (byte === 240) least = 144;
      if (byte === 244) most = 143;
    }
  }
  return more === 0;
}

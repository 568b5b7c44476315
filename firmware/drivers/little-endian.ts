/** A number of `bytes` bytes (1 to 4) as files of Windows have it, lowest byte first; negative ones as two's complement. */
export function littleEndian(value: number, bytes: number): string {
  let text = '';
  for (let i = 0; i < bytes; i++) text += String.fromCharCode((value >>> (8 * i)) & 255);
  return text;
}

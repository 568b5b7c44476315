/** SHA-256 of a binary string by the engine, 32 bytes. */
export function sha256(bytes: string): string {
  const digest = E.toString(require('crypto').SHA256(bytes));
  return digest === undefined ? '' : digest;
}

/** SHA-256 of a binary string by the module, 32 bytes. */
export function sha256(bytes: string): string {
  const hash = crypto.new_hash('SHA256');
  hash.update(bytes);
  return hash.finalize();
}

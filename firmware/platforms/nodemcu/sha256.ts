import { sha256 as portableSha256 } from '../../wire/sha256';

/** SHA-256 of a binary string: the module's where the build has it, else ours. */
export function sha256(bytes: string): string {
  if (crypto === undefined) return portableSha256(bytes);
  const hash = crypto.new_hash('SHA256');
  hash.update(bytes);
  return hash.finalize();
}

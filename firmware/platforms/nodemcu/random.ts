import { sha256 } from './sha256';

export interface Random {
  /** 31 random bits. */
  next(): number;
  /** Mixes in what nobody outside knows, or what never was before. */
  stir(bytes: string): void;
}

/**
 * Numbers that nobody without the secret can foretell: a chain of hashes over it, stirred with the microseconds of each
 * call. NodeMCU's ESP32 build has no door to the chip's own source.
 */
export function secretRandom(secret: string, microseconds: () => number): Random {
  let pool = secret;
  function stir(bytes: string): void {
    pool = sha256(pool + bytes);
  }
  return {
    stir,
    next() {
      const now = microseconds();
      stir(String.fromCharCode(now & 255) + String.fromCharCode((now >>> 8) & 255));
      return (
        ((pool.charCodeAt(0) & 127) << 24) | (pool.charCodeAt(1) << 16) | (pool.charCodeAt(2) << 8) | pool.charCodeAt(3)
      );
    },
  };
}

/** What every serial flash of an Espressif module can erase at once. */
export const SECTOR_BYTES = 4096;

/**
 * A serial flash chip: erasing sets a sector's bits, programming can only clear them, and an address beyond its end
 * begins again at 0 (JEDEC serial NOR; the chip decodes no more address bits than it has).
 */
export interface NorFlash {
  bytes: Buffer;
  erase(sector: number): void;
  program(address: number, bytes: Uint8Array): void;
}

export function norFlash(sizeBytes: number): NorFlash {
  const bytes = Buffer.alloc(sizeBytes, 0xff);
  return {
    bytes,
    erase(sector) {
      const from = (sector * SECTOR_BYTES) % sizeBytes;
      bytes.fill(0xff, from, from + SECTOR_BYTES);
    },
    program(address, data) {
      for (const [i, byte] of data.entries()) bytes[(address + i) % sizeBytes]! &= byte;
    },
  };
}

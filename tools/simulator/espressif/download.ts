// Blocks into RAM or flash: a begin, numbered blocks with a checksum each, an end.
import { constants, inflateSync } from 'node:zlib';
import { Refusal, STUB } from './fault';
import { SECTOR_BYTES, type NorFlash } from './nor-flash';

/** A download that has begun. */
export interface Download {
  /** Takes the next block. Throws Refusal. */
  block(bytes: Uint8Array): void;
  /** Throws Refusal when something is missing. */
  end(): void;
}

export interface Begin {
  sizeBytes: number;
  blocks: number;
  blockBytes: number;
  address: number;
}

/** Into RAM, which `load` is given whole. */
export function intoRam(begin: Begin, load: (address: number, bytes: Buffer) => void): Download {
  let got = Buffer.alloc(0);
  return {
    block(bytes) {
      got = Buffer.concat([got, bytes]);
      if (got.length > begin.sizeBytes) throw new Refusal(STUB.tooMuchData, 'more than was announced goes into RAM');
      if (got.length === begin.sizeBytes) load(begin.address, got);
    },
    end() {
      if (got.length < begin.sizeBytes) throw new Refusal(STUB.notEnoughData, 'less than was announced is in RAM');
    },
  };
}

/** Into flash as it is: `sizeBytes` are erased, the last block is filled up. */
export function intoFlash(begin: Begin, flash: NorFlash): Download {
  const write = writing(begin, flash);
  return { block: (bytes) => write.next(bytes.subarray(0, write.leftBytes())), end: write.end };
}

/** Into flash through zlib (RFC 1950): `sizeBytes` are what comes out of it. */
export function intoFlashInflated(begin: Begin, flash: NorFlash): Download {
  const write = writing(begin, flash);
  let packed = Buffer.alloc(0);
  let doneBytes = 0;
  return {
    block(bytes) {
      packed = Buffer.concat([packed, bytes]);
      const plain = inflated(packed);
      const next = plain.subarray(doneBytes);
      if (next.length > write.leftBytes()) throw new Refusal(STUB.tooMuchData, 'more comes out than was announced');
      doneBytes = plain.length;
      write.next(next);
    },
    end: write.end,
  };
}

/** Erases sector by sector as it goes, as the stub does. */
function writing({ sizeBytes, address }: Begin, flash: NorFlash) {
  let doneBytes = 0;
  let sector = Math.floor(address / SECTOR_BYTES);
  return {
    leftBytes: () => sizeBytes - doneBytes,
    next(bytes: Uint8Array): void {
      while (sector * SECTOR_BYTES < address + doneBytes + bytes.length) flash.erase(sector++);
      flash.program(address + doneBytes, bytes);
      doneBytes += bytes.length;
    },
    end(): void {
      if (doneBytes < sizeBytes) throw new Refusal(STUB.notEnoughData, `${sizeBytes - doneBytes} bytes are missing`);
    },
  };
}

function inflated(packed: Buffer): Buffer {
  try {
    return inflateSync(packed, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    throw new Refusal(STUB.inflateError, 'what was sent is no zlib stream');
  }
}

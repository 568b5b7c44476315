// Writes voice packs. README.md beside this file describes the bytes; firmware/speech/pack.ts reads them.
import {
  PACK_BLOCK_BYTES,
  PACK_BLOCK_SAMPLES,
  PACK_RATE_HZ,
  PACK_TABLES_AT,
  PACK_TABLES_BYTES,
} from '../../firmware/drivers/ports';
import { tables } from './bfp6';
import { crc32 } from './crc32';

const INDEX_ENTRY_BYTES = 4;
/** Clips keep their natural ends, so a short breath of one block joins them. */
const GAP_SAMPLES = PACK_BLOCK_SAMPLES;

/** A pack of coded clips in the order of their ids. */
export function writePack(tag: string, clips: Uint8Array[]): Uint8Array {
  const crcAt = PACK_TABLES_AT + PACK_TABLES_BYTES + clips.length * INDEX_ENTRY_BYTES;
  const sound = Buffer.concat(clips);
  const head = Buffer.alloc(crcAt + 4);
  head.write('GVPK', 0, 'latin1');
  head.writeUInt8(1, 4);
  head.writeUInt8(1, 5);
  head.writeUInt16LE(PACK_RATE_HZ, 6);
  head.writeUInt16LE(clips.length, 8);
  head.writeUInt16LE(GAP_SAMPLES, 10);
  head.write(tag, 12, 8, 'latin1');
  head.writeUInt32LE(head.length, 20);
  head.writeUInt32LE(head.length + sound.length, 24);
  head.writeUInt32LE(crc32(sound), 28);
  head.set(tables, PACK_TABLES_AT);
  let block = 0;
  clips.forEach((clip, id) => {
    const blocks = clip.length / PACK_BLOCK_BYTES;
    head.writeUInt16LE(block, PACK_TABLES_AT + PACK_TABLES_BYTES + id * INDEX_ENTRY_BYTES);
    head.writeUInt16LE(blocks, PACK_TABLES_AT + PACK_TABLES_BYTES + id * INDEX_ENTRY_BYTES + 2);
    block += blocks;
  });
  head.writeUInt32LE(crc32(head.subarray(0, crcAt)), crcAt);
  return Buffer.concat([head, sound]);
}

/** True when the sound is what the header says: the check that a box leaves to the tools, because it takes long. */
export function soundIsWhole(pack: Uint8Array): boolean {
  const view = Buffer.from(pack.buffer, pack.byteOffset, pack.length);
  return (
    pack.length >= 32 &&
    view.readUInt32LE(24) === pack.length &&
    crc32(view.subarray(view.readUInt32LE(20))) === view.readUInt32LE(28)
  );
}

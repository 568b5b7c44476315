// Writes voice packs. README.md beside this file describes the bytes; firmware/speech/pack.ts reads them.
import {
  PACK_LOUDNESS_AT,
  PACK_LOUDNESS_BYTES,
  PACK_LOUDNESS_STEPS,
  PACK_RATE_HZ,
  PACK_TABLES_AT,
  PACK_UNIT_SAMPLES,
} from '../../firmware/drivers/ports';
import { samplesIn, tables } from './bfp6';
import { crc32 } from './crc32';

const INDEX_AT = PACK_LOUDNESS_AT + PACK_LOUDNESS_STEPS * PACK_LOUDNESS_BYTES;
const INDEX_ENTRY_BYTES = 5;
/** Clips keep their natural ends, so a short breath joins them. */
const GAP_SAMPLES = PACK_UNIT_SAMPLES;
const SILENCE = 128;
/** Percent of full scale for volume 0 to 10, about 2 dB a step. 0 is quiet, never mute: a payment must be heard. */
const LOUDNESS_PERCENT = [12, 16, 20, 25, 32, 40, 50, 63, 79, 89, 100];

const loudness = Uint8Array.from({ length: PACK_LOUDNESS_STEPS * PACK_LOUDNESS_BYTES }, (_, i) => {
  const percent = LOUDNESS_PERCENT[Math.floor(i / PACK_LOUDNESS_BYTES)] ?? 0;
  return SILENCE + Math.round((((i % PACK_LOUDNESS_BYTES) - SILENCE) * percent) / 100);
});

/** A pack of coded clips in the order of their ids, with the words section of its language (binary). */
export function writePack(tag: string, words: string, clips: Uint8Array[]): Uint8Array {
  const wordsAt = INDEX_AT + clips.length * INDEX_ENTRY_BYTES;
  const crcAt = wordsAt + words.length;
  const sound = Buffer.concat(clips);
  const head = Buffer.alloc(crcAt + 4);
  head.write('GVPK', 0, 'latin1');
  head.writeUInt8(3, 4);
  head.writeUInt8(1, 5);
  head.writeUInt16LE(PACK_RATE_HZ, 6);
  head.writeUInt16LE(clips.length, 8);
  head.writeUInt16LE(GAP_SAMPLES, 10);
  head.write(tag, 12, 8, 'latin1');
  head.writeUInt32LE(head.length, 20);
  head.writeUInt32LE(head.length + sound.length, 24);
  head.writeUInt32LE(crc32(sound), 28);
  head.set(tables, PACK_TABLES_AT);
  head.set(loudness, PACK_LOUDNESS_AT);
  let offset = 0;
  clips.forEach((clip, id) => {
    const entry = INDEX_AT + id * INDEX_ENTRY_BYTES;
    head.writeUIntLE(offset, entry, 3);
    head.writeUInt16LE(samplesIn(clip) / PACK_UNIT_SAMPLES, entry + 3);
    offset += clip.length;
  });
  head.write(words, wordsAt, 'latin1');
  head.writeUInt32LE(crc32(head.subarray(0, crcAt)), crcAt);
  return Buffer.concat([head, sound]);
}

/** True when the sound is what the header says: the check that a box leaves to the tools, because it takes long. */
export function soundIsWhole(pack: Uint8Array): boolean {
  const view = Buffer.from(pack.buffer, pack.byteOffset, pack.length);
  if (view.length < PACK_TABLES_AT || view.readUInt32LE(24) !== view.length) return false;
  return crc32(view.subarray(view.readUInt32LE(20))) === view.readUInt32LE(28);
}

// Reads a voice pack (tools/voice/README.md describes the bytes).
import { PACK_BLOCK_UNITS, PACK_LOUDNESS_AT, PACK_LOUDNESS_BYTES, PACK_LOUDNESS_STEPS } from '../drivers/ports';
import { PACK_PAUSE_SAMPLES, PACK_TABLES_AT, PACK_UNIT_BYTES, PACK_UNIT_SAMPLES } from '../drivers/ports';
import type { Assets, ClipSpan } from '../drivers/ports';
import { idiv } from '../wire/idiv';
import { CHIMES, CLIPS_END, NOTES, half, whole } from './words';

/** A pack that was opened: where its clips are. */
export interface Pack {
  file: string;
  rateHz: number;
  clips: number;
  /** The index: five bytes a clip. */
  index: string;
  dataAt: number;
  gapSamples: number;
  /** What compose() reads. */
  words: string;
}

const MAGIC = 'GVPK';
/** More than any tag has. */
const TAG_BYTES = 8;
const VERSION = 3;
const CODEC_BFP6 = 1;
const INDEX_AT = PACK_LOUDNESS_AT + PACK_LOUDNESS_STEPS * PACK_LOUDNESS_BYTES;
const INDEX_ENTRY_BYTES = 5;
const MOST_WORDS_BYTES = 1024;

/**
 * Opens the pack of a language. A box may have a few bytes instead, the tag of the language that speaks for it; so it has
 * of the empty tag, for languages that it does not know: it speaks all the same. `crc32` is the engine's own CRC-32 (IEEE 802.3): it is run over the header, the decode tables, the index and the
 * words, not over the sound. Undefined when the file is absent, short, damaged or of another version.
 */
export function openPack(assets: Assets, language: string, crc32: (bytes: string) => number): Pack | undefined {
  let file = 'voice-' + language;
  if (assets.read(file, 0, 1) === '') file = 'voice-';
  const other = assets.read(file, 0, TAG_BYTES);
  if (other.length < TAG_BYTES) file = 'voice-' + other;
  const header = assets.read(file, 0, PACK_TABLES_AT);
  if (header.length < PACK_TABLES_AT || header.substring(0, 4) !== MAGIC) return undefined;
  if (header.charCodeAt(4) !== VERSION || header.charCodeAt(5) !== CODEC_BFP6) return undefined;
  const clips = half(header, 8);
  const wordsAt = INDEX_AT + clips * INDEX_ENTRY_BYTES;
  const dataAt = whole(header, 20);
  const crcAt = dataAt - 4;
  if (clips > CLIPS_END || crcAt < wordsAt || crcAt > wordsAt + MOST_WORDS_BYTES) return undefined;
  const sum = assets.read(file, crcAt, 4);
  if (sum.length < 4) return undefined;
  // Halves, because an engine may hold the upper half of the 32-bit range as negative numbers.
  const found = crc32(assets.read(file, 0, crcAt));
  if ((found & 65535) !== half(sum, 0) || ((found >>> 16) & 65535) !== half(sum, 2)) return undefined;
  if (assets.read(file, whole(header, 24) - 1, 1).length !== 1) return undefined;
  return {
    file,
    rateHz: half(header, 6),
    clips,
    index: assets.read(file, INDEX_AT, clips * INDEX_ENTRY_BYTES),
    dataAt,
    gapSamples: half(header, 10),
    words: assets.read(file, wordsAt, crcAt - wordsAt),
  };
}

/** Where the clips lie, with the gaps between them as silent spans. Undefined when the pack lacks one of them. */
export function spansOf(pack: Pack, clips: number[]): ClipSpan[] | undefined {
  const spans: ClipSpan[] = [];
  let before = -1;
  for (const clip of clips) {
    if (clip < 0 || clip >= pack.clips) return undefined;
    // Before a note goes nothing but another one.
    if (before >= 0 && clip >= NOTES) {
      const samples = before < CHIMES ? PACK_PAUSE_SAMPLES : pack.gapSamples;
      spans.push({ offset: 0, bytes: 0, samples });
    }
    const entry = clip * INDEX_ENTRY_BYTES;
    const units = half(pack.index, entry + 3);
    spans.push({
      offset: pack.dataAt + half(pack.index, entry) + pack.index.charCodeAt(entry + 2) * 65536,
      bytes: units * PACK_UNIT_BYTES + idiv(units + PACK_BLOCK_UNITS - 1, PACK_BLOCK_UNITS),
      samples: units * PACK_UNIT_SAMPLES,
    });
    before = clip;
  }
  return spans;
}

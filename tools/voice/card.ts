// The card of a serial MP3 module: a folder a language in the order of the board's list, in it a file a clip of the
// language's pack. Modules play WAV as well as MP3 (Flyron, FN-M16P Datasheet V1.0, "Features").
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Board } from '../../boards/board';
import { openPack, spansOf } from '../../firmware/speech/pack';
import { chosen } from '../build/languages';
import { decode } from './bfp6';
import { crc32 } from './crc32';
import { builtPacks } from './packs';
import { RATE_HZ } from './sound';
import { wav16OfBytes } from './wav';

export interface CardTrack {
  /** 1 for the first language. */
  folder: number;
  /** 1 for clip 0. */
  track: number;
  /** 8 kHz, 8 bits, unsigned. */
  samples: Uint8Array;
}

/** True for a board whose sounds lie on a module's card. */
export function hasCard({ audio }: Pick<Board, 'audio'>): boolean {
  return audio.driver === 'dfplayer';
}

/** Every clip of the packs of these languages, which are named as `--languages` takes them. */
export function cardOf(languages: string[]): CardTrack[] {
  return chosen(languages).flatMap(({ voice }, i) =>
    clipsOf(voice).map((samples, id) => ({ folder: i + 1, track: id + 1, samples })),
  );
}

function clipsOf(tag: string): Uint8Array[] {
  const packs = builtPacks([tag]);
  const pack = openPack(packs, tag, (bytes) => crc32(Buffer.from(bytes, 'latin1')));
  if (pack === undefined)
    throw new Error(`voice: the ${tag} pack is damaged. Build it with: ghanti voice build ${tag}`);
  return Array.from({ length: pack.clips }, (_none, id) => {
    const clip = spansOf(pack, [id])!.find(({ bytes }) => bytes > 0)!;
    return decode(Buffer.from(packs.read(pack.file, clip.offset, clip.bytes), 'latin1'), clip.samples);
  });
}

/** Where a track lies on its card. */
export function trackPath({ folder, track }: CardTrack): string {
  return join(String(folder).padStart(2, '0'), `${String(track).padStart(3, '0')}.wav`);
}

/** Writes a card's folders into `root`. Bytes written. */
export function writeCard(root: string, tracks: CardTrack[]): number {
  let bytes = 0;
  for (const one of tracks) {
    const file = wav16OfBytes(one.samples, RATE_HZ);
    const path = join(root, trackPath(one));
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, file);
    bytes += file.length;
  }
  return bytes;
}

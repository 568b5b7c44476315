import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Board } from '../../boards/board';
import { buildQrTables } from '../qr/tables';
import { hasCard } from '../voice/card';
import { languageOf } from '../voice/registry';
import { wordsSection } from '../voice/words';

/** A file that lies beside the program in the box's Storage. */
export interface AssetFile {
  name: string;
  path: string;
  bytes: Uint8Array;
}

/**
 * The files that a board's program reads: fonts, texts, QR tables, the voices of its languages. On a computer they lie
 * on its disk under the names by which the program asks for them.
 */
export function assetsOf(root: string, board: Board): AssetFile[] {
  const firmware = join(root, 'firmware');
  const assets = [
    committed('font', 'font.bin', join(firmware, 'canvas', 'fonts', 'font.bin')),
    committed('texts', 'texts.bin', join(firmware, 'screens', 'texts.bin')),
    { name: 'qr', path: 'qr.bin', bytes: buildQrTables(board.qr) },
    ...voiceOf(board, join(firmware, 'speech', 'packs')),
  ];
  return board.runtime === 'LINUX' ? assets.map((file) => ({ ...file, path: file.name })) : assets;
}

/** A module with a card of its own needs the words alone, a beeper nothing. */
function voiceOf(board: Board, packs: string): AssetFile[] {
  if (hasCard(board))
    return board.languages.map((tag) => ({
      name: `words-${tag}`,
      path: `words-${tag}.bin`,
      bytes: Buffer.from(wordsSection(languageOf(tag)), 'latin1'),
    }));
  if (board.audio.pack === undefined) return [];
  return board.languages.map((tag) => committed(`voice-${tag}`, `voice-${tag}.pak`, join(packs, `${tag}.pak`)));
}

function committed(name: string, path: string, from: string): AssetFile {
  if (!existsSync(from)) throw new Error(`${from} is missing; its own tool makes it (ghanti --help).`);
  return { name, path, bytes: readFileSync(from) };
}

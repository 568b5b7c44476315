import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Board } from '../../boards/board';
import { screenTexts } from '../font/faces';
import { subsetFont } from '../font/subset';
import { packTexts } from '../font/texts';
import { buildQrTables } from '../qr/tables';
import { hasCard } from '../voice/card';
import { packOf } from '../voice/packs';
import { languageOf } from '../voice/registry';
import { wordsSection } from '../voice/words';
import { chosen } from './languages';

/** A file that lies beside the program in the box's Storage. */
export interface AssetFile {
  name: string;
  path: string;
  bytes: Uint8Array;
}

/**
 * The files that a board's program reads: font and texts of these languages, QR tables, voices. On a computer they lie on
 * its disk under the names by which the program asks for them.
 */
export function assetsOf(root: string, board: Board, languages: string[]): AssetFile[] {
  const files = [
    ...screenFiles(root, languages),
    { name: 'qr', path: 'qr.bin', bytes: buildQrTables(board.qr) },
    ...voiceFiles(board, languages),
  ];
  return board.runtime === 'LINUX' ? files.map((file) => ({ ...file, path: file.name })) : files;
}

/** Font and texts. */
export function screenFiles(root: string, languages: string[]): AssetFile[] {
  const font = join(root, 'firmware', 'canvas', 'fonts', 'font.bin');
  if (!existsSync(font)) throw new Error(`${font} is missing; make it with: ghanti font`);
  const all = screenTexts(join(root, 'tools', 'screens', 'texts'));
  const tags = chosen(languages).map(({ tag }) => tag);
  const texts = Object.fromEntries(tags.map((tag) => [tag, all[tag]!]));
  const file = (tag: string): Uint8Array => packTexts(tag, texts, Object.keys(all['en']!));
  return [
    { name: 'font', path: 'font.bin', bytes: subsetFont(readFileSync(font), texts) },
    ...tags.map((tag) => ({ name: `texts-${tag}`, path: `texts-${tag}.bin`, bytes: file(tag) })),
    // What a box shows when it is told a language that it does not have.
    { name: 'texts-', path: 'texts-.bin', bytes: file(tags[0]!) },
  ];
}

/** A module with a card of its own needs the words alone, a beeper nothing. */
function voiceFiles(board: Board, languages: string[]): AssetFile[] {
  const all = chosen(languages);
  if (hasCard(board))
    return all.map(({ tag, voice }) => ({
      name: `words-${tag}`,
      path: `words-${tag}.bin`,
      bytes: Buffer.from(wordsSection(languageOf(voice)), 'latin1'),
    }));
  if (board.audio.pack === undefined) return [];
  const voices = [...new Set(all.map(({ voice }) => voice))];
  const spokenFor = all.filter(({ tag }) => !voices.includes(tag));
  // What a box looks for when it is told a language that it does not have.
  spokenFor.push({ tag: '', voice: voices[0]! });
  return [
    ...voices.map((tag) => voiceFile(tag, packOf(tag))),
    ...spokenFor.map(({ tag, voice }) => voiceFile(tag, Buffer.from(voice, 'latin1'))),
  ];
}

/** A pack, or the tag of the language whose pack it is to be. */
function voiceFile(tag: string, bytes: Uint8Array): AssetFile {
  return { name: `voice-${tag}`, path: `voice-${tag}.pak`, bytes };
}

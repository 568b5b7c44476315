// The boxes of a siege, each a process with its memory on disk: the built image in the simulator, in Debian's Lua, or in
// Espruino's own Linux build.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { boards } from '../../boards/registry';
import { buildImage, imageFolder, projectRoot } from '../build/image';
import { readImage } from '../simulator/image';
import { program } from './program';
import type { Program } from './program';

/** What a box printed of its sentences, over all its lives. */
export interface Sentence {
  /** Of which announcements, by sequence number. */
  seqs: number[];
  kind: string;
}
export interface BesiegedBox {
  id: string;
  program: Program;
  /** Begun; a power cut may have ended them. */
  begun: Sentence[];
  /** Said to their end. */
  said: Sentence[];
  /** Lets the power go in the middle of a flash write, where the box can. Resolves when it is down. */
  tear: ((bytes: number) => Promise<void>) | undefined;
}

const SOUND_SPEED = 40;
/** A box that writes nothing to flash within this is unplugged as it is. */
const TEAR_LIMIT_MS = 3_000;

/** Builds the board's image once, for `besiegedBox`. */
export async function prepareBoard(board: string): Promise<void> {
  if (boards[board] === undefined) throw new Error(`siege: there is no board ${board}.`);
  await buildImage(board, imageFolder(board));
}

/** @param settings the box's ghanti.json. @param cli the built command line */
export function besiegedBox(id: string, board: string, folder: string, settings: object, cli: string): BesiegedBox {
  mkdirSync(folder, { recursive: true });
  const begun: Sentence[] = [];
  const said: Sentence[] = [];
  const heard = (line: string): void => {
    begun.push(...sentenceIn(line, 'saying'));
    said.push(...sentenceIn(line, 'said'));
  };
  const { runtime } = boards[board]!;
  const image = imageFolder(board);
  writeFileSync(join(folder, 'ghanti.json'), JSON.stringify(settings));
  if (runtime === 'LINUX') {
    cpSync(image, folder, { recursive: true });
    const launch = () => spawn(espruino(), ['app.js'], { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] });
    return { id, begun, said, tear: undefined, program: program(id, launch, heard, 0) };
  }
  if (readImage(image).engine === 'nodemcu') {
    for (const { name, bytes } of readImage(image).files) writeFileSync(join(folder, name), bytes);
    const host = join(projectRoot(), 'tools', 'simulator', 'nodemcu', 'debian.lua');
    const launch = () => spawn('lua5.3', [host, folder, runtime, String(SOUND_SPEED)], { stdio: 'pipe' });
    return { id, begun, said, tear: undefined, program: program(id, launch, heard, 0) };
  }
  const launch = () => spawn(process.execPath, [cli, 'siege-box', folder, image, String(SOUND_SPEED)]);
  const made = program(id, launch, heard);
  const tear = (bytes: number): Promise<void> => made.order(`tear ${bytes}`, TEAR_LIMIT_MS).then(() => made.kill());
  return { id, begun, said, tear, program: made };
}

function espruino(): string {
  const found = process.env['ESPRUINO_BIN'];
  if (found === undefined) throw new Error('siege: the board linux needs ESPRUINO_BIN, an Espruino 2v29 for Linux.');
  return found;
}

/** A line that was cut in the middle by the end of its process says nothing. */
function sentenceIn(line: string, word: 'saying' | 'said'): Sentence[] {
  const at = line.indexOf(`{"${word}":`);
  if (at < 0) return [];
  try {
    return [(JSON.parse(line.slice(at)) as Record<string, Sentence>)[word]!];
  } catch {
    return [];
  }
}

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Board } from '../../boards/board';
import { boards } from '../../boards/registry';
import { assetsOf } from './assets';
import { bundle } from './bundle';
import { checkBoard, checkFlash, checkVoices, unfitness } from './checks';
import { declaredIn, gate } from './gate';
import { wished } from './languages';
import type { Weight } from './lua/weigh';

/** A board's image as it lies in its folder: image.json. */
export interface Image {
  board: string;
  engine: Board['engine'];
  version: string;
  /** As `--languages` takes them: the language that a box is left with first. */
  languages: string[];
  /** `name` is the file's name in the box's Storage, `path` its name in the folder. */
  files: { name: string; path: string; bytes: number }[];
}

/** What a build has to say about its size. */
export interface Report {
  image: Image;
  programBytes: number;
  budgetBytes: number;
  modules: { path: string; bytes: number }[];
  /** Of a Lua program: what the engine makes of each file. The second is all that stays in memory. */
  lua?: { name: string; weight: Weight }[];
  /** Why this image runs in the simulator and not on the chip, in a sentence for the field tech. */
  unfit?: string;
}

/** design budget: a bundle of at most 40 kB. */
export const APP_LIMIT_BYTES = 40 * 1024;
/** What Espruino has and this program may name. */
export const DECLARATIONS = ['firmware/portable.d.ts', 'firmware/platforms/espruino/espruino.d.ts'];
/** design budgets: Lua source of at most 64 kB in all; compiled, what stays in memory has at most 36 kB. */
const LUA_LIMIT_BYTES = 64 * 1024;
export const LUA_STRIPPED_LIMIT_BYTES = 36 * 1024;
/** The code is what Espruino runs at start. */
const CODE_NAME = '.bootcde';

/**
 * Builds a board's image into a folder that it makes afresh: the program, the files beside it, image.json. `wish` are
 * languages as `--languages` takes them. Throws with what to do when something does not fit: an unknown board, syntax or
 * names that the engine lacks, a budget, a panel.
 */
export async function buildImage(id: string, folder: string, wish?: string): Promise<Report> {
  const known = boards[id];
  if (known === undefined) {
    throw new Error(`there is no board "${id}". Boards: ${Object.keys(boards).join(', ')}.`);
  }
  const root = projectRoot();
  const languages = wished(wish, known.languages);
  const board: Board = { ...known, languages };
  checkBoard(id, board);
  const version = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;
  const program = await (board.engine === 'nodemcu' ? luaProgram : espruinoProgram)(root, id, board, version);
  const assets = assetsOf(root, board, languages);
  const programBytes = program.files.reduce((sum, { code }) => sum + code.length, 0);
  checkSize(`${id}: the program`, programBytes, program.budgetBytes);
  checkVoices(id, assets, board.audio.pack?.limitBytes ?? 0);
  const code = program.files.map((file) => ({ ...file, bytes: Buffer.from(file.code, 'latin1') }));
  const files = [...code, ...assets];
  const compiled = (program.lua ?? []).map(({ name, weight }) => ({
    name: `${name}, compiled`,
    bytes: { length: weight.strippedBytes },
  }));
  checkFlash(id, board.runtime, [...files, ...compiled]);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const file of files) writeFileSync(join(folder, file.path), file.bytes);
  const image: Image = {
    board: id,
    engine: board.engine,
    version,
    languages,
    files: files.map(({ name, path, bytes }) => ({ name, path, bytes: bytes.length })),
  };
  writeFileSync(join(folder, 'image.json'), JSON.stringify(image, null, 2) + '\n');
  const { budgetBytes, modules, lua, heldBytes } = program;
  return { image, programBytes, budgetBytes, modules, lua, unfit: unfitness(id, board.runtime, heldBytes) };
}

/** The code of an image, fit for its engine: files as in Image.files, the first is what runs by itself. */
interface Program {
  files: { name: string; path: string; code: string }[];
  budgetBytes: number;
  modules: Report['modules'];
  lua?: Report['lua'];
  /** What of it is in memory at once, where that is counted in bytes. */
  heldBytes: number;
}

async function espruinoProgram(root: string, id: string, board: Board, version: string): Promise<Program> {
  const { js, readable, modules } = await bundle(root, id, board, version, DECLARATIONS);
  checkProgram(id, root, readable);
  checkProgram(id, root, js);
  return {
    files: [{ name: CODE_NAME, path: 'app.js', code: js }],
    budgetBytes: APP_LIMIT_BYTES,
    modules,
    heldBytes: 0,
  };
}

async function luaProgram(root: string, id: string, board: Board, version: string): Promise<Program> {
  // Loaded when it is wanted: the compiler takes a second to start.
  const { luaFiles } = await import('./lua/files');
  const { HELD_AT_ONCE } = await import('./lua/parts');
  const { files, modules, faults } = luaFiles(root, id, board, version);
  refuse(id, 'NodeMCU', faults);
  checkSize(`${id}: what stays in memory, compiled,`, files[1]!.weight.strippedBytes, LUA_STRIPPED_LIMIT_BYTES);
  return {
    files: files.map(({ name, code }) => ({ name, path: name, code })),
    budgetBytes: LUA_LIMIT_BYTES,
    modules,
    lua: files,
    heldBytes: files
      .filter(({ name }) => HELD_AT_ONCE.includes(name))
      .reduce((sum, { weight }) => sum + weight.loadedBytes, 0),
  };
}

/** Where a board's image goes when nothing else is said. */
export function imageFolder(id: string): string {
  return join(projectRoot(), '.build', 'images', id);
}

/** Where the sources are. */
export function projectRoot(): string {
  return process.env.GHANTI_ROOT ?? process.cwd();
}

function checkProgram(id: string, root: string, js: string): void {
  const read = (path: string): string => readFileSync(join(root, 'firmware', path), 'utf8');
  const known = new Set([
    ...declaredIn(read('portable.d.ts')),
    ...declaredIn(read('platforms/espruino/espruino.d.ts')),
  ]);
  refuse(id, 'Espruino', gate(js, known));
}

function refuse(id: string, engine: string, faults: string[]): void {
  if (faults.length === 0) return;
  const list = faults.map((one) => `  ${one}`).join('\n');
  throw new Error(`${id}: ${engine} cannot run this program as it is meant:\n${list}`);
}

function checkSize(what: string, bytes: number, limitBytes: number): void {
  if (bytes <= limitBytes) return;
  throw new Error(`${what} takes ${bytes} bytes; ${limitBytes} is the limit. Make it smaller or leave something out.`);
}

// A box's program as the files that lie on a NodeMCU: init.lua, which it runs at power-on, the program, and its parts.
import { createHash } from 'node:crypto';
import type { Board } from '../../../boards/board';
import { nodemcuEntry } from '../nodemcu-entry';
import { TRAITS, traitsOf } from '../traits';
import { compileLua } from './compile';
import { luaFaults } from './gate';
import { nodemcuParts } from './parts';
import { withoutBlanks } from './short';
import { weigh } from './weigh';
import type { Weight } from './weigh';

/** One file: what is written, and what NodeMCU makes of it. */
export interface LuaFile {
  name: string;
  code: string;
  weight: Weight;
}

export interface LuaFiles {
  /** The first is what NodeMCU runs by itself, the second is all that stays in memory. */
  files: LuaFile[];
  modules: { path: string; bytes: number }[];
  /** What a box would stumble over. */
  faults: string[];
}

/** What NodeMCU has and a program may name, beside the built-ins that typescript-to-lua knows. */
const DECLARATIONS = ['firmware/platforms/nodemcu/nodemcu.d.ts'];
const MAIN = 'app';
const STAMP_DIGITS = 8;

/** Compiles a board's program and its parts. */
export function luaFiles(root: string, id: string, board: Board, version: string): LuaFiles {
  const entry = {
    path: `firmware/${id}.ts`,
    text: nodemcuEntry(id, board, version),
    given: { [TRAITS]: traitsOf(board) },
  };
  const program = compileLua(root, entry, '5.3', DECLARATIONS, nodemcuParts);
  const code = [{ name: MAIN, lua: program.lua }, ...program.parts];
  const all = [{ name: 'init', lua: starter(code) }, ...code];
  return {
    files: all.map(({ name, lua }) => ({ name: `${name}.lua`, code: lua, weight: weigh(lua) })),
    modules: program.modules,
    faults: all.flatMap(({ name, lua }) => luaFaults({ ...program, lua }).map((fault) => `${name}.lua: ${fault}`)),
  };
}

/**
 * Compiles the program on the box once, before it takes memory, and starts it. A compiled file is read three times as
 * fast and leaves no text behind; where one does not fit, the source does. The stamp is written last, so that a power
 * cut in between does no harm, and another program is compiled anew.
 */
function starter(code: readonly { name: string; lua: string }[]): string {
  const digest = createHash('sha256')
    .update(code.map(({ lua }) => lua).join('\0'), 'latin1')
    .digest('hex');
  const stamp = `"${digest.slice(0, STAMP_DIGITS)}"`;
  const names = code.map(({ name }) => `"${name}"`).join(', ');
  return withoutBlanks(`
local open = (io or file).open
local found = open("built", "r")
local built = found and found:read(${STAMP_DIGITS})
if found then found:close() end
if built ~= ${stamp} then
  for _, name in ipairs({ ${names} }) do
    if not pcall(node.compile, name .. ".lua") then file.remove(name .. ".lc") end
  end
  found = open("built", "w")
  if found then found:write(${stamp}) found:close() end
end
assert(loadfile("${MAIN}.lc") or loadfile("${MAIN}.lua"))()`).concat('\n');
}

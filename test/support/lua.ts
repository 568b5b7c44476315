import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { buildSync } from 'esbuild';
import { lauxlib, lua, lualib, to_luastring } from 'fengari';
import { compileLua } from '../../tools/build/lua/compile';
import type { Lua } from '../../tools/build/lua/compile';

/** What a program finds as global names. */
export interface Globals {
  [name: string]: LuaValue;
}
type LuaValue = string | number | boolean | undefined | readonly LuaValue[] | { readonly [name: string]: LuaValue };

const compiled = new Map<string, string>();

/** A file of this repository as a program for that Lua, compiled once. */
export function luaOf(path: string, target: Lua): string {
  const key = `${target} ${path}`;
  const lua = compiled.get(key) ?? compileLua(process.cwd(), { path, text: readFileSync(path, 'utf8') }, target).lua;
  compiled.set(key, lua);
  return lua;
}

/** Runs a file of this repository in Node, as JavaScript: the lines that it printed. */
export function runInNode(path: string, globals: Globals): string[] {
  const built = buildSync({ entryPoints: [path], bundle: true, write: false, format: 'iife', target: 'es2015' });
  const lines: string[] = [];
  runInNewContext(built.outputFiles[0]!.text, { ...globals, print: (line: string) => lines.push(line), quit() {} });
  return lines;
}

/** Runs a Lua program in fengari: Lua 5.3 with NodeMCU's 32-bit integers. What it printed, a line each, as binary strings. */
export function runInFengari(program: string, globals: Globals = {}): string[] {
  const lines: string[] = [];
  const L = lauxlib.luaL_newstate();
  lualib.luaL_openlibs(L);
  lua.lua_register(L, to_luastring('print'), (state) => {
    lines.push(Buffer.from(lauxlib.luaL_tolstring(state, 1)).toString('latin1'));
    return 0;
  });
  const bytes = Buffer.from(prelude(globals) + program, 'latin1');
  const status = lauxlib.luaL_loadbuffer(L, bytes, bytes.length, to_luastring('=app')) || lua.lua_pcall(L, 0, 0, 0);
  if (status !== lua.LUA_OK) throw new Error(`fengari: ${Buffer.from(lua.lua_tostring(L, -1)!).toString('latin1')}`);
  return lines;
}

/** The same in Debian's interpreter of that version: integers of 64 bits in 5.3, doubles and the module `bit` in 5.1. */
export function runInLua(version: Lua, program: string, globals: Globals = {}): string[] {
  const bits = version === '5.1' ? 'bit=require("bit") ' : '';
  const input = Buffer.from(bits + prelude(globals) + program, 'latin1');
  const { status, stdout, stderr, error } = spawnSync(`lua${version}`, ['-'], { input, encoding: 'latin1' });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`lua${version}: ${stderr}`);
  return stdout.split('\n').slice(0, -1);
}

/** The same in NodeMCU's own machine, luac.cross of its sources, which NODEMCU_LUA names: 32-bit integers and floats. */
export function runInNodemcu(program: string, globals: Globals = {}): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'ghanti-nodemcu-'));
  try {
    const path = join(folder, 'app.lua');
    writeFileSync(path, prelude(globals) + program, 'latin1');
    const bin = process.env['NODEMCU_LUA'] ?? 'luac.cross';
    const { status, stdout, stderr, error } = spawnSync(bin, ['-e', path], { encoding: 'latin1', maxBuffer: 1 << 26 });
    if (error !== undefined) throw error;
    if (status !== 0 || stderr !== '') throw new Error(`${bin}: ${stderr}`);
    return stdout.split('\n').slice(0, -1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function prelude(globals: Globals): string {
  const given = Object.entries(globals).map(([name, value]) => `${name}=${literal(value)} `);
  return `quit=function() end ${given.join('')}`;
}

function literal(value: LuaValue): string {
  if (value === undefined) return 'nil';
  if (typeof value === 'string')
    return `"${Array.from(value, (char) => `\\${String(char.charCodeAt(0)).padStart(3, '0')}`).join('')}"`;
  if (typeof value !== 'object') return String(value);
  if (isList(value)) return `{${value.map(literal).join(',')}}`;
  const fields = Object.entries(value).map(([name, of]) => `["${name}"]=${literal(of)}`);
  return `{${fields.join(',')}}`;
}

function isList(value: LuaValue & object): value is readonly LuaValue[] {
  return Array.isArray(value);
}

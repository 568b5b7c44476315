// How much a Lua program takes on a NodeMCU, from the functions that fengari compiles it to: the same virtual machine.
import { createRequire } from 'node:module';

/** What fengari 0.1.5 keeps of a compiled function, as far as it is counted here. */
interface Proto {
  code: unknown[];
  k: { type: number; value: unknown }[];
  p: Proto[];
  upvalues: unknown[];
  linedefined: number;
  lastlinedefined: number;
}

export interface Weight {
  /** The file that NodeMCU's luac.cross makes of it without debug information (app/lua53/ldump.c of nodemcu-firmware). */
  strippedBytes: number;
  /** What its functions take when it is loaded, on 32 bits (app/lua53/lobject.h), without closures and texts. */
  loadedBytes: number;
  instructions: number;
  functions: number;
}

/** Weighs a program. Throws Lua's own message when it is no program. */
export function weigh(program: string): Weight {
  const proto = compiled(program);
  const all = withInner(proto);
  return {
    // Signature, version, format, check bytes, sizes of four types, a number; then the count of upvalues.
    strippedBytes: HEADER_BYTES + all.reduce((sum, one) => sum + dumpedBytes(one), 0),
    loadedBytes: all.reduce((sum, one) => sum + loadedBytes(one), 0),
    instructions: all.reduce((sum, { code }) => sum + code.length, 0),
    functions: all.length,
  };
}

const HEADER_BYTES = 4 + 1 + 1 + 6 + 4 + 5 + 1;
/** Parameters, whether it is variadic, registers; that it has its source from the function around; no debug information. */
const FUNCTION_BYTES = 3 + 1 + 3;
const INSTRUCTION_BYTES = 4;
const UPVALUE_BYTES = 2;
const FLOAT_BYTES = 5;
const LUA_TNUMFLT = 3;
const LUA_TNUMINT = 19;
const LUA_TSHRSTR = 4;
const LUA_TLNGSTR = 20;

/** Proto itself; TValue, Proto *, Upvaldesc. */
const PROTO_BYTES = 76;
const VALUE_BYTES = 8;
const POINTER_BYTES = 4;
const UPVALDESC_BYTES = 8;

function loadedBytes({ code, k, p, upvalues }: Proto): number {
  const fields = k.length * VALUE_BYTES + p.length * POINTER_BYTES + upvalues.length * UPVALDESC_BYTES;
  return PROTO_BYTES + code.length * INSTRUCTION_BYTES + fields;
}

function dumpedBytes({ code, k, p, upvalues, linedefined, lastlinedefined }: Proto): number {
  const counts = [linedefined, lastlinedefined, p.length, code.length, k.length, upvalues.length];
  return (
    FUNCTION_BYTES +
    counts.reduce((sum, count) => sum + countBytes(count), 0) +
    code.length * INSTRUCTION_BYTES +
    k.reduce((sum, constant) => sum + constantBytes(constant), 0) +
    upvalues.length * UPVALUE_BYTES
  );
}

/** Seven bits a byte. */
function countBytes(count: number): number {
  return count < 128 ? 1 : 1 + countBytes(Math.floor(count / 128));
}

/** Four bits in the first byte, beside the type, and seven in each that follows. */
function typedCountBytes(count: number): number {
  return count < 16 ? 1 : count < 128 * 16 ? 2 : 1 + countBytes(count);
}

function constantBytes({ type, value }: Proto['k'][number]): number {
  if (type === LUA_TNUMINT) return typedCountBytes((value as number) < 0 ? -1 - (value as number) : (value as number));
  if (type === LUA_TNUMFLT) return FLOAT_BYTES;
  if (type !== LUA_TSHRSTR && type !== LUA_TLNGSTR) return 1;
  const bytes = (value as { realstring: Uint8Array }).realstring.length;
  return typedCountBytes(bytes + 1) + bytes;
}

function withInner(proto: Proto): Proto[] {
  return [proto, ...proto.p.flatMap(withInner)];
}

function compiled(program: string): Proto {
  // fengari is CommonJS without types; this is the one place that needs its insides.
  const { lauxlib, lua, to_luastring } = createRequire(import.meta.url)('fengari') as Fengari;
  const state = lauxlib.luaL_newstate();
  const bytes = Buffer.from(program, 'latin1');
  const status = lauxlib.luaL_loadbuffer(state, bytes, bytes.length, to_luastring('=app'));
  if (status !== lua.LUA_OK) throw new Error(Buffer.from(lua.lua_tostring(state, -1)!).toString('latin1'));
  return lua.lua_topointer(state, -1).p;
}

interface Fengari {
  to_luastring(text: string): Uint8Array;
  lauxlib: {
    luaL_newstate(): object;
    luaL_loadbuffer(state: object, code: Uint8Array, bytes: number, name: Uint8Array): number;
  };
  lua: {
    LUA_OK: number;
    lua_tostring(state: object, index: number): Uint8Array | null;
    lua_topointer(state: object, index: number): { p: Proto };
  };
}

// Lua 5.3 with NodeMCU's 32-bit integers, in fengari, and a table `host` of functions of ours.
import { lauxlib, lua, lualib, to_luastring } from 'fengari';
import type { State } from 'fengari';

/** What goes in and out: integers, binary strings, booleans; undefined is nil. */
export type LuaValue = number | string | boolean | undefined;
export type HostFunctions = Record<string, (...args: never[]) => LuaValue | void>;

export interface LuaMachine {
  /** Runs a program. Throws what Lua raised. */
  run(name: string, program: string): void;
  /** Calls the global function `host_event`. */
  event(...args: LuaValue[]): void;
}

/** A fresh machine; `globals` are set before anything runs. */
export function luaMachine(host: HostFunctions, globals: Record<string, LuaValue>): LuaMachine {
  const state = lauxlib.luaL_newstate();
  lualib.luaL_openlibs(state);
  lua.lua_createtable(state, 0, 0);
  for (const [name, run] of Object.entries(host)) {
    lua.lua_pushjsfunction(state, (called) => {
      const args: LuaValue[] = [];
      for (let i = 1; i <= lua.lua_gettop(called); i++) args.push(valueAt(called, i));
      push(called, (run as (...args: LuaValue[]) => LuaValue | void)(...args) ?? undefined);
      return 1;
    });
    lua.lua_setfield(state, -2, to_luastring(name));
  }
  lua.lua_setglobal(state, to_luastring('host'));
  for (const [name, value] of Object.entries(globals)) {
    push(state, value);
    lua.lua_setglobal(state, to_luastring(name));
  }
  const call = (args: number, what: string): void => {
    if (lua.lua_pcall(state, args, 0, 0) === lua.LUA_OK) return;
    const wrong = Buffer.from(lauxlib.luaL_tolstring(state, -1)).toString('latin1');
    lua.lua_settop(state, 0);
    throw new Error(`${what}: ${wrong}`);
  };
  return {
    run(name, program) {
      const bytes = Buffer.from(program, 'latin1');
      if (lauxlib.luaL_loadbuffer(state, bytes, bytes.length, to_luastring(`@${name}`)) !== lua.LUA_OK) {
        const wrong = Buffer.from(lauxlib.luaL_tolstring(state, -1)).toString('latin1');
        throw new Error(`${name}: ${wrong}`);
      }
      call(0, name);
    },
    event(...args) {
      lua.lua_getglobal(state, to_luastring('host_event'));
      for (const arg of args) push(state, arg);
      call(args.length, 'host_event');
    },
  };
}

function valueAt(state: State, index: number): LuaValue {
  const type = lua.lua_type(state, index);
  if (type === lua.LUA_TBOOLEAN) return lua.lua_toboolean(state, index);
  if (type === lua.LUA_TNUMBER) return lua.lua_tonumber(state, index);
  if (type === lua.LUA_TSTRING) return Buffer.from(lua.lua_tostring(state, index)!).toString('latin1');
  return undefined;
}

function push(state: State, value: LuaValue): void {
  if (typeof value === 'number') lua.lua_pushinteger(state, value | 0);
  else if (typeof value === 'boolean') lua.lua_pushboolean(state, value);
  else if (typeof value === 'string') {
    const bytes = Buffer.from(value, 'latin1');
    lua.lua_pushlstring(state, bytes, bytes.length);
  } else lua.lua_pushnil(state);
}

import { lauxlib, lua, lualib, to_luastring } from 'fengari';

/** Runs a Lua program in fengari: Lua 5.3 with NodeMCU's 32-bit integers. What it printed, a line each, as binary strings. */
export function runInFengari(program: string): string[] {
  const lines: string[] = [];
  const L = lauxlib.luaL_newstate();
  lualib.luaL_openlibs(L);
  lua.lua_register(L, to_luastring('print'), (state) => {
    lines.push(Buffer.from(lauxlib.luaL_tolstring(state, 1)).toString('latin1'));
    return 0;
  });
  const bytes = Buffer.from(program, 'latin1');
  const status = lauxlib.luaL_loadbuffer(L, bytes, bytes.length, to_luastring('=app')) || lua.lua_pcall(L, 0, 0, 0);
  if (status !== lua.LUA_OK) throw new Error(`fengari: ${Buffer.from(lua.lua_tostring(L, -1)!).toString('latin1')}`);
  return lines;
}

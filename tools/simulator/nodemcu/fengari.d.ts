/** What the simulator uses of fengari 0.1.5, which has no types of its own. Strings of Lua are Uint8Array. */
declare module 'fengari' {
  interface State {
    readonly opaque: unique symbol;
  }
  function to_luastring(text: string): Uint8Array;
  const lua: {
    LUA_OK: number;
    LUA_TNIL: number;
    LUA_TBOOLEAN: number;
    LUA_TNUMBER: number;
    LUA_TSTRING: number;
    lua_createtable(state: State, list: number, named: number): void;
    lua_getglobal(state: State, name: Uint8Array): number;
    lua_gettop(state: State): number;
    lua_pcall(state: State, args: number, results: number, handler: number): number;
    lua_pushboolean(state: State, value: boolean): void;
    lua_pushinteger(state: State, value: number): void;
    lua_pushjsfunction(state: State, run: (state: State) => number): void;
    lua_pushlstring(state: State, bytes: Uint8Array, length: number): void;
    lua_pushnil(state: State): void;
    lua_register(state: State, name: Uint8Array, run: (state: State) => number): void;
    lua_setfield(state: State, index: number, name: Uint8Array): void;
    lua_setglobal(state: State, name: Uint8Array): void;
    lua_settop(state: State, index: number): void;
    lua_toboolean(state: State, index: number): boolean;
    lua_tonumber(state: State, index: number): number;
    lua_tostring(state: State, index: number): Uint8Array | null;
    lua_type(state: State, index: number): number;
  };
  const lauxlib: {
    luaL_newstate(): State;
    luaL_loadbuffer(state: State, code: Uint8Array, bytes: number, name: Uint8Array): number;
    luaL_tolstring(state: State, index: number): Uint8Array;
  };
  const lualib: { luaL_openlibs(state: State): void };
}

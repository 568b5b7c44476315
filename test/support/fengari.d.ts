/** What the tests use of fengari 0.1.5, which has no types of its own. Strings of Lua are Uint8Array. */
declare module 'fengari' {
  interface State {
    readonly opaque: unique symbol;
  }
  function to_luastring(text: string): Uint8Array;
  const lua: {
    LUA_OK: number;
    lua_register(state: State, name: Uint8Array, run: (state: State) => number): void;
    lua_pcall(state: State, args: number, results: number, handler: number): number;
    lua_tostring(state: State, index: number): Uint8Array | null;
  };
  const lauxlib: {
    luaL_newstate(): State;
    luaL_loadbuffer(state: State, code: Uint8Array, bytes: number, name: Uint8Array): number;
    luaL_tolstring(state: State, index: number): Uint8Array;
  };
  const lualib: { luaL_openlibs(state: State): void };
}

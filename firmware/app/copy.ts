/** A new object with the same fields. The build for NodeMCU has Lua's own loop in its place (tools/build/lua/compile.ts). */
export function copyOf<T extends object>(from: T): T {
  return Object.assign({}, from);
}

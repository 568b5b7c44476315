// The whole standard library of the portable firmware: the names that Espruino 2v29 and NodeMCU's Lua 5.3
// (through typescript-to-lua) both have with the same meaning. The portable part is type-checked with `noLib`
// and this file, so a missing built-in is a type error and not a fault at a counter.
// Strings are binary: one char a byte. Numbers are integers below 2^31 in size (bit operations wrap at 32).

interface Array<T> {
  readonly length: number;
  [index: number]: T;
  /** Appends one element (typescript-to-lua turns exactly one argument into the cheap form). */
  push(item: T): number;
}
interface ReadonlyArray<T> {
  readonly length: number;
  readonly [index: number]: T;
}
interface String {
  readonly length: number;
  /** There is no charAt: Espruino's takes a byte above 127 for a character and writes it as two. */
  charCodeAt(index: number): number;
  substring(start: number, end?: number): string;
}
interface StringConstructor {
  fromCharCode(code: number): string;
}
declare const String: StringConstructor;

/** For app/copy.ts alone: the build for NodeMCU puts a loop in its place. */
declare const Object: { assign<T extends object>(to: object, from: T): T };

interface Boolean {}
interface CallableFunction {}
interface Function {}
interface IArguments {}
interface NewableFunction {}
interface Number {}
interface Object {}
interface RegExp {}
interface TemplateStringsArray {}
interface Symbol {}

// The utility types that the compiler itself does not know.
type Readonly<T> = { readonly [P in keyof T]: T[P] };
type Partial<T> = { [P in keyof T]?: T[P] };
type Record<K extends keyof never, T> = { [P in K]: T };
type Exclude<T, U> = T extends U ? never : T;
type Extract<T, U> = T extends U ? T : never;
type Pick<T, K extends keyof T> = { [P in K]: T[P] };
type Omit<T, K extends keyof never> = Pick<T, Exclude<keyof T, K>>;

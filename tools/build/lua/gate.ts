// What typescript-to-lua writes without a word and a NodeMCU does not do, or does differently.
import type { LuaProgram } from './compile';
import { weigh } from './weigh';

/** Lua 5.3's own names, and the modules that a box's firmware is built with (README.md). */
const KNOWN = new Set([
  ...['assert', 'collectgarbage', 'error', 'ipairs', 'math', 'next', 'pairs', 'pcall', 'print', 'select', 'string'],
  ...['table', 'tonumber', 'tostring', 'type', 'io', 'utf8'],
  ...[
    'crypto',
    'encoder',
    'file',
    'gpio',
    'i2s',
    'ledc',
    'mqtt',
    'net',
    'node',
    'pwm',
    'rtctime',
    'sjson',
    'spi',
    'time',
  ],
  ...['tmr', 'uart', 'wifi'],
]);
/** Two or three functions for texts. More means that the source uses something dear. */
const LIBRARY_LIMIT_BYTES = 2048;
const LAST_INT32 = 0x7fffffff;

/** Everything that a box would stumble over: one sentence each. Empty when the program is fit. */
export function luaFaults({ lua, engineNames, libraryBytes }: LuaProgram): string[] {
  const found = engineNames.filter((name) => !KNOWN.has(name)).map((name) => `NodeMCU has no name ${name}`);
  if (libraryBytes > LIBRARY_LIMIT_BYTES) {
    found.push(
      `typescript-to-lua's library takes ${libraryBytes} bytes of ${LIBRARY_LIMIT_BYTES}: it knows a cheaper way`,
    );
  }
  const code = lua.replace(/"(?:[^"\\]|\\.)*"/g, (text) => ' '.repeat(text.length));
  // What is not a number is 0/0, which the library writes; whole division is //.
  const report = (pattern: RegExp, what: string, isFault: (text: string) => boolean): void => {
    for (const { 0: text, index } of code.matchAll(pattern)) {
      if (isFault(text)) found.push(`${what}: ${lua.slice(Math.max(0, index - 20), index + 20).replace(/\n/g, ' ')}`);
    }
  };
  report(
    /(?:\d )?\/+(?: ?\d)?|0\/0/g,
    'a division with a 32-bit float',
    (text) => text !== '0/0' && !text.includes('//'),
  );
  report(/\b\d+\.\d+\b/g, 'a float', () => true);
  report(/\b\d{10,}\b/g, 'a number that is a float on 32 bits', (text) => Number(text) > LAST_INT32);
  report(/\b(Date|JSON|Promise|Number|Math|Object)[:.]/g, 'a built-in of JavaScript', () => true);
  try {
    weigh(lua);
  } catch (error) {
    found.push(`no Lua: ${error instanceof Error ? error.message : String(error)}`);
  }
  return found;
}

import { describe, expect, test } from 'vitest';
import { compileLua } from '../../../../../tools/build/lua/compile';
import type { LazyPart } from '../../../../../tools/build/lua/split';
import { runInFengari } from '../../../../support/lua';

const DECLARED = 'declare function print(this: void, text: string): void;\n';
const AMOUNT = { name: 'amount', modules: ['firmware/canvas/amount.ts'] };
const MAC = { name: 'mac', modules: ['firmware/wire/mac.ts'] };

function compile(text: string, parts: LazyPart[]): ReturnType<typeof compileLua> {
  return compileLua(process.cwd(), { path: 'sample.ts', text: DECLARED + text }, '5.3', undefined, parts);
}

/** What the program prints, and a line for each part that it loads. */
function run(text: string, parts: LazyPart[]): string[] {
  const program = compile(text, parts);
  const flash = program.parts.map(({ name, lua }) => `["${name}.lua"]=[==[${lua}]==]`).join(',');
  const loadfile = `function loadfile(n) if FLASH[n] then print("load "..n) return assert(load(FLASH[n])) end end`;
  return runInFengari(`FLASH={${flash}} ${loadfile}\n${program.lua}`);
}

const SEAL = `import { seal } from './firmware/wire/mac';
const key = 'k'; const hash = (bytes: string) => 'h' + bytes.length;
print(seal(hash, key, 'topic', 'payload').substring(0, 2) === '\\x84\\x43' ? 'sealed' : 'not');`;

describe('a part of a Lua program', () => {
  const text = `import { amountText } from './firmware/canvas/amount';
import { idiv } from './firmware/wire/idiv';
print('' + idiv(7, 2)); print(amountText(125050, 524));`;

  test('is loaded when one of its functions is called, and does what it did in one piece', () => {
    const whole = runInFengari(compile(text, []).lua);
    expect(run(text, [AMOUNT])).toEqual([whole[0], 'load amount.lua', ...whole.slice(1)]);
  });

  test('is not in the program, which gives it what both need', () => {
    const { lua, parts } = compile(text, [AMOUNT]);
    expect(lua.length + parts[0]!.lua.length).toBeLessThan(compile(text, []).lua.length + 800);
    expect(lua.length).toBeLessThan(compile(text, []).lua.length);
  });

  test('is loaded once while memory is not collected', () => {
    const twice = `import { digits } from './firmware/canvas/amount'; print(digits(1)); print(digits(22));`;
    expect(run(twice, [AMOUNT])).toEqual(['load amount.lua', '1', '22']);
  });

  test('must not keep what changes, unless it only saves work', () => {
    expect(() => compile(SEAL, [MAC])).toThrow(/changes, and a part/);
    expect(run(SEAL, [{ ...MAC, forgets: MAC.modules }])).toEqual(['load mac.lua', 'sealed']);
  });
});

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

describe('what a lifted function keeps', () => {
  const text = `import { openJournal } from './firmware/platforms/journal';
const files: Record<string, string> = {};
const journal = openJournal(
  {
    read: (file, at, bytes) => (files[file] === undefined ? '' : files[file].substring(at, at + bytes)),
    write(file, bytes, at, size) {
      let all = files[file] === undefined || size !== undefined ? '' : files[file];
      while (all.length < 8192) all += '\\xff';
      files[file] = all.substring(0, at) + bytes + all.substring(at + bytes.length);
      return true;
    },
  },
  (bytes) => bytes.length,
  () => 5,
);
const entry = { seq: 7, kind: 'paid', charge: 1, count: 1, amountMinor: 100, currency: 524, paidAt: 1, again: false, stage: 'received' } as const;
print(journal.health + journal.nextRestart() + journal.nextRestart());
print(journal.keep(entry) && journal.markSpoken(7) ? journal.recall().entries[0].stage : 'lost');`;
  const JOURNAL = { name: 'journal', modules: ['firmware/platforms/journal.ts'], lifts: ['openJournal'] };

  test('is there after its code was forgotten', () => {
    const program = compile(text, [JOURNAL]);
    const flash = program.parts.map(({ name, lua }) => `["${name}.lua"]=[==[${lua}]==]`).join(',');
    // Parts that nothing holds are forgotten at once.
    const forget = `local plain = setmetatable function setmetatable(t, m) if m.__mode then m = { __newindex = function() end } end return plain(t, m) end`;
    const loadfile = `function loadfile(n) if FLASH[n] then return assert(load(FLASH[n])) end end`;
    const whole = runInFengari(compile(text, []).lua);
    expect(whole).toEqual(['ok12', 'spoken']);
    expect(runInFengari(`FLASH={${flash}} ${forget} ${loadfile}\n${program.lua}`)).toEqual(whole);
  });

  test('is refused where a loop has a variable of its own for each turn', () => {
    const loops = `function made(): (() => void)[] {
  const all: (() => void)[] = [];
  for (let i = 0; i < 2; i++) all.push(() => print('' + i));
  return all;
}
export function run(): void { for (const one of made()) one(); }
run();`;
    const part = { name: 'loops', modules: ['sample.ts'], lifts: ['made'] };
    expect(() => compile(loops, [part])).toThrow(/cannot be lifted/);
  });
});

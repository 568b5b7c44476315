import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { compileLua } from '../../../../../tools/build/lua/compile';
import { weigh } from '../../../../../tools/build/lua/weigh';
import { runInFengari } from '../../../../support/lua';

// Small programs whose Lua is shorter than what typescript-to-lua writes, and does the same.
mkdirSync('.build', { recursive: true });
const folder = mkdtempSync('.build/lua-');
afterAll(() => rmSync(folder, { recursive: true }));

const print = 'declare function print(this: void, text: string): void;\n';

/** Compiles files of a folder, main.ts with the rest beside it, with short field names. */
function compile(files: Record<string, string>): string {
  mkdirSync(join(folder, 'one'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), print + text);
  writeFileSync(join(folder, 'engine.d.ts'), 'interface Chip { pinNumber: number }\ndeclare const chip: Chip;');
  const entry = { path: join(folder, 'board.ts'), text: `import './main';` };
  return compileLua(process.cwd(), entry, '5.3', [join(folder, 'engine.d.ts')]).lua;
}

describe('the Lua of a box', () => {
  test('has a constant in the place of its name, wherever it is declared', () => {
    const lua = compile({
      'keys.ts': `export const KEY = 7; export const WORD = 'namaste';`,
      'main.ts': `import { KEY } from './keys'; import * as k from './keys'; print(k.WORD + show()); function show(): string { return '' + (KEY + LATE); } const LATE = 1;`,
    });
    expect(runInFengari(lua)).toEqual(['namaste8']);
    expect(lua).not.toMatch(/KEY|LATE|=7/);
  });

  test('keeps a variable that changes', () => {
    const lua = compile({ 'main.ts': `let n = 1; n = n + 1; print('' + n);` });
    expect(runInFengari(lua)).toEqual(['2']);
  });

  test('tells modules and variables of the same name apart', () => {
    const lua = compile({
      'one/text.ts': `const LENGTH = 3; export function text(): string { return 'a' + LENGTH; }`,
      'text.ts': `import { text as other } from './one/text'; export function text(text: string): string { return text + other(); }`,
      'main.ts': `import { text } from './text'; import { text as inner } from './one/text'; { const text = 'x'; print(text + inner()); } print(text('b'));`,
    });
    expect(runInFengari(lua)).toEqual(['xa3', 'ba3']);
  });

  test('hands on what a module hands on', () => {
    const lua = compile({
      'deep.ts': `export function deep(): string { return 'deep'; }`,
      'index.ts': `export * from './deep';`,
      'main.ts': `import { deep } from './index'; print(deep());`,
    });
    expect(runInFengari(lua)).toEqual(['deep']);
  });

  test('leaves out functions that nobody calls, also those that only call themselves', () => {
    const lua = compile({
      'main.ts': `export function a(): void { b(); } function b(): void { a(); b(); print('dead'); } print('alive');`,
      'x.ts': '',
    });
    expect(runInFengari(lua)).toEqual(['alive']);
    expect(lua).not.toContain('dead');
  });

  test('says a switch as if and elseif, with its break, its default and two cases in one', () => {
    const lua = compile({
      'main.ts': `function f(x: string): string { let y = '-'; switch (x) { case 'a': case 'b': y = 'ab'; break; case 'c': return 'c'; default: y = 'd'; } return y; }
        for (const x of ['a', 'b', 'c', 'd']) print(f(x));`,
    });
    expect(runInFengari(lua)).toEqual(['ab', 'ab', 'c', 'd']);
    expect(lua).not.toContain('repeat');
  });

  test('leaves a switch alone that leaves in the middle of a case', () => {
    const lua = compile({
      'main.ts': `function f(x: number): string { let y = ''; switch (x) { case 1: if (y === '') break; y = 'never'; break; case 2: y = 'two'; } return y; } print(f(1) + f(2));`,
    });
    expect(runInFengari(lua)).toEqual(['two']);
    expect(lua).toContain('repeat');
  });

  test('has short names for fields, but not for those that the engine or a reader outside knows', () => {
    const lua = compile({
      'main.ts': `export interface Amount { amountMinor: number } const a: Amount = { amountMinor: 5 };
        const fact = { 'seen': 'x' }; print('' + a.amountMinor + fact['seen'] + (chip === undefined ? '' : chip.pinNumber));`,
    });
    expect(lua).not.toContain('amountMinor');
    expect(lua).toMatch(/seen.*pinNumber/);
    expect(runInFengari(lua, { chip: { pinNumber: 9 } })).toEqual(['5x9']);
  });

  test('does not read as another program without its blanks', () => {
    const lua = compile({
      'main.ts': `let a = 5; a = a + 1; const s = '  --[[ a ]] '; print(s + (a - -a) + ' ' + (a === 6 ? 0 : 1) + '.' + a);`,
    });
    expect(runInFengari(lua)).toEqual(['  --[[ a ]] 12 0.6']);
  });

  test('works with more functions than Lua allows variables', () => {
    const many = Array.from({ length: 260 }, (_none, i) => i);
    const lua = compile({
      'many.ts': many.map((i) => `export function f${i}(n: number): number { return n + ${i}; }`).join('\n'),
      'main.ts': `import * as m from './many'; let n = 0; ${many.map((i) => `n = m.f${i}(n);`).join(' ')} print('' + n);`,
    });
    expect(runInFengari(lua)).toEqual(['33670']);
  });
});

describe('the weight of a program', () => {
  test('is that of the file that NodeMCU compiles it to', () => {
    // Counted by hand from app/lua53/ldump.c: 22 of the header; then source 1, lines 2, parameters 3, functions 1,
    // 1 + 3 x 4 of code, constants 1 + (2 + 5) for print, 2 for 1000, 1 + 1 + 2 of upvalues, 2 without debug information.
    expect(weigh('print(1000)')).toMatchObject({ functions: 1, instructions: 4 });
    expect(weigh('print(1000)').strippedBytes).toBe(22 + 1 + 2 + 3 + 1 + 17 + 1 + 6 + 2 + 4 + 2);
  });

  test('is refused with the line when it is no program', () => {
    expect(() => weigh('x = = 1')).toThrow(/app:1:.*'='/);
  });
});

import { describe, expect, test } from 'vitest';
import { compileLua } from '../../../../../tools/build/lua/compile';
import { runInFengari } from '../../../../support/lua';

const print = 'declare function print(this: void, text: string): void;\n';
const compile = (text: string, target: '5.3' | '5.1' = '5.3'): string =>
  compileLua(process.cwd(), { path: 'sample.ts', text: print + text }, target).lua;
const run = (text: string): string[] => runInFengari(compile(text));

describe('a program for NodeMCU', () => {
  test('has one division, and it is whole', () => {
    const text = `import { idiv } from './firmware/wire/idiv'; print('' + idiv(1234567890, 100));`;
    expect(compile(text)).toContain('//');
    expect(run(text)).toEqual(['12345678']);
  });

  test('keeps all 32 bits of a constant on 32-bit integers', () => {
    const text = 'let x = 0xdeadbeef; x = (x ^ 0xffffffff) & 0xffff; print("" + x + " " + (0x80000000 >>> 28));';
    expect(compile(text)).toContain('0xdeadbeef');
    expect(run(text)).toEqual(['16656 8']);
  });

  test('keeps a zero byte before a digit apart from it', () => {
    const text = `const bytes = 'a\\x007\\x00\\\\08'; let codes = '';
      for (let i = 0; i < bytes.length; i++) codes += bytes.charCodeAt(i) + ' ';
      print(codes);`;
    expect(run(text)).toEqual(['97 0 55 0 92 48 56 ']);
  });

  test('is whole in one file, with what it imports', () => {
    const text = `import { digits } from './firmware/canvas/amount'; print(digits(2147483647));`;
    expect(run(text)).toEqual(['2147483647']);
  });

  test('leaves out what a constant never lets happen, and nothing else', () => {
    const traits = `export const ON: boolean = true; export const OFF: boolean = false;`;
    const text = `import { OFF, ON } from './traits';
      function say(n: number): void {
        if (OFF) print('never 1');
        if (ON) print('one ' + n);
        if (OFF && n > 0) print('never 2');
        else if (!ON) print('never 3');
        else if (n > 1) print('two');
        else if (OFF || n === 1) print(ON && n > 0 ? 'three' : 'four');
        switch (n) {
          case 0:
            return print('five');
          case 2:
            if (OFF) print('never 4');
        }
      }
      for (let n = 0; n < 3; n++) say(n);`;
    const { lua } = compileLua(
      process.cwd(),
      { path: 's.ts', text: print + text, given: { 'traits.ts': traits } },
      '5.3',
    );
    expect(lua).not.toMatch(/never|true|false/);
    expect(runInFengari(lua)).toEqual(['one 0', 'five', 'one 1', 'three', 'one 2', 'two']);
  });

  test('knows which source file takes how many bytes', () => {
    const { modules } = compileLua(
      process.cwd(),
      { path: 'x.ts', text: `import './firmware/wire/sha256';` },
      '5.3',
      [],
    );
    expect(modules[0]!.path).toBe('firmware/wire/sha256.ts');
  });
});

describe('the build for Lua refuses', () => {
  test('what the type check refuses', () => {
    expect(() => compile('const n: number = "1"; print("" + n);')).toThrow(/sample\.ts.*TS2322/);
  });

  test('a condition that is false in JavaScript and true in Lua', () => {
    expect(() => compile('let n = 0; n = n + 1; if (n) print("");')).toThrow(/Only false and nil/);
  });

  test('what typescript-to-lua cannot say', () => {
    expect(() => compile('print("" + /a/.test("a"));')).toThrow(/Unsupported/);
  });
});

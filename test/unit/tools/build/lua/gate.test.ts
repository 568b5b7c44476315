import { describe, expect, test } from 'vitest';
import type { LuaProgram } from '../../../../../tools/build/lua/compile';
import { compileLua } from '../../../../../tools/build/lua/compile';
import { luaFaults } from '../../../../../tools/build/lua/gate';

const written = (lua: string): LuaProgram => ({ lua, engineNames: [], libraryBytes: 0, parts: [], modules: [] });
const compiled = (text: string): string[] =>
  luaFaults(compileLua(process.cwd(), { path: 'sample.ts', text: `export {}; ${text}` }, '5.3'));

describe('a Lua program is refused', () => {
  test.each([
    ['a division', 'local a=b/c'],
    ['a division by a constant', 'local a=b/100'],
    ['a division of a constant', 'local a=100/b'],
    ['a float', 'local a=0.5'],
    ['a number that 32 bits cannot hold as an integer', 'local a=b&4294967295'],
    ['the clock of JavaScript', 'local a=Date:now()'],
    ['a promise', 'local a=Promise.all(b)'],
    ['JSON of JavaScript', 'local a=JSON:parse(b)'],
    ['what is no Lua', 'local a==b'],
  ])('for %s', (_what, lua) => {
    expect(luaFaults(written(lua))).toHaveLength(1);
  });

  test('for a name that the engine does not have, cast past the type check', () => {
    const faults = compiled(`declare const Uint8Array: { of(n: number): void }; Uint8Array.of(1);`);
    expect(faults).toEqual(['NodeMCU has no name Uint8Array']);
  });

  test('for a library that is dear', () => {
    const faults = compiled(`declare const table: string[]; table.splice(1, 2); Number('a b'.split(' ')[0]);`);
    expect(faults).toContainEqual(expect.stringMatching(/library takes \d+ bytes of 2048/));
  });
});

test('a program of whole numbers, texts with slashes and the library is fit', () => {
  expect(luaFaults(written('local a=b//c;local d=0/0;local e="x/y 0.5 4294967295 Date:";local f=0xffffffff'))).toEqual(
    [],
  );
  expect(
    compiled(`declare const io: { open(path: string): void }; io.open('/a'.charAt(0) + '/a'.charCodeAt(1));`),
  ).toEqual([]);
});

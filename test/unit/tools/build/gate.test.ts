import { describe, expect, test } from 'vitest';
import { declaredIn, gate } from '../../../../tools/build/gate';

const known = declaredIn('declare const g: X; declare function print(x: unknown): void;');

describe('the gate before Espruino', () => {
  test.each([
    ['labels', 'a: for (;;) break a;', /labels/],
    ['computed keys', 'var k = "a", o = { [k]: 1 };', /computed keys/],
    ['tagged templates', 'var t = (x) => x, s = t`a`;', /tagged/],
    ['big integers', 'var n = 1n;', /big integers/],
    ['classes', 'class A {}', /classes/],
    ['counted repetition in a regular expression', 'var r = /a{2}/;', /never matches/],
    ['look-ahead', 'var r = /a(?=b)/;', /never matches/],
    ['a case after default', 'switch (g) { default: break; case 1: }', /after default/],
    ['a closure over a loop variable', 'for (let i = 0; i < 3; i++) print(() => i);', /last value/],
    ['a function above its line', 'f(); function f() {}', /function runs before/],
    ['a variable above its line', 'function f() { x = 1; var x; }', /variable is used before/],
    [
      'a variable that an inliner declared late',
      '(() => { let f = (a = 1, a + 1); var a; print(f); })();',
      /before the line/,
    ],
    ['names that are not there', 'print(new Map());', /no such name.*Map/],
    ['methods that are not there', 'print([1].flat());', /no such method/],
  ])('refuses %s', (_what, js, reason) => {
    expect(gate(js, known).join('\n')).toMatch(reason);
  });

  test.each([
    ['a copy of the loop variable in a closure', 'for (let i = 0; i < 3; i++) { const j = i; print(() => j); }'],
    ['a function that another one uses above its line', '(() => { function a() { b(); } function b() {} a(); })();'],
    [
      'two variables of one name in two blocks',
      '(() => { for (let i = 0; i < 2; i++) { let n = i; print(n); } let n = 3; print(n); })();',
    ],
    ['a parameter and a caught error of one name', '(e => { try { print(e); } catch (e) { print(e); } })(1);'],
    ['keys and properties of any name', 'print({ Map: g.Set });'],
    ['simple regular expressions', 'print(/^[a-z]+$/.test("a"));'],
  ])('lets %s through', (_what, js) => {
    expect(gate(js, known)).toEqual([]);
  });

  test('says where', () => {
    expect(gate('print(1);\nprint(Symbol);', known)).toEqual([expect.stringMatching(/^line 2: .*Symbol/)]);
  });
});

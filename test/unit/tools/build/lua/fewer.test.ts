import { describe, expect, test } from 'vitest';
import { compileLua } from '../../../../../tools/build/lua/compile';
import { runInFengari } from '../../../../support/lua';

const print = 'declare function print(this: void, text: string): void;\n';
const compile = (text: string): string =>
  compileLua(process.cwd(), { path: 'sample.ts', text: `export {}; ${print}${text}` }, '5.3').lua;
const run = (text: string): string[] => runInFengari(compile(text));

describe('a program for NodeMCU in fewer letters', () => {
  test('keeps apart what had a block of its own, also for functions that outlive it', () => {
    const text = `const kept: (() => string)[] = [];
      function fill(): void {
        const it = 'out';
        for (let i = 0; i < 2; i++) { { const it = 'in' + i; kept.push(() => it); } if (i === 0) continue; const n = i; kept.push(() => it + n); }
        { let it = 'late'; kept.push(() => it); it = 'later'; }
        switch (it + kept.length) { case 'out4': { const it = 'case'; kept.push(() => it); return; } default: kept.push(() => it); }
      }
      fill();
      for (const one of kept) print(one());`;
    expect(run(text)).toEqual(['in0', 'in1', 'out1', 'later', 'case']);
    expect(compile(text)).not.toMatch(/\bdo do\b/);
  });

  test('gives what a function gives, and nothing where it gives nothing', () => {
    const text = `let heard = '';
      function hear(what: string): void { heard = heard + what; }
      function twice(what: string): void { if (what === '') return; hear(what); return hear(what); }
      function count(what: string): number { hear('!'); return what.length; }
      function either(what: string): number | undefined { if (what === 'x') return count(what); return undefined; }
      function choose(what: string): void { switch (what) { case 'a': return twice(what); case 'b': return hear(what); } return hear('?'); }
      choose('a'); choose('b'); choose('c'); twice('');
      print(heard + ' ' + either('x') + ' ' + (either('y') === undefined));`;
    expect(run(text)).toEqual(['aab? 1 true']);
    expect(compile(text).match(/return/g)).toHaveLength(6);
  });

  test('takes 0 and an empty text for something, and false for what it is', () => {
    const text = `function tell(n: number | undefined, s: string | undefined, b: boolean | undefined): string {
        const all = n !== undefined && s !== undefined;
        return (n !== undefined ? 'n' : '') + (s !== undefined && s.length === 0 ? 's' : '') + (b !== undefined ? 'b' : '')
          + (n !== undefined || b !== undefined ? '1' : '0') + all;
      }
      print(tell(0, '', false)); print(tell(undefined, 'x', undefined));`;
    expect(run(text)).toEqual(['nsb1true', '0false']);
  });

  test('hands a value on as it was, not as it becomes', () => {
    const text = `interface Box { list: { all: number[] }; left: number }
      const box: Box = { list: { all: [] }, left: 3 };
      function next(): number { const was = box.left; box.left = was - 1; return was; }
      function maybe(n: number): number | undefined { return n > 1 ? n : undefined; }
      function half(n: number): string { const m = maybe(n); let k = m === undefined ? undefined : m + 1; const before = k; if (k === 4) k = 5; return before + ',' + k; }
      box.list.all.push(next()); box.list.all.push(next());
      print(box.list.all.length + ' ' + box.list.all[0] + ' ' + box.list.all[1] + ' ' + half(3) + ' ' + half(2));`;
    expect(run(text)).toEqual(['2 3 2 4,5 3,3']);
  });

  test('reads characters and shifts bits as before, whatever stands around them', () => {
    const text = `const s = 'A\\xff'; const big = 0xdeadbeef | 0;
      print('' + (s.charCodeAt(0) + s.charCodeAt(1)) + ' ' + (s.charCodeAt(2) === 65) + ' ' + ((big >>> 8) + 1) + ' ' + (big >>> 24 < 223)
        + ' ' + -(-s.length) + ' ' + (5 - (3 - 1)));`;
    expect(run(text)).toEqual(['320 false 14593471 true 2 3']);
  });
});

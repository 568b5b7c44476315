import { describe, expect, test } from 'vitest';
import { withCallsOpened } from '../../../../tools/build/open-calls';

/** What the body of a function does before and after, with what it writes down and gives. */
const does = (body: string): unknown => {
  const said: unknown[] = [];
  const run = new Function('say', 'n', body) as (say: (what: unknown) => void, n: number) => unknown;
  return [1, 2, 3].map((n) => [run((what) => said.push(what), n), said.splice(0)]);
};
const opened = (body: string): string => withCallsOpened(`(say,n)=>{${body}}`).slice('(say,n)=>{'.length, -1);

const OPEN: Record<string, string> = {
  'as the last thing': 'say(0);((a,b)=>{if(a>1)return;say(a+b)})(n,2)',
  'in the middle, where it does not return': '((a)=>{let b=a+1;say(b)})(n+1);say(n)',
  'for what it gives': 'if(n>1)return((a)=>{if(a>2)return"x";let b=a;return b})(n);say(9)',
  'for nothing': 'if(n>1)return void((a)=>{if(a>2)return;say(a)})(n);say(9)',
  'in a case that must not fall into the next':
    'switch(n){case 1:return((a)=>{say(a)})(n);case 2:return(a=>say(a))(7);default:say(5)}',
  'with what stands for the name of a field': 'return((a)=>({a,n:a,b:say.a}))(n)',
  'which is about another of its kind': 'return((a)=>{if(a>1){((b)=>{say(b)})(a);return 4}say(2)})(n)',
};

const SHUT: Record<string, string> = {
  'because of what it would give': '((a)=>{if(a>1)return 5;say(a)})(n);',
  'because it ends before what comes after it': '((a)=>{if(a>1)return;say(a)})(n);say(0)',
  'because a name would mean another variable': 'let a=4;((b)=>{let a=b+1;say(a+b)})(a);say(a)',
  'because a variable would be asked for before it is there': '((say2,n)=>{say2(n)})(say,n+1)',
  "because its variable is the whole function's": '((a)=>{var n=a;say(n)})(4);say(n)',
  'because its functions live on': '((a)=>{let f=()=>a;say(f())})(n)',
};

describe('a function that is called where it is written', () => {
  test.each(Object.entries(OPEN))('is written there, %s', (_how, body) => {
    const text = opened(body);
    expect(text).not.toContain(')(');
    expect(does(text)).toEqual(does(body));
  });

  test.each(Object.entries(SHUT))('stays a function %s', (_why, body) => {
    expect(opened(body)).toBe(body);
  });

  test('is the function that it only calls', () => {
    expect(withCallsOpened('x=((a,b)=>load(1)(a,b))(y,z())')).toBe('x=load(1)(y,z())');
    expect(withCallsOpened('x=((a,b)=>f(b,a))(y,z())')).toBe('x=((a,b)=>f(b,a))(y,z())');
    expect(withCallsOpened('x=((f)=>f(f))(y)')).toBe('x=((f)=>f(f))(y)');
  });

  test('is given what changes meanwhile as it was', () => {
    const body = 'let m=n;((a)=>{m++;say(a);say(m)})(m);return m';
    expect(does(opened(body))).toEqual(does(body));
  });
});

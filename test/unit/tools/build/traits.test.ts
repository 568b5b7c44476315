import { describe, expect, test } from 'vitest';
import { boards } from '../../../../boards/registry';
import { traitsOf } from '../../../../tools/build/traits';

const gives = (id: string): string[] =>
  [...traitsOf(boards[id]!).matchAll(/(\w+): boolean = true/g)].map(([, it]) => it!);

describe('what is built for a box', () => {
  test('has nothing of amounts and codes where two buttons or a touch panel are all', () => {
    expect(gives('esp32-epaper-154')).toEqual([]);
    expect(gives('esp32-cyd')).toEqual([]);
  });

  test('has amounts where digits are keyed in, and codes where a scanner is', () => {
    expect(gives('esp32-epaper-213-keypad')).toEqual(['GIVES_DIGITS']);
    expect(gives('linux')).toEqual(['GIVES_DIGITS']);
    expect(gives('esp32-cyd-scanner')).toEqual(['GIVES_CODES']);
  });

  test('has all of it where nobody has said what an input cannot give', () => {
    const unknown = { ...boards['esp32-cyd']!, inputs: [{ driver: 'pen', bus: { is: 'built-in' as const } }] };
    expect(traitsOf(unknown).match(/true/g)).toHaveLength(2);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fuzz } from '../../tools/fuzz/fuzz';
import type { Corpus } from '../../tools/fuzz/fuzz';
import { targets } from '../../tools/fuzz/targets';

const corpus = JSON.parse(readFileSync('tools/fuzz/corpus.json', 'utf8')) as Corpus;

describe('bytes from outside', () => {
  test.each(targets)('do no harm to the reader of $name', { timeout: 120_000 }, (target) => {
    const { crashes, executions } = fuzz([target], 4_000, 20_261_121, corpus);
    expect(crashes).toEqual([]);
    expect(executions).toBeGreaterThanOrEqual(4_000 + (corpus[target.name]?.length ?? 0));
    expect(corpus[target.name]).toBeDefined();
  });

  test('that break a reader are found, and named so that they can be tried again', () => {
    const breakable = {
      name: 'a reader that trusts a length',
      seeds: [Buffer.from([3, 1, 2, 3])],
      read: (bytes: Uint8Array): string => {
        if ((bytes[0] ?? 0) > bytes.length) throw new RangeError('read past the end');
        return 'ok';
      },
    };
    const { crashes } = fuzz([breakable], 2_000, 1);
    expect(crashes).toMatchObject([{ target: breakable.name, why: 'RangeError: read past the end' }]);
    expect(() => breakable.read(Buffer.from(crashes[0]!.hex, 'hex'))).toThrow('read past the end');
  });
});

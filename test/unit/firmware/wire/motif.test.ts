import { expect, test } from 'vitest';
import { motifOf, sha256 } from '../../../../firmware/wire/index';
import { nativeSha256 } from '../../../support/wire';

const keyOf = (n: number): string => String.fromCharCode(n & 0xff, n >> 8).repeat(16);

test('the motif of a key is the same three notes whoever makes it, never one twice in a row', () => {
  const heard = new Set<string>();
  for (let n = 0; n < 4_000; n++) {
    const motif = motifOf(nativeSha256, keyOf(n));
    expect(motif).toMatch(/^([0-7])(?!\1)([0-7])(?!\2)[0-7]$/);
    heard.add(motif);
  }
  expect(motifOf(sha256, keyOf(7))).toBe(motifOf(nativeSha256, keyOf(7)));
  // 8 x 7 x 7 of them, and 4,000 keys leave out none.
  expect(heard.size).toBe(392);
});

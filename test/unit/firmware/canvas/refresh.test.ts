import { expect, test } from 'vitest';
import { refresh } from '../../../../firmware/canvas/refresh';

test('the first picture after power-on is brought whole, because nobody knows what the glass shows', () => {
  expect(refresh().next(false, false)).toBe('whole');
});

test('nine partial refreshes are followed by a full one', () => {
  const kinds = refresh();
  const seen = Array.from({ length: 22 }, () => kinds.next(true, false));
  expect(seen.flatMap((kind, i) => (kind === 'whole' ? [i] : []))).toEqual([0, 10, 20]);
});

test('a box that goes idle cleans its glass, but not a clean one', () => {
  const kinds = refresh();
  kinds.next(true, false);
  expect(kinds.next(false, true)).toBe('none');
  expect(kinds.next(true, false)).toBe('partial');
  expect(kinds.next(false, true)).toBe('whole');
  expect(kinds.next(true, true)).toBe('whole');
});

test('a picture that is there already is not brought again', () => {
  const kinds = refresh();
  kinds.next(true, false);
  expect([kinds.next(false, false), kinds.next(false, false)]).toEqual(['none', 'none']);
});

test('after a fault the next one is whole, changed or not', () => {
  const kinds = refresh();
  kinds.next(true, false);
  kinds.failed();
  expect(kinds.next(false, false)).toBe('whole');
});

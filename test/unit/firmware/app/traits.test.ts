// A build for a board without digit keys and scanner puts another traits.ts in the place of this one (tools/build); so
// does this test.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type * as shopBox from '../../../support/shop-box';

const TRAITS = '../../../../firmware/app/traits';

describe('a box whose board has neither digit keys nor a scanner', () => {
  let Box: typeof shopBox.ShopBox;
  beforeAll(async () => {
    vi.resetModules();
    vi.doMock(TRAITS, () => ({ GIVES_DIGITS: false, GIVES_CODES: false }));
    Box = (await import('../../../support/shop-box')).ShopBox;
  });
  afterAll(() => {
    vi.doUnmock(TRAITS);
    vi.resetModules();
  });

  test('asks for nothing, sends no code, and has nothing to say of a request that it never made', () => {
    const box = new Box().boot().online().heard().fresh();
    for (const key of ['1', '2', 'enter']) box.happen({ on: 'key', key });
    box.happen({ on: 'code', code: '28123456' });
    box.hear({ is: 'declined', seq: 101, request: 1, reason: 'limit' });
    expect(box.sent.map(({ is }) => is)).toEqual(['key', 'key', 'key']);
    expect(box.drawn).toEqual([]);
  });

  test('says what was paid all the same', () => {
    const box = new Box().boot().online().heard().fresh();
    box.hear({
      is: 'paid',
      seq: 101,
      charge: 1,
      amountMinor: 125_050,
      currency: 524,
      paidAt: 1_800_000_000,
      again: false,
    });
    expect(box.spoken).toEqual(['new 125050']);
    expect(box.leds).toEqual(['green']);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { amountText, currencyText } from '../../../../firmware/canvas/amount';

describe('an amount on the screen', () => {
  test.each([
    [125_050, 524, '1,250.50'],
    [2_147_483_647, 524, '2,14,74,836.47'],
    [12_505_000, 356, '1,25,050.00'],
    [12_505_000, 840, '125,050.00'],
    [5, 524, '0.05'],
    [2_147_483_647, 116, '2,147,483,647'],
    [100, 710, '1.00'],
  ])('%i minor units of %i are %s', (amountMinor, currency, text) => {
    expect(amountText(amountMinor, currency)).toBe(text);
  });

  test('says the same number as the wire, whatever the amount', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 31 - 1 }),
        fc.constantFrom(524, 356, 116, 840, 710),
        (amountMinor, currency) => {
          expect(Number(amountText(amountMinor, currency).replace(/[,.]/g, ''))).toBe(amountMinor);
        },
      ),
    );
  });

  test('never draws a point for a currency that the box does not know', () => {
    expect(amountText(12345, 978)).toBe('12,345');
    expect(currencyText(978)).toBe('978');
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  AmountError,
  formatAmount,
  HIGHEST_AMOUNT_MINOR,
  isCurrency,
  parseAmount,
} from '../../../../bridge/payments/amount';
import type { CurrencyCode } from '../../../../bridge/payments/types';

const currencies: CurrencyCode[] = ['NPR', 'INR', 'KHR', 'USD', 'ZAR'];

function problemOf(text: string, currency: CurrencyCode): string {
  try {
    return `taken as ${parseAmount(text, currency)}`;
  } catch (error) {
    if (error instanceof AmountError) return error.problem;
    throw error;
  }
}

describe('an amount that the shop writes', () => {
  test.each([
    ['1250.50', 'NPR', 125_050],
    ['1250.5', 'NPR', 125_050],
    ['1250', 'NPR', 125_000],
    ['0.01', 'NPR', 1],
    ['21474836.47', 'NPR', 2_147_483_647],
    ['5000', 'KHR', 5000],
    ['2147483647', 'KHR', 2_147_483_647],
    ['0.05', 'USD', 5],
  ] as const)('"%s" %s is %i minor units', (text, currency, amountMinor) => {
    expect(parseAmount(text, currency)).toBe(amountMinor);
  });

  test.each([
    '',
    ' 1',
    '1 ',
    '+1',
    '-1',
    '1,250',
    '1.',
    '.5',
    '01',
    '00.10',
    '1e3',
    '0x10',
    '1.2.3',
    '१२',
    'NaN',
    'Infinity',
    '1\n',
  ])('is never guessed from %j', (text) => {
    expect(problemOf(text, 'NPR')).toBe('not-a-decimal');
  });

  test.each([
    ['1.505', 'NPR', 'too-many-decimals'],
    ['1.000', 'NPR', 'too-many-decimals'],
    ['5000.0', 'KHR', 'too-many-decimals'],
    ['0', 'NPR', 'zero'],
    ['0.00', 'NPR', 'zero'],
    ['21474836.48', 'NPR', 'too-large'],
    ['2147483648', 'KHR', 'too-large'],
    ['9'.repeat(400), 'NPR', 'too-large'],
  ] as const)('"%s" %s is refused: %s', (text, currency, problem) => {
    expect(problemOf(text, currency)).toBe(problem);
  });

  test('is refused with what was written, what is wrong and what to write', () => {
    expect(() => parseAmount('1,250', 'NPR')).toThrow(
      'amount is "1,250"; write digits and a point only, like "1250.50".',
    );
    expect(() => parseAmount('5.5', 'KHR')).toThrow('amount is "5.5"; KHR takes no decimals, like "1250".');
    expect(() => parseAmount('5.555', 'INR')).toThrow('INR takes at most 2 decimals');
    expect(() => parseAmount('30000000', 'NPR')).toThrow('a box can take at most 21474836.47 NPR.');
    expect(() => parseAmount(`1${'x'.repeat(999)}`, 'NPR')).toThrow(/"1x{23}…"/);
  });

  test('reads back as it was written, for every amount and currency', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: HIGHEST_AMOUNT_MINOR }),
        fc.constantFrom(...currencies),
        (amountMinor, currency) => {
          expect(parseAmount(formatAmount(amountMinor, currency), currency)).toBe(amountMinor);
        },
      ),
    );
  });

  test('is either taken as an amount within the limits or refused by name, whatever is typed', () => {
    const typed = fc.oneof(fc.string(), fc.stringMatching(/^[0-9.,e+-]{0,12}$/), fc.double().map(String));
    fc.assert(
      fc.property(typed, fc.constantFrom(...currencies), (text, currency) => {
        let amountMinor = 1;
        try {
          amountMinor = parseAmount(text, currency);
        } catch (error) {
          expect(error).toBeInstanceOf(AmountError);
        }
        expect(Number.isInteger(amountMinor) && amountMinor > 0 && amountMinor <= HIGHEST_AMOUNT_MINOR).toBe(true);
      }),
    );
  });
});

describe('an amount that the shop reads', () => {
  test.each([
    [5, 'NPR', '0.05'],
    [125_050, 'NPR', '1250.50'],
    [0, 'INR', '0.00'],
    [5000, 'KHR', '5000'],
    [-7, 'USD', '-0.07'],
    [-5000, 'KHR', '-5000'],
    [900_000_000_000, 'NPR', '9000000000.00'],
  ] as const)('%i minor units of %s are "%s"', (amountMinor, currency, text) => {
    expect(formatAmount(amountMinor, currency)).toBe(text);
  });

  test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('is never made from %d', (amountMinor) => {
    expect(() => formatAmount(amountMinor, 'NPR')).toThrow(RangeError);
  });
});

test('only the currencies that boxes can speak are currencies', () => {
  expect(currencies.every(isCurrency)).toBe(true);
  expect(['EUR', 'npr', '', 'toString', '__proto__'].some(isCurrency)).toBe(false);
});

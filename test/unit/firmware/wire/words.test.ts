import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currencies, currencyOf, isDeviceId, topicOf } from '../../../../firmware/wire/index';
import { idiv } from '../../../../firmware/wire/idiv';
import { isUtf8 } from '../../../../firmware/wire/utf8';

describe('a box id', () => {
  test.each(['demo-1', 'a', '0', 'x'.repeat(24), 'a-b-9-z'])('may be %s', (id) => expect(isDeviceId(id)).toBe(true));
  test.each(['', 'x'.repeat(25), 'Demo', 'a/b', 'a+b', 'a#', 'a_b', 'a.b', 'é', 'a b'])('may not be "%s"', (id) =>
    expect(isDeviceId(id)).toBe(false),
  );

  test('makes topics that fit the 32 characters of the smallest client', () => {
    expect([topicOf('demo-1', 'd'), topicOf('demo-1', 'u'), topicOf('demo-1', 's')]).toEqual([
      'g/demo-1/d',
      'g/demo-1/u',
      'g/demo-1/s',
    ]);
    expect(topicOf('x'.repeat(24), 'd').length).toBeLessThanOrEqual(32);
  });
});

describe('a currency', () => {
  test('is found by its number, with the decimals that shops use', () => {
    expect(currencies.map(({ numeric }) => currencyOf(numeric)?.code)).toEqual(['NPR', 'INR', 'KHR', 'USD', 'ZAR']);
    expect(currencyOf(116)?.decimals).toBe(0);
  });

  test('that boxes do not know is not guessed', () => expect(currencyOf(978)).toBeUndefined());
});

describe('a whole division', () => {
  test('is exact for every amount', () => {
    const amount = fc.integer({ min: 0, max: 2147483647 });
    fc.assert(
      fc.property(
        amount,
        fc.integer({ min: 1, max: 2147483647 }),
        (a, b) => idiv(a, b) === Number(BigInt(a) / BigInt(b)),
      ),
    );
    expect([idiv(1234567890, 100), idiv(2147483647, 1), idiv(99, 100)]).toEqual([12345678, 2147483647, 0]);
  });
});

describe('text on the wire', () => {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const reads = (bytes: Buffer): boolean => {
    try {
      decoder.decode(bytes);
      return true;
    } catch {
      return false;
    }
  };
  // Bytes at the edges of Unicode's table 3-7, so that every row and every near miss comes up.
  const edges = [
    0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef,
    0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff,
  ];

  test('is well-formed UTF-8 exactly where the platform says so', () => {
    for (const a of edges) {
      for (const b of edges) {
        for (const c of edges) {
          const three = Buffer.from([a, b, c]);
          for (const bytes of [
            three.subarray(0, 1),
            three.subarray(0, 2),
            three,
            Buffer.from([a, b, c, 0x80]),
            Buffer.from([a, b, c, 0xc0]),
          ]) {
            if (isUtf8(bytes.toString('latin1')) !== reads(bytes)) throw new Error(bytes.toString('hex'));
          }
        }
      }
    }
  });
});

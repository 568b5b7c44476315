import { Encoder } from 'cbor-x';
import { decode as decodeStrictly, encode as encodeStrictly } from 'cborg';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeDown, decodeUp, encodeMessage, peekSeq } from '../../../../firmware/wire/index';
import type { Down, Up } from '../../../../firmware/wire/index';
import { downs, fromHex, ups } from '../../../support/wire';

const cborX = new Encoder({ mapsAsObjects: false, useRecords: false, tagUint8Array: false, variableMapSize: true });
const messages: fc.Arbitrary<Down | Up> = fc.oneof(downs, ups);
const buffer = (bytes: string): Buffer => Buffer.from(bytes, 'latin1');
const binary = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const paid: Down = {
  is: 'paid',
  seq: 7,
  charge: 3,
  amountMinor: 125050,
  currency: 524,
  paidAt: 1790000012,
  again: false,
};

/** Bytes of a good message, with some changed, put in, taken out, or cut off. */
const mutated = fc
  .tuple(
    messages,
    fc.array(fc.record({ at: fc.nat(900), cut: fc.nat(3), put: fc.uint8Array({ maxLength: 3 }) }), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([message, changes]) => {
    let bytes = encodeMessage(message);
    for (const { at, cut, put } of changes) {
      const place = at % (bytes.length + 1);
      bytes = bytes.slice(0, place) + binary(put) + bytes.slice(place + cut);
    }
    return bytes;
  });

/** The entries that the message read out of `bytes` may know; the others were stepped over. */
function withoutUnknown(bytes: string, message: Down | Up): string {
  const known = decodeStrictly(buffer(encodeMessage(message)), { useMaps: true }) as Map<number, unknown>;
  const all = cborX.decode(buffer(bytes)) as Map<number, unknown>;
  return binary(encodeStrictly(new Map([...all].filter(([key]) => known.has(key)))));
}

describe('a message', () => {
  test('arrives as it was sent, and its sequence number can be read ahead', () => {
    fc.assert(
      fc.property(downs, ups, (down, up) => {
        expect(decodeDown(encodeMessage(down))).toEqual(down);
        expect(decodeUp(encodeMessage(up))).toEqual(up);
        expect([peekSeq(encodeMessage(down)), peekSeq(encodeMessage(up))]).toEqual([down.seq, up.seq]);
      }),
      { numRuns: 1000 },
    );
  });

  test('is left as it was by the writer', () => {
    fc.assert(
      fc.property(messages, (message) => {
        const before = structuredClone(message);
        encodeMessage(Object.freeze(message));
        expect(message).toEqual(before);
      }),
    );
  });

  test('is the same to cbor-x and cborg, which write the same bytes', () => {
    fc.assert(
      fc.property(messages, (message) => {
        const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
        const bytes = buffer(encodeMessage(message));
        const value = decodeStrictly(bytes, { useMaps: true, strict: true, rejectDuplicateMapKeys: true });
        expect(hex(encodeStrictly(value))).toBe(hex(bytes));
        expect(hex(cborX.encode(cborX.decode(bytes)))).toBe(hex(bytes));
        expect(hex(encodeStrictly(cborX.decode(bytes)))).toBe(hex(bytes));
      }),
      { numRuns: 500 },
    );
  });

  test('that was damaged is refused or is another message, byte for byte, but for what later firmware adds', () => {
    fc.assert(
      fc.property(mutated, (bytes) => {
        for (const message of [decodeDown(bytes), decodeUp(bytes)]) {
          if (typeof message === 'string') continue;
          expect(encodeMessage(message)).toBe(withoutUnknown(bytes, message));
        }
        expect(peekSeq(bytes)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 3000 },
    );
  });

  test('may bring what later firmware adds, at the end and in between, and is read as if it did not', () => {
    const value = fc.letrec((tie) => ({
      leaf: fc.oneof(fc.nat(2147483647), fc.uint8Array({ maxLength: 20 }), fc.string({ maxLength: 20 })),
      map: fc
        .dictionary(fc.nat(100).map(String), tie('leaf'))
        .map((one) => new Map(Object.entries(one).map(([key, of]) => [Number(key), of]))),
      any: fc.oneof(tie('leaf'), fc.array(tie('leaf'), { maxLength: 32 }), tie('map')),
    })).any;
    const extra = fc.array(
      fc.tuple(fc.oneof(fc.constantFrom(5, 6, 13, 43), fc.integer({ min: 43, max: 65535 })), value),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(extra, (added) => {
        const entries = decodeStrictly(buffer(encodeMessage(paid)), { useMaps: true }) as Map<number, unknown>;
        const bytes = binary(encodeStrictly(new Map([...entries, ...added.filter(([key]) => key !== 10)])));
        fc.pre(bytes.length <= 882);
        expect(decodeDown(bytes)).toEqual(paid);
      }),
    );
  });

  test('of a later type is unsupported, and the refusal can name it', () => {
    const bytes = binary(
      encodeStrictly(
        new Map<number, unknown>([
          [0, 99],
          [1, 12],
          [50, ['new', new Map([[1, 2]])]],
        ]),
      ),
    );
    expect([decodeDown(bytes), decodeUp(bytes), peekSeq(bytes)]).toEqual(['unsupported', 'unsupported', 12]);
  });

  test.each<[string, Partial<Record<string, unknown>>]>([
    ['an amount of 2^31', { amountMinor: 2147483648 }],
    ['a negative amount', { amountMinor: -1 }],
    ['a fraction of the minor unit', { amountMinor: 12.5 }],
    ['no amount', { amountMinor: undefined }],
    ['an amount that is no number', { amountMinor: Number.NaN }],
    ['a currency of four digits', { currency: 1000 }],
    ['the sequence number 0', { seq: 0 }],
    ['a type that there is not', { is: 'paid-twice' }],
  ])('with %s is not sent at all', (_what, change) => {
    expect(encodeMessage({ ...paid, ...change } as Down)).toBe('');
  });

  test.each<[string, Down | Up]>([
    [
      'a shop name of 41 bytes',
      { is: 'config', seq: 1, shop: 'x'.repeat(41), language: 'en', volume: 1, freshSeconds: 60, keepaliveSeconds: 60 },
    ],
    [
      'a shop name that is not UTF-8',
      { is: 'config', seq: 1, shop: '\xe0\xa4', language: 'en', volume: 1, freshSeconds: 60, keepaliveSeconds: 60 },
    ],
    [
      'no language',
      { is: 'config', seq: 1, shop: '', language: '', volume: 1, freshSeconds: 60, keepaliveSeconds: 60 },
    ],
    ['a hash of 31 bytes', { is: 'update', seq: 1, firmware: '1', url: 'u', sizeBytes: 1, hash: 'x'.repeat(31) }],
    [
      'nine switches',
      {
        is: 'watch',
        seq: 1,
        ttlSeconds: 1,
        switches: Array.from({ length: 9 }, () => ({ name: 'a', health: 'ok' as const })),
      },
    ],
    ['an unknown stage', { is: 'progress', seq: 1, charge: 1, stage: 'gone' as 'opened' }],
    ['a refusal without a reason', { is: 'ack', seq: 1, of: 1, stage: 'refused', reason: undefined }],
  ])('with %s is not sent either', (_what, message) => {
    expect(encodeMessage(message)).toBe('');
  });

  test('drops the reason of an ack that is no refusal', () => {
    expect(decodeUp(encodeMessage({ is: 'ack', seq: 1, of: 2, stage: 'spoken', reason: 'old' }))).toEqual({
      is: 'ack',
      seq: 1,
      of: 2,
      stage: 'spoken',
      reason: undefined,
    });
  });

  test('of nothing is malformed', () => {
    expect([decodeDown(''), decodeUp(fromHex('a0')), peekSeq('')]).toEqual(['malformed', 'malformed', 0]);
  });
});

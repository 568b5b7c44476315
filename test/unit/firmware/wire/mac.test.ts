import { mac } from 'cose-js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PAYLOAD_LIMIT_BYTES, decodeDown, encodeMessage, open, seal, sha256 } from '../../../../firmware/wire/index';
import { downs, fromHex, nativeSha256, toHex } from '../../../support/wire';

const bytes = (min: number, max: number): fc.Arbitrary<Buffer> =>
  fc.uint8Array({ minLength: min, maxLength: max }).map((a) => Buffer.from(a));
const text = (binary: Uint8Array): string => Buffer.from(binary).toString('latin1');

describe('a sealed message', () => {
  test('is what another COSE library makes of the same payload, key and topic', () => {
    expect(toHex(seal(sha256, '\x01'.repeat(32), '', fromHex('a201020364abcd')))).toBe(
      '8443a10104a047a201020364abcd48fc211636a2130690',
    );
  });

  test('is made and believed alike by cose-js, whatever the payload, key and topic', async () => {
    await fc.assert(
      fc.asyncProperty(bytes(1, PAYLOAD_LIMIT_BYTES), bytes(1, 100), bytes(0, 40), async (payload, key, topic) => {
        const sealed = seal(nativeSha256, text(key), text(topic), text(payload));
        const theirs = await mac.create({ p: { alg: 'SHA-256_64' } }, payload, { key }, topic, { excludetag: true });
        expect(toHex(sealed)).toBe(Buffer.from(theirs).toString('hex'));
        expect(Buffer.from(await mac.read(Buffer.from(sealed, 'latin1'), key, topic))).toEqual(payload);
        expect(open(nativeSha256, text(key), text(topic), text(theirs))).toBe(text(payload));
      }),
      { numRuns: 200 },
    );
  });

  test('is not believed with one bit changed, anywhere', () => {
    fc.assert(
      fc.property(downs, fc.nat(), fc.integer({ min: 0, max: 7 }), (message, place, bit) => {
        const sealed = Buffer.from(seal(nativeSha256, 'key', 'g/a/d', encodeMessage(message)), 'latin1');
        sealed[place % sealed.length]! ^= 1 << bit;
        expect(open(nativeSha256, 'key', 'g/a/d', text(sealed))).toBeUndefined();
      }),
    );
  });

  test('is not looked into before its tag is good', () => {
    const hashed: string[] = [];
    const watched = (input: string): string => {
      hashed.push(input);
      return nativeSha256(input);
    };
    const forged = seal(nativeSha256, 'wrong', 'g/a/d', 'payload');
    expect(open(watched, 'right', 'g/a/d', forged)).toBeUndefined();
    expect(hashed).toHaveLength(2);
  });

  test('is never longer than 900 bytes, and nothing is sealed that could not be taken', () => {
    const largest = seal(nativeSha256, 'key', 'g/a/d', 'x'.repeat(PAYLOAD_LIMIT_BYTES));
    expect(largest).toHaveLength(900);
    expect(open(nativeSha256, 'key', 'g/a/d', largest)).toHaveLength(PAYLOAD_LIMIT_BYTES);
    expect(seal(nativeSha256, 'key', 'g/a/d', 'x'.repeat(PAYLOAD_LIMIT_BYTES + 1))).toBe('');
    expect(seal(nativeSha256, 'key', 'g/a/d', '')).toBe('');
    expect(open(nativeSha256, 'key', 'g/a/d', 'x'.repeat(901))).toBeUndefined();
  });
});

describe('a hostile client', () => {
  test('gets nothing but silence for any bytes at all', () => {
    fc.assert(
      fc.property(bytes(0, 950), (noise) => {
        expect(open(nativeSha256, 'key', 'g/a/d', text(noise))).toBeUndefined();
        const taken = decodeDown(text(noise));
        expect(typeof taken === 'string' || encodeMessage(taken) !== '').toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

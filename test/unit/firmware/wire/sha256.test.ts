import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hmacSha256, sha256 } from '../../../../firmware/wire/index';
import { fromHex, nativeSha256, toHex } from '../../../support/wire';

describe('SHA-256', () => {
  // FIPS 180-4's own examples (NIST, SHA256.pdf and SHA2_Additional.pdf).
  test.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
    [
      'abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu',
      'cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1',
    ],
    ['\xbd', '68325720aabd7c82f30f554b313d0570c95accbb7dc4b5aae11204c08ffe732b'],
    ['\xc9\x8c\x8e\x55', '7abc22c0ae5af26ce93dbb94433a0e0b2e119d014f8e7f65bd56c61ccccd9504'],
    ['\0'.repeat(55), '02779466cdec163811d078815c633f21901413081449002f24aa3e80f0b88ef7'],
    ['\0'.repeat(56), 'd4817aa5497628e7c77e6b606107042bbba3130888c5f47a375e6179be789fbb'],
    ['\0'.repeat(57), '65a16cb7861335d5ace3c60718b5052e44660726da4cd13bb745381b235a1785'],
    ['\0'.repeat(64), 'f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b'],
    ['\0'.repeat(1000), '541b3e9daa09b20bf85fa273e5cbd3e80185aa4ec298e765db87742b70138a53'],
  ])('of a published message is what was published', (message, digest) => {
    expect(toHex(sha256(message))).toBe(digest);
  });

  test('of any bytes is what Node gives', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(toHex(sha256(Buffer.from(bytes).toString('latin1')))).toBe(
          createHash('sha256').update(bytes).digest('hex'),
        );
      }),
    );
  });
});

describe('HMAC-SHA256', () => {
  // RFC 4231, test cases 1 to 7; case 5 gives the first 128 bits only.
  const cases: [string, string, string, string][] = [
    ['1', '0b'.repeat(20), toHex('Hi There'), 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
    [
      '2',
      toHex('Jefe'),
      toHex('what do ya want for nothing?'),
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    ['3', 'aa'.repeat(20), 'dd'.repeat(50), '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe'],
    [
      '4',
      '0102030405060708090a0b0c0d0e0f10111213141516171819',
      'cd'.repeat(50),
      '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
    ],
    ['5', '0c'.repeat(20), toHex('Test With Truncation'), 'a3b6167473100ee06e0c796c2955552b'],
    [
      '6',
      'aa'.repeat(131),
      toHex('Test Using Larger Than Block-Size Key - Hash Key First'),
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    ],
    [
      '7',
      'aa'.repeat(131),
      toHex(
        'This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.',
      ),
      '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
    ],
  ];
  test.each(cases)('is right for case %s of RFC 4231, portable and native', (_case, key, message, mac) => {
    expect(toHex(hmacSha256(sha256, fromHex(key), fromHex(message))).slice(0, mac.length)).toBe(mac);
    expect(toHex(hmacSha256(nativeSha256, fromHex(key), fromHex(message))).slice(0, mac.length)).toBe(mac);
  });

  test('keeps apart keys that are used in turn, and knows the empty key', () => {
    const mac = (key: string): string => toHex(hmacSha256(nativeSha256, key, ''));
    expect([mac(''), mac('a'), mac('')]).toEqual([
      'b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad',
      '3acdaa86b3d73e8d18b7019d3f520000531a23db3b6dda7a94ad28db61a9008c',
      'b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad',
    ]);
  });
});

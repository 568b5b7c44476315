import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeKhqr, generateKhqr, verifyKhqr, type KhqrInfo } from '../../../../../bridge/switches/bakong/qr';
import { crc16, md5Of, pieces } from '../../../../../bridge/switches/bakong/qr-text';
import golden from '../../../../golden/switches/bakong.json';

const NOW_MS = golden.frozen_now_ms;
const SHOP = { kind: 'individual', bakongAccountID: 'demo_shop@devbank', merchantName: 'Demo Shop' } as const;
const asked = (row: { kind: string; inputs: object }): KhqrInfo => ({ ...row.inputs, kind: row.kind }) as KhqrInfo;

describe('a KHQR', () => {
  test.each(golden.generate)('$id comes out character by character, with its MD5', (row) => {
    expect(generateKhqr(asked(row), NOW_MS)).toEqual({ ok: true, qr: row.qr, md5: row.md5 });
  });

  test.each(golden.errors)('is refused with $error_code: $source', (row) => {
    expect(generateKhqr(asked(row), NOW_MS)).toMatchObject({ ok: false, code: row.error_code, name: row.error_name });
  });

  test.each(golden.strings)('$id is read as published', (row) => {
    expect(crc16(row.qr.slice(0, -4)) === row.qr.slice(-4).toUpperCase()).toBe(row.crc_ok);
    expect(md5Of(row.qr)).toBe(row.md5);
    expect(verifyKhqr(row.qr, NOW_MS).ok).toBe(row.sdk_verify_at_frozen_clock);
  });

  test.each(golden.own)('is judged: $what', (row) => {
    const verdict = verifyKhqr(row.qr, NOW_MS);
    expect([md5Of(row.qr), verdict.ok]).toEqual([row.md5, row.sdk_verify_at_frozen_clock]);
    const wanted = /SDK error (\d+)/.exec(row.what)?.[1];
    if (!verdict.ok) expect(verdict.code).toBe(Number(wanted));
  });

  test.each<[string, Partial<KhqrInfo>, number]>([
    ['no name', { merchantName: '' }, 2],
    ['an account without a bank', { bakongAccountID: 'demo_shop' }, 3],
    ['an account with two @', { bakongAccountID: 'a@b@c' }, 3],
    ['an account without a name', { bakongAccountID: '@devbank' }, 3],
    ['half a riel', { amount: '1000.5' }, 4],
    ['riel with decimals, even none', { amount: '5000.0' }, 4],
    ['a third decimal of a dollar', { amount: '1.005', currency: 840 }, 4],
    ['an exponent', { amount: 1e21 }, 4],
    ['no number', { amount: NaN }, 4],
    ['words', { amount: 'ten' }, 4],
    ['a name of 26 characters', { merchantName: 'x'.repeat(26) }, 7],
    ['an empty look at additional data that is too long', { billNumber: 'x'.repeat(26) }, 10],
    ['a terminal of 26 characters', { terminalLabel: 'x'.repeat(26) }, 12],
    ['a category of five digits', { merchantCategoryCode: '59999' }, 18],
    ['a currency of four digits', { currency: '0840' }, 19],
    ['a city of 16 characters', { merchantCity: 'x'.repeat(16) }, 21],
    ['Thai baht', { currency: 764 }, 28],
    ['a merchant without an id', { kind: 'merchant', acquiringBank: 'Dev Bank' }, 30],
    ['a merchant without a bank', { kind: 'merchant', merchantID: '1' }, 31],
    ['a merchant id of 33 characters', { kind: 'merchant', merchantID: 'x'.repeat(33), acquiringBank: 'B' }, 32],
    ['a bank of 33 characters', { acquiringBank: 'x'.repeat(33) }, 33],
    ['a telephone of 26 digits', { mobileNumber: '0'.repeat(26) }, 34],
    ['account information of 33 characters', { accountInformation: 'x'.repeat(33) }, 35],
    ['a second name without a language', { merchantNameAlternateLanguage: 'ហាង' }, 37],
    ['a language of three letters', { languagePreference: 'khm', merchantNameAlternateLanguage: 'ហាង' }, 38],
    ['a language without a name', { languagePreference: 'km' }, 39],
    [
      'a second city of 16 characters',
      { languagePreference: 'km', merchantNameAlternateLanguage: 'ហាង', merchantCityAlternateLanguage: 'ភ'.repeat(16) },
      41,
    ],
    ['a purpose of 26 characters', { purposeOfTransaction: 'x'.repeat(26) }, 42],
    ['UnionPay in dollars', { upiMerchantAccount: '1234', currency: 840 }, 44],
    ['an amount without an expiry', { amount: 1000 }, 45],
    ['an expiry in seconds', { amount: 1000, expirationTimestamp: 1_700_000_600 }, 49],
    ['an expiry in the past', { amount: 1000, expirationTimestamp: NOW_MS - 1 }, 50],
    ['a category of letters', { merchantCategoryCode: 'ABCD' }, 51],
  ])('is not made with %s', (_what, change, code) => {
    expect(generateKhqr({ ...SHOP, ...change }, NOW_MS)).toMatchObject({ ok: false, code });
  });

  test('is not made when good labels together are longer than their tag', () => {
    const label = 'x'.repeat(25);
    const labels = { billNumber: label, mobileNumber: label, storeLabel: label, terminalLabel: label };
    expect(generateKhqr({ ...SHOP, ...labels }, NOW_MS)).toMatchObject({ ok: false, code: 8 });
    const long = 'x'.repeat(32);
    const account = { bakongAccountID: `${'x'.repeat(27)}@bank`, accountInformation: long, acquiringBank: long };
    expect(generateKhqr({ ...SHOP, ...account }, NOW_MS)).toMatchObject({ ok: false, code: 8 });
  });

  test.each<[KhqrInfo['amount'], number, string]>([
    [1.5, 840, '54041.50'],
    ['1.50', 840, '54041.50'],
    [1, 840, '54011'],
    [0.1, 840, '54040.10'],
    [9999999999.99, 840, '54139999999999.99'],
    [50_000, 116, '540550000'],
  ])('of %s in %s carries %s', (amount, currency, tag) => {
    const made = generateKhqr({ ...SHOP, amount, currency, expirationTimestamp: NOW_MS + 1 }, NOW_MS);
    expect(made).toMatchObject({ ok: true, qr: expect.stringContaining(`${tag}5802KH`) as string });
  });

  test('of nothing is static: no amount, no times', () => {
    for (const amount of [undefined, null, '', 0, '0', '0.00']) {
      const made = generateKhqr({ ...SHOP, amount }, NOW_MS);
      expect(made.ok && decodeKhqr(made.qr)).toMatchObject({
        pointofInitiationMethod: '11',
        transactionAmount: null,
        expirationTimestamp: null,
      });
    }
  });

  test('that is dynamic always carries its creation and its expiry', () => {
    const labels = fc.option(fc.string({ minLength: 1, maxLength: 9 }), { nil: undefined });
    const one = fc.record({
      amount: fc.integer({ min: 1, max: 2_147_483_647 }),
      merchantName: fc.string({ minLength: 1, maxLength: 25, unit: 'grapheme' }).filter(({ length }) => length < 26),
      billNumber: labels,
      storeLabel: labels,
    });
    fc.assert(
      fc.property(one, (fields) => {
        const made = generateKhqr({ ...SHOP, ...fields, expirationTimestamp: NOW_MS + 600_000 }, NOW_MS);
        if (!made.ok) throw new Error(made.message);
        expect(verifyKhqr(made.qr, NOW_MS)).toEqual({ ok: true });
        expect(verifyKhqr(made.qr, NOW_MS + 600_001)).toMatchObject({ code: 46 });
        expect(decodeKhqr(made.qr)).toMatchObject({
          pointofInitiationMethod: '12',
          transactionAmount: String(fields.amount),
          merchantName: fields.merchantName,
          billNumber: fields.billNumber ?? null,
          storeLabel: fields.storeLabel ?? null,
          creationTimestamp: String(NOW_MS),
          expirationTimestamp: String(NOW_MS + 600_000),
        });
      }),
    );
  });
});

describe('reading', () => {
  const good = generateKhqr({ ...SHOP, amount: 1000, expirationTimestamp: NOW_MS + 600_000 }, NOW_MS);
  const qr = good.ok ? good.qr : '';
  const resealed = (text: string): string => text.slice(0, -4) + crc16(text.slice(0, -4));

  test('takes a checksum in small letters and no other change of a character', () => {
    expect(verifyKhqr(qr.slice(0, -4) + qr.slice(-4).toLowerCase(), NOW_MS)).toEqual({ ok: true });
    for (let at = 0; at < qr.length - 4; at++) {
      const changed = `${qr.slice(0, at)}~${qr.slice(at + 1)}`;
      expect(verifyKhqr(changed, NOW_MS)).toMatchObject({ code: 8 });
    }
  });

  test.each([
    ['an amount of letters', qr.replace('54041000', '5404x000'), 4],
    ['a nested value that is cut short', qr.replace('29210017', '29210018'), 8],
    ['no account', qr.replace('29210017', '28210017'), 5],
    ['no country', qr.replace('5802KH', '5702KH'), 26],
    ['no category', qr.replace('52045999', '51045999'), 25],
    ['an empty name', qr.replace('5909Demo Shop', '5900'), 2],
    ['a language that stands alone', qr.replace('9934', '64060002km9934'), 39],
  ])('refuses %s', (_what, changed, code) => {
    expect(verifyKhqr(resealed(changed), NOW_MS)).toMatchObject({ ok: false, code });
  });

  test('stops at a tag that comes twice, as the SDK does', () => {
    expect(decodeKhqr('000201000299').payloadFormatIndicator).toBe('01');
    expect(pieces('000201000299', 'stop').found).toEqual([{ tag: '00', value: '01' }]);
  });

  test('never throws and never believes garbage', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 600 }),
      fc.stringMatching(/^[0-9]{0,80}$/),
      fc.tuple(fc.nat(qr.length), fc.string()).map(([at, text]) => qr.slice(0, at) + text + qr.slice(at)),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(Object.values(decodeKhqr(text)).every((value) => value === null || text.includes(value))).toBe(true);
        if (text !== qr) expect(verifyKhqr(text, NOW_MS).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});

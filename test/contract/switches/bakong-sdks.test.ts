// Our KHQR against the two public SDKs: the National Bank's own (bakong-khqr) and ts-khqr. They are test-only.
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { KHQR } from 'ts-khqr';
import { decodeKhqr, generateKhqr, verifyKhqr, type KhqrInfo } from '../../../bridge/switches/bakong/qr';
import { crc16 } from '../../../bridge/switches/bakong/qr-text';
import golden from '../../golden/switches/bakong.json';

interface Answer<T> {
  status: { code: number; errorCode: number | null; message: string | null };
  data: T;
}
type Made = Answer<{ qr: string; md5: string } | null>;
interface BankSdk {
  BakongKHQR: {
    new (): { generateIndividual(info: unknown): Made; generateMerchant(info: unknown): Made };
    decode(qr: string): Answer<object>;
    verify(qr: string): { isValid: boolean };
  };
  IndividualInfo: new (...fields: unknown[]) => unknown;
  MerchantInfo: new (...fields: unknown[]) => unknown;
}
// It comes without types.
const require = createRequire(import.meta.url);
const bank = require('bakong-khqr') as BankSdk;

const NOW_MS = golden.frozen_now_ms;
beforeAll(() => void vi.useFakeTimers({ now: NOW_MS, toFake: ['Date'] }));
afterAll(() => void vi.useRealTimers());

function byBank(info: KhqrInfo): Made {
  const { bakongAccountID, merchantName, merchantCity, merchantID, acquiringBank } = info;
  const sdk = new bank.BakongKHQR();
  return info.kind === 'merchant'
    ? sdk.generateMerchant(
        new bank.MerchantInfo(bakongAccountID, merchantName, merchantCity, merchantID, acquiringBank, info),
      )
    : sdk.generateIndividual(new bank.IndividualInfo(bakongAccountID, merchantName, merchantCity, info));
}

function byTsKhqr(info: KhqrInfo): Made {
  const { kind, bakongAccountID, merchantID, accountInformation, amount, currency, merchantCategoryCode } = info;
  const { billNumber, mobileNumber, storeLabel, terminalLabel, purposeOfTransaction } = info;
  const { languagePreference, merchantNameAlternateLanguage, merchantCityAlternateLanguage } = info;
  return KHQR.generate({
    ...info,
    tag: kind === 'merchant' ? '30' : '29',
    accountID: bakongAccountID,
    merchantID: kind === 'merchant' ? merchantID : accountInformation,
    amount: amount === undefined ? undefined : Number(amount),
    currency: currency === undefined ? undefined : String(currency),
    merchantCategoryCode: merchantCategoryCode === undefined ? undefined : String(merchantCategoryCode),
    additionalData: { billNumber, mobileNumber, storeLabel, terminalLabel, purposeOfTransaction },
    languageData: { languagePreference, merchantNameAlternateLanguage, merchantCityAlternateLanguage },
  } as never);
}

const label = (longest: number) =>
  fc.option(fc.string({ minLength: 1, maxLength: longest, unit: fc.constantFrom(...'aZ0 -#ភក') }), { nil: undefined });
/** Mostly good, some of it too long: the SDKs and we have to agree about both. Sums stay within 99 characters. */
const infos = fc.record({
  kind: fc.constantFrom('individual' as const, 'merchant' as const),
  bakongAccountID: fc.constantFrom('demo_shop@devbank', 'demo_shop', '', `${'x'.repeat(29)}@bnk`),
  merchantName: fc.string({ maxLength: 27, unit: fc.constantFrom(...'Demo ហាង') }),
  merchantCity: label(17),
  merchantID: label(34),
  acquiringBank: label(18),
  accountInformation: label(18),
  currency: fc.constantFrom(116, 840, 764, undefined),
  amount: fc.oneof(
    fc.constant(undefined),
    fc.integer({ min: -5, max: 99_999_999 }),
    fc.integer({ min: 1, max: 9_999_999 }).map((cents) => cents / 100),
    fc.double({ min: 0.001, max: 1e14, noNaN: true }),
  ),
  billNumber: label(20),
  mobileNumber: label(12),
  storeLabel: label(14),
  terminalLabel: label(14),
  purposeOfTransaction: label(14),
  languagePreference: fc.constant('km'),
  merchantNameAlternateLanguage: label(27).map((name) => name ?? 'ហាង'),
  merchantCityAlternateLanguage: label(17),
  upiMerchantAccount: label(20),
  merchantCategoryCode: fc.constantFrom(undefined, '5411', '0000', '1A2B', '54111', '-100'),
  expirationTimestamp: fc.constantFrom(NOW_MS + 600_000, NOW_MS - 1, 1_727_260_807, undefined),
});

describe('the bank’s SDK, ts-khqr and we', () => {
  test('make the same string and the same MD5, or refuse with the same number', () => {
    let made = 0;
    const refusals = new Set<number>();
    fc.assert(
      fc.property(infos, (info) => {
        const ours = generateKhqr(info, NOW_MS);
        const theirs = byBank(info);
        if (ours.ok) {
          made++;
          expect({ qr: ours.qr, md5: ours.md5 }).toEqual(theirs.data);
          expect(byTsKhqr(info).data).toEqual(theirs.data);
        } else {
          refusals.add(ours.code);
          expect([ours.code, ours.message]).toEqual([theirs.status.errorCode, theirs.status.message]);
        }
      }),
      { numRuns: 3_000, seed: 29_30 },
    );
    expect([made > 20, refusals.size > 12]).toEqual([true, true]);
  });

  test.each(golden.generate)('agree on $id, and read it alike', ({ kind, inputs, qr, md5 }) => {
    const info = { ...inputs, kind } as KhqrInfo;
    expect([byBank(info).data, byTsKhqr(info).data]).toEqual([
      { qr, md5 },
      { qr, md5 },
    ]);
    expect(bank.BakongKHQR.verify(qr).isValid).toBe(true);
    expect(KHQR.verify(qr).isValid).toBe(true);
    expect(decodeKhqr(qr)).toEqual(bank.BakongKHQR.decode(qr).data);
    expect(KHQR.parse(qr).data).toMatchObject(decodeKhqr(qr));
  });

  test.each([...golden.strings, ...golden.own])('judge and read alike: $md5', ({ qr }) => {
    const ours = verifyKhqr(qr, NOW_MS);
    expect(ours.ok).toBe(bank.BakongKHQR.verify(qr).isValid);
    expect(ours.ok ? null : ours.code).toBe(KHQR.verifyDetail(qr).status.errorCode);
    expect(decodeKhqr(qr)).toEqual(bank.BakongKHQR.decode(qr).data);
  });

  test('judge alike what was changed under a right checksum: we never take what the bank refuses', () => {
    const tlv = (tag: string, value: string): string => tag + String(value.length).padStart(2, '0') + value;
    const values = fc.oneof(
      fc.constantFrom('', '01', '11', '12', '116', '0', 'KH'),
      fc.stringMatching(/^[0-9a-z@]{0,40}$/),
    );
    const plain = fc
      .tuple(fc.constantFrom('00', '01', '15', '52', '53', '54', '58', '59', '60', '77'), values)
      .map(([tag, value]) => tlv(tag, value));
    // Whole pieces inside a template: over a torn one the SDK runs for ever.
    const template = fc
      .tuple(
        fc.constantFrom('29', '30', '62', '64', '99'),
        fc.array(fc.tuple(fc.constantFrom('00', '01', '02', '03', '07', '08', '50'), values), {
          minLength: 1,
          maxLength: 2,
        }),
      )
      .map(([tag, inner]) => tlv(tag, inner.map(([sub, value]) => tlv(sub, value)).join('')));
    const parts = fc.array(fc.oneof(plain, template), { maxLength: 4 });
    const sources = fc.constantFrom(...golden.generate.map(({ qr }) => qr));
    fc.assert(
      fc.property(sources, parts, fc.nat(12), fc.boolean(), (qr, extra, drop, front) => {
        const own = cut(qr.slice(0, -8));
        own.splice(drop, 1);
        const body = `${(front ? [...extra, ...own] : [...own, ...extra]).join('')}6304`;
        const changed = body + crc16(body);
        const ours = verifyKhqr(changed, NOW_MS);
        // Stricter about what is cut short, amounts that are no numbers and names without a language; never more lenient.
        if (bank.BakongKHQR.verify(changed).isValid)
          expect([undefined, 4, 8, 37, 38]).toContain(ours.ok ? undefined : ours.code);
        else expect(ours.ok).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
});

/** The top-level tags of a good string. */
function cut(text: string): string[] {
  const parts: string[] = [];
  for (let at = 0; at < text.length;) {
    const end = at + 4 + Number(text.slice(at + 2, at + 4));
    parts.push(text.slice(at, end));
    at = end;
  }
  return parts;
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { npxConfig } from '../../../../../bridge/switches/npx/config';
import { formFields, linkFields, signed, txnIdOf, validityTime } from '../../../../../bridge/switches/npx/fields';
import { signature, signedText } from '../../../../../bridge/switches/npx/signature';
import { sign as signOfTheFake } from '../../../../../tools/switches/npx/signature';
import { SHOP } from '../../../../../tools/switches/npx/ledger';
import golden from '../../../../golden/switches/npx.json';

const least = {
  baseUrl: 'https://npx.example/',
  ...{ merchantId: '9', merchantName: 'TestMerchant', apiPassword: 'p', secretKey: golden.key },
  customer: { name: 'Walk In', email: 'shop@example.com', mobile: '0000000000' },
};
const config = npxConfig.parse(least);
const request = { amountMinor: 100_000, reference: 'Order 1' };
const nowMs = Date.parse('2026-01-01T10:00:00Z');
const endMs = Date.parse('2026-01-01T10:10:00Z');

describe('a signature', () => {
  test.each(golden.vectors)('is as computed elsewhere: $name', ({ payload, message, signature: wanted }) => {
    expect(signedText(payload)).toBe(message);
    expect(signature(payload, golden.key)).toBe(wanted);
  });

  test('depends neither on the order of the fields nor on a Signature among them', () => {
    const fields = fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { maxKeys: 12 });
    fc.assert(
      fc.property(fields, fc.string(), (some, before) => {
        const turned = Object.fromEntries(Object.entries(some).reverse());
        expect(signature({ ...turned, Signature: before }, 'key')).toBe(signature({ ...some, Signature: 'x' }, 'key'));
      }),
    );
  });

  test('is made alike by a second hand', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[A-Za-z]{1,12}$/), fc.string()), (some) => {
        expect(signature(some, SHOP.secretKey)).toBe(signOfTheFake(some));
      }),
    );
  });

  test('takes values as they are sent: empty ones add nothing, 100 and 100.00 differ', () => {
    expect(signedText({ B: '', A: '1', C: undefined, D: null, E: 5 })).toBe('15');
    expect(signature({ A: '100' }, 'key')).not.toBe(signature({ A: '100.00' }, 'key'));
  });
});

describe('what is asked for a payment link', () => {
  test('is the vector’s payload, to the letter', () => {
    const [, , vector] = golden.vectors;
    const fields = linkFields(config, 'POS1-0001', request, endMs, nowMs);
    expect(fields).toEqual({ ...vector!.payload, Signature: vector!.signature });
  });

  test('can be written in words, with the nearest whole minutes', () => {
    const words = npxConfig.parse({ ...least, link: { dialect: 'words' } });
    const fields = linkFields(words, 'POS1-0001', request, endMs, nowMs + 31_000);
    expect(fields).toMatchObject({
      PaymentType: 'ALL',
      ChargeCategory: 'MERCHANT',
      FurtherCreditEnabled: 'false',
      ValidityTime: '9',
    });
    expect(linkFields(words, 'POS1-0001', request, endMs, nowMs + 3).ValidityTime).toBe('10');
    expect(linkFields(words, 'POS1-0001', request, nowMs + 5, nowMs).ValidityTime).toBe('1');
  });

  test('ends in the zone that is configured', () => {
    expect(validityTime(endMs, 'utc')).toBe('2026-01-01T10:10:00');
    expect(validityTime(endMs, 'npt')).toBe('2026-01-01T15:55:00');
    expect(validityTime(Date.parse('2026-12-31T20:00:00.999Z'), 'npt')).toBe('2027-01-01T01:45:00');
  });

  test('may say the kind of payment in the operator’s own words', () => {
    const own = npxConfig.parse({ ...least, link: { paymentType: 'd', chargeCategory: 'm' } });
    expect(linkFields(own, 'A', request, endMs, nowMs)).toMatchObject({ PaymentType: 'd', ChargeCategory: 'm' });
  });
});

describe('what else is sent', () => {
  test('carries the merchant’s two fields', () => {
    const [first] = golden.vectors;
    expect(signed(config, {})).toEqual({ ...first!.payload, Signature: first!.signature });
  });

  test('to the hosted page is signed unless that is switched off', () => {
    const one = { txnId: 'A1', amountMinor: 5_000, reference: undefined, processId: 'P1' };
    const page = { url: 'https://gw.example/Payment/Index' };
    const paged = npxConfig.parse({ ...least, mode: 'page', publicUrl: 'https://shop.example/v1/webhooks/npx', page });
    const fields = formFields(paged, one, 'https://shop.example/r');
    expect(fields).toMatchObject({
      Amount: '50.00',
      ProcessId: 'P1',
      InstrumentCode: '',
      TransactionRemarks: 'Payment',
    });
    expect(fields.Signature).toBe(signature(fields, golden.key));
    const bare = formFields({ ...paged, page: { ...paged.page!, signed: false } }, one, 'https://shop.example/r');
    expect(bare).not.toHaveProperty('Signature');
  });

  test('names each try of a charge apart', () => {
    const id = 'ch_0123456789ABCDEFGHJKMNPQ';
    expect([txnIdOf(id, 0), txnIdOf(id, 1)]).toEqual(['0123456789ABCDEFGHJKMNPQ', '0123456789ABCDEFGHJKMNPQ1']);
  });
});

describe('the configuration', () => {
  test('asks for what a mode needs', () => {
    const issues = (more: object) =>
      npxConfig.safeParse({ ...least, ...more }).error?.issues.map(({ path }) => path.join('.'));
    expect(issues({})).toBeUndefined();
    expect(issues({ mode: 'page' })).toEqual(['page', 'publicUrl']);
    expect(issues({ link: { ownPage: true } })).toEqual(['publicUrl']);
    expect(issues({ secretkey: 'x' })).toHaveLength(1);
    expect(config.baseUrl).toBe('https://npx.example');
  });
});

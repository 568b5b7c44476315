import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chinaTimeMs, decodeBody, decodeNotice, decodeReply } from '../../../../../bridge/switches/pockyt/decode';
import { isSigned, verifySignOf } from '../../../../../bridge/switches/pockyt/sign';
import golden from '../../../../golden/switches/pockyt.json';

const { token } = golden.sign;

function recordOf(body: unknown) {
  const reply = decodeReply(body);
  if (reply.is !== 'record') throw new Error(`refused: ${reply.code}`);
  return reply.record;
}
const ok = (result: object) => ({ ret_code: '000100', result });

describe('an answer', () => {
  test.each(golden.answers)('$name: $is', ({ body, is, ...more }) => {
    const record = recordOf(body);
    expect(record.is).toBe(is);
    if (is === 'paid') expect(record).toMatchObject({ amountMinor: 1_300, currency: 'USD' });
    if ('occurredAt' in more) expect(new Date(record.occurredAtMs!).toISOString()).toBe(more.occurredAt);
  });

  test.each(golden.refusals)('refused with $code says why', ({ body, code, message }) => {
    expect(decodeReply(body)).toEqual({ is: 'refused', code, message });
  });

  test.each([
    ['13', 1_300],
    ['13.0', 1_300],
    ['13.00', 1_300],
    [13, 1_300],
    [13.5, 1_350],
    [0.29, 29],
    ['0.00', undefined],
    [-13, undefined],
    ['1,300.00', undefined],
    ['13.001', undefined],
    [' 13.00 ', 1_300],
    [1e21, undefined],
    [null, undefined],
    [['13.00'], undefined],
    [true, undefined],
  ])('over %j is over %j cents', (amount, amountMinor) => {
    const record = recordOf(ok({ amount, currency: 'USD', status: 'success' }));
    expect([record.amountMinor, record.is]).toEqual([amountMinor, amountMinor === undefined ? 'pending' : 'paid']);
  });

  test('whose number of the transaction was too long for JSON numbers names none', () => {
    expect(recordOf(ok({ transactionNo: 300000000000000001, status: 'init' })).transactionNo).toBeUndefined();
    expect(recordOf(ok({ transactionNo: '300000000000000001', status: 'init' })).transactionNo).toBe(
      '300000000000000001',
    );
  });

  test('of any shape never throws, and is a payment only with success, amount and currency', () => {
    const words = fc.constantFrom('success', 'failed', 'closed', 'init', 'payment', 'refund', '13.00', '', 'USD');
    const value = fc.oneof(words, fc.anything());
    const names = ['transactionStatus', 'status', 'amount', 'currency', 'transactionType', 'refundInfo', 'voidAmount'];
    const result = fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] });
    const body = fc.oneof(
      fc.anything(),
      fc.record({ ret_code: fc.oneof(fc.constant('000100'), fc.anything()), result: fc.oneof(result, fc.anything()) }),
    );
    fc.assert(
      fc.property(body, (some) => {
        const reply = decodeReply(some);
        if (reply.is !== 'record' || reply.record.is !== 'paid') return;
        expect(reply.record.amountMinor).toBeGreaterThan(0);
        expect(reply.record.currency).toMatch(/./);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a time', () => {
  test.each(Object.entries(golden.times))('%s is %s', (text, iso) => {
    expect(new Date(chinaTimeMs(text)!).toISOString()).toBe(iso);
  });

  test.each(['', '2024-05-06', '2024-13-06 07:08:09', '20240506', '1714950489', 'yesterday', '2024-05-06 25:00:00'])(
    '%j is none',
    (text) => {
      expect(chinaTimeMs(text)).toBeUndefined();
    },
  );
});

const IPN = {
  transactionNo: '300000000000000001',
  status: 'success',
  amount: '13.00',
  currency: 'USD',
  settleCurrency: 'USD',
  time: '20240506070809',
  reference: 'POS1-0001',
  vendorId: '',
  note: 'two coffees & a "momo" + 1',
};
const signed = (fields: Record<string, string>) => ({ ...fields, verifySign: verifySignOf(fields, token) });

describe('a webhook', () => {
  test('is the same as a form and as JSON, and its signature fits both', () => {
    const form = decodeBody(new URLSearchParams(signed(IPN)).toString())!;
    const json = decodeBody(JSON.stringify(signed(IPN)))!;
    expect({ ...form }).toEqual(signed(IPN));
    expect({ ...json }).toEqual(signed(IPN));
    expect([isSigned(form, token), isSigned(json, token)]).toEqual([true, true]);
    const { record, aboutRefund } = decodeNotice(form);
    expect(aboutRefund).toBe(false);
    expect(record).toMatchObject({ is: 'paid', amountMinor: 1_300, currency: 'USD', reference: 'POS1-0001' });
    expect(new Date(record.occurredAtMs!).toISOString()).toBe('2024-05-05T23:08:09.000Z');
  });

  test('as JSON with numbers keeps the text that was signed', () => {
    const text = JSON.stringify(signed(IPN))
      .replace('"amount":"13.00"', '"amount": 13.00')
      .replace('"transactionNo":"300000000000000001"', '"transactionNo":300000000000000001')
      .replace('}', ',"extra":{"amount":"1"},"list":[1,2],"none":null}');
    const params = decodeBody(text)!;
    expect([params.amount, params.transactionNo]).toEqual(['13.00', '300000000000000001']);
    expect(isSigned(params, token)).toBe(true);
  });

  test('in the newest spelling says its time as completedAt, in ISO', () => {
    const { time: _old, ...rest } = IPN;
    const { record } = decodeNotice({ ...rest, completedAt: '2024-05-06T07:08:09Z' });
    expect(new Date(record.occurredAtMs!).toISOString()).toBe('2024-05-06T07:08:09.000Z');
  });

  test.each([
    [{ refundTransactionNo: '9' }],
    [{ refundAmount: '13.00' }],
    [{ originalTransactionNo: '3' }],
    [{ transactionType: 'refund' }],
  ])('about a refund is known by %j', (more) => {
    expect(decodeNotice({ ...IPN, ...more }).aboutRefund).toBe(true);
    expect(decodeNotice({ ...IPN, refundAmount: '0.00', transactionType: 'payment' }).aboutRefund).toBe(false);
  });

  test.each(['', '{', '{"a":1', 'a=1&a=2', '{}'])('cannot be %j', (body) => {
    expect(decodeBody(body)).toBeUndefined();
  });

  test('of any text never throws, and no name reaches an object’s insides', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.webQueryParameters()), (text) => {
        const params = decodeBody(text);
        if (params === undefined) return;
        for (const value of Object.values(params)) expect(typeof value).toBe('string');
        decodeNotice(params);
        expect(isSigned(params, token)).toBe(false);
      }),
      { numRuns: 1_000 },
    );
    const params = decodeBody('{"__proto__":"x","amount":"1"}')!;
    expect(Object.getPrototypeOf(params)).toBeNull();
    expect(params.amount).toBe('1');
  });
});

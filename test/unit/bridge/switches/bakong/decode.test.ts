import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeCheck, decodeList, refusalOf, textOf } from '../../../../../bridge/switches/bakong/decode';

/** The document's three samples ("Check transaction by md5", "Sample Response data"). */
const SUCCESS = {
  responseCode: 0,
  responseMessage: 'Getting transaction successfully.',
  data: {
    hash: '8465d722d7d5065f2886f0a474a4d34dc6a7855355b611836f7b6111228893e9',
    fromAccountId: 'sample_payer@devb',
    toAccountId: 'bridge_account@devb',
    currency: 'USD',
    amount: 1.0,
    description: 'testing bakong generator',
  },
};
const FAILED = { data: null, errorCode: 1, responseCode: 1, responseMessage: 'Transaction failed.' };
const NOT_FOUND = {
  ...FAILED,
  responseMessage: 'Transaction could not be found. Please check and try again.',
};
const worth = (amount: unknown, currency: unknown = 'USD') =>
  decodeCheck({ ...SUCCESS, data: { ...SUCCESS.data, amount, currency } });

describe('an answer of the check API', () => {
  test('is a payment with everything that it states', () => {
    const { hash, toAccountId } = SUCCESS.data;
    expect(decodeCheck(SUCCESS)).toEqual({
      is: 'paid',
      payment: { hash, toAccount: toAccountId, currency: 'USD', amountMinor: 100, occurredAtMs: undefined },
    });
    const timed = {
      ...SUCCESS,
      errorCode: null,
      data: { ...SUCCESS.data, createdDateMs: 5, acknowledgedDateMs: null },
    };
    expect(decodeCheck(timed)).toMatchObject({ payment: { occurredAtMs: 5 } });
  });

  test.each([
    ['the document’s failure', FAILED, 'failed'],
    ['code 3', { ...NOT_FOUND, errorCode: 3 }, 'failed'],
    ['the document’s not found', NOT_FOUND, 'absent'],
    ['words like a failure, and more', { ...FAILED, responseMessage: 'Transaction failed to be found.' }, 'absent'],
    ['no words', { ...FAILED, responseMessage: null }, 'absent'],
    ['a failure under a success', { ...SUCCESS, errorCode: 3 }, 'paid'],
    ['a failure with a transaction', { ...FAILED, data: SUCCESS.data }, 'unclear'],
    ['the failure’s words without its response code', { ...FAILED, responseCode: 2 }, 'unclear'],
    ['response code as text', { ...SUCCESS, responseCode: '0' }, 'unclear'],
    ['an unknown code', { ...NOT_FOUND, errorCode: 42 }, 'unclear'],
    ['a static QR', { ...NOT_FOUND, errorCode: 2 }, 'unclear'],
    ['success without data', { ...SUCCESS, data: null }, 'unclear'],
    ['success without an account', { ...SUCCESS, data: { ...SUCCESS.data, toAccountId: null } }, 'unclear'],
    ['success without a hash', { ...SUCCESS, data: { ...SUCCESS.data, hash: '' } }, 'unclear'],
    ['a dead token', { ...NOT_FOUND, errorCode: 6 }, 'refused'],
    ['a list', [SUCCESS], 'unclear'],
    ['nothing', null, 'unclear'],
  ])('with %s', (_what, body, is) => {
    expect(decodeCheck(body).is).toBe(is);
  });

  test.each([
    [0.1 + 0.2, 'USD', 30],
    [1.005, 'USD', undefined],
    [0.29, 'USD', 29],
    [1234567.89, 'USD', 123_456_789],
    [5000.0, 'KHR', 5_000],
    [5000.5, 'KHR', undefined],
    [0, 'USD', undefined],
    [-1, 'USD', undefined],
    [Infinity, 'KHR', undefined],
    [2_147_483_648, 'KHR', undefined],
    ['1.00', 'USD', undefined],
    [null, 'USD', undefined],
  ])('over %s %s is worth %s', (amount, currency, amountMinor) => {
    const verdict = worth(amount, currency);
    expect(verdict.is === 'paid' ? verdict.payment.amountMinor : undefined).toBe(amountMinor);
    expect(verdict.is).toBe(amountMinor === undefined ? 'unclear' : 'paid');
  });

  test('over a currency that no KHQR has keeps that currency, for the comparison to refuse', () => {
    expect(worth(1, 'THB')).toMatchObject({ is: 'paid', payment: { currency: 'THB', amountMinor: undefined } });
    expect(worth(1, '__proto__')).toMatchObject({ payment: { currency: '__proto__', amountMinor: undefined } });
  });

  test('takes every cent of a float for that cent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_147_483_647 }), (cents) => {
        expect(worth(JSON.parse(String(cents / 100)))).toMatchObject({ payment: { amountMinor: cents } });
      }),
    );
  });

  test('is never money, and never a failure, when it is garbage', () => {
    const codes = fc.constantFrom(0, 1, '0', null, 3);
    const garbage = fc.oneof(
      fc.jsonValue(),
      fc.record({ responseCode: codes, errorCode: codes, data: fc.jsonValue(), responseMessage: fc.jsonValue() }),
    );
    fc.assert(
      fc.property(garbage, (body) => {
        const { is } = decodeCheck(body);
        expect(is).not.toBe('paid');
        const { responseCode, errorCode } = (body ?? {}) as { responseCode?: unknown; errorCode?: unknown };
        if (is === 'failed') expect([responseCode, errorCode]).toEqual([1, 3]);
        decodeList(body);
        refusalOf(body);
        textOf(body, 'token');
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a list', () => {
  const row = (status: string, more: object = {}) => ({ md5: status.toLowerCase(), status, ...more });
  test('is read whatever its order, with the transaction inside or inline; what is odd is counted', () => {
    const data = [
      row('SUCCESS', { data: SUCCESS.data }),
      { md5: 'inline', status: 'SUCCESS', ...SUCCESS.data },
      row('NOT_FOUND'),
      row('FAILED'),
      row('STATIC_QR'),
      row('NOT_FOUND'),
      { status: 'SUCCESS' },
      null,
    ];
    const list = decodeList({ responseCode: 0, data })!;
    expect([...list.verdicts].map(([md5, { is }]) => [md5, is])).toEqual([
      ['success', 'paid'],
      ['inline', 'paid'],
      ['not_found', 'absent'],
      ['failed', 'unclear'],
      ['static_qr', 'unclear'],
    ]);
    expect(list.odd).toBe(3);
  });
  test('that is none is none', () => {
    expect([decodeList({ responseCode: 1, data: [] }), decodeList({ responseCode: 0, data: {} })]).toEqual([
      undefined,
      undefined,
    ]);
  });
});

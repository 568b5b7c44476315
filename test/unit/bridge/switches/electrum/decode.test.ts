import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeAdvice, decodeCreate, decodePay, statedMoney } from '../../../../../bridge/switches/electrum/decode';
import type { PaymentResponse } from '../../../../../bridge/switches/electrum/model';

const ID = '0b8f0f4e-5a0d-4f57-9d7e-1f0a6c1f9f10';
const OTHER = '1b8f0f4e-5a0d-4f57-9d7e-1f0a6c1f9f10';
const merchantName = { name: 'Corner Cafe', city: 'Cape Town', region: 'WC', country: 'ZA' };
const merchant = { merchantType: '5411', merchantId: 'SHOP00000000001', merchantName };
const response: PaymentResponse = {
  id: ID,
  time: '2026-11-21T12:00:00.000Z',
  originator: { institution: { id: 'shop', name: 'Shop' }, terminalId: 'TILL0001', merchant },
  client: { id: 'shop', name: 'Shop' },
  amounts: { requestAmount: { amount: 100, currency: '710' }, approvedAmount: { amount: 100, currency: '710' } },
  tranId: 'tran',
  thirdPartyIdentifiers: [
    { institutionId: 'wallet', transactionIdentifier: 'W1' },
    { institutionId: 'shop', transactionIdentifier: 'S1' },
  ],
  partner: { id: 'wallet', name: 'Wallet' },
};
const asked = { id: ID, tranId: 'tran' };
const error = (errorType: string) => JSON.stringify({ id: ID, errorType, errorMessage: 'no' });
const pay = (status: number, text: string) => decodePay(asked, { status, text });
const reverse = (status: number, text: string) =>
  decodeAdvice({ requestId: ID, isReversal: true }, { status, text }).is;
const confirm = (status: number, text: string) =>
  decodeAdvice({ requestId: ID, isReversal: false }, { status, text }).is;
const echo = (requestId = ID) =>
  JSON.stringify({ id: OTHER, requestId, time: response.time, thirdPartyIdentifiers: [], reversalReason: 'TIMEOUT' });
const PAGE = '<html>gateway</html>';

describe('the answer to a pay', () => {
  test.each([200, 201, 202])('is approved with %i and our own ids', (status) => {
    expect(pay(status, JSON.stringify(response))).toMatchObject({ is: 'approved' });
    expect(pay(status, JSON.stringify({ ...response, id: ID.toUpperCase() }))).toMatchObject({ is: 'approved' });
  });

  test('is unknown when it is about another payment or cannot be read', () => {
    for (const different of [{ id: OTHER }, { tranId: 'other' }])
      expect(pay(201, JSON.stringify({ ...response, ...different }))).toMatchObject({ is: 'unknown', foreign: true });
    for (const text of ['', PAGE, '{}', 'null', JSON.stringify({ ...response, partner: undefined })])
      expect(pay(201, text)).toMatchObject({ is: 'unknown', foreign: false, told: false });
  });

  test.each([500, 504])('is unknown in the service’s own words with %i', (status) => {
    expect(pay(status, error('GENERAL_ERROR'))).toMatchObject({ is: 'unknown', told: true });
  });

  test.each([400, 404, 409, 501, 503])('is failed with %i only when the service itself says so', (status) => {
    expect(pay(status, error('INSUFFICIENT_FUNDS'))).toMatchObject({ is: 'declined', errorType: 'INSUFFICIENT_FUNDS' });
    for (const text of ['', PAGE, '{}', error('NO_SUCH_TYPE')])
      expect(pay(status, text)).toMatchObject({ is: 'unknown' });
  });

  test.each([301, 401, 403, 407, 429, 502, 520])('is never failed with %i', (status) => {
    for (const text of ['', PAGE, '{}']) expect(pay(status, text)).toMatchObject({ is: 'unknown', told: false });
  });

  test('is never approved or failed by garbage, and never throws', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 999 }),
        fc.oneof(fc.string(), fc.json(), fc.string({ unit: 'binary' })),
        (status, text) => {
          expect(pay(status, text).is).toBe('unknown');
        },
      ),
    );
    expect(pay(201, '['.repeat(60_000)).is).toBe('unknown');
  });
});

describe('the money of a payment', () => {
  const zero = (amounts: PaymentResponse['amounts']) => statedMoney({ ...response, amounts }, 'zero');

  test('is what was approved, with the wallet’s own number', () => {
    expect(statedMoney(response, 'zero')).toEqual({
      ...{ amountMinor: 100, currency: 'ZAR', payee: 'SHOP00000000001', txnId: 'W1' },
      occurredAtMs: Date.parse(response.time),
    });
  });

  test('is nothing when nothing was approved, unless the shop says otherwise', () => {
    const amounts = { requestAmount: { amount: 100, currency: '710' } };
    expect(zero(amounts).amountMinor).toBe(0);
    expect(statedMoney({ ...response, amounts }, 'as-requested').amountMinor).toBe(100);
    expect(statedMoney({ ...response, amounts: {} }, 'as-requested').amountMinor).toBe(0);
  });

  test('is in the currency that was approved', () => {
    expect(zero({ approvedAmount: { amount: 100, currency: '840' } }).currency).toBe('840');
  });

  test('has a number even where the wallet gave none', () => {
    const other = [{ institutionId: 'x', transactionIdentifier: 'X9' }];
    expect(statedMoney({ ...response, thirdPartyIdentifiers: other }, 'zero').txnId).toBe('X9');
    expect(statedMoney({ ...response, thirdPartyIdentifiers: [] }, 'zero').txnId).toBe(ID);
  });
});

describe('the answer to an advice', () => {
  test('is done when it echoes the very payment', () => {
    expect([reverse(202, echo()), confirm(202, echo()), reverse(200, echo())]).toEqual(['done', 'done', 'done']);
    expect([reverse(202, echo(OTHER)), confirm(202, echo(OTHER)), confirm(202, PAGE), confirm(202, '')]).toEqual(
      Array(4).fill('again'),
    );
  });

  test('404: a reversal has nothing to reverse, a confirmation is refused, a page says nothing', () => {
    expect([reverse(404, ''), reverse(404, error('UNABLE_TO_LOCATE_RECORD'))]).toEqual(['done', 'done']);
    expect([confirm(404, error('UNABLE_TO_LOCATE_RECORD')), confirm(404, '')]).toEqual(['refused', 'again']);
    expect([reverse(404, PAGE), confirm(404, PAGE)]).toEqual(['again', 'again']);
  });

  test('a repeat that was taken before is done', () => {
    expect([reverse(400, error('DUPLICATE_RECORD')), confirm(400, error('DUPLICATE_RECORD'))]).toEqual([
      'done',
      'done',
    ]);
  });

  test('is refused only in the service’s own words', () => {
    expect([reverse(400, error('GENERAL_ERROR')), confirm(501, error('GENERAL_ERROR'))]).toEqual([
      'refused',
      'refused',
    ]);
    expect([reverse(400, PAGE), confirm(400, '{}')]).toEqual(['again', 'again']);
  });

  test.each([401, 403, 429, 500, 502, 503, 504])('is repeated after %i', (status) => {
    expect([reverse(status, error('GENERAL_ERROR')), confirm(status, PAGE)]).toEqual(['again', 'again']);
  });

  test('is never done by garbage, but for a 404 without a body', () => {
    const texts = fc.oneof(fc.string(), fc.json()).filter((text) => text.trim() !== '');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999 }), texts, (status, text) => {
        expect([reverse(status, text), confirm(status, text)]).toEqual(['again', 'again']);
      }),
    );
  });
});

describe('the answer to createQrCode', () => {
  const made = (status: number, text: string) =>
    decodeCreate({ amountMinor: 100, merchantId: 'SHOP00000000001', provider: undefined }, { status, text }).is;

  test('is judged by status and words', () => {
    expect(made(400, error('DUPLICATE_RECORD'))).toBe('duplicate');
    expect(made(400, error('INVALID_MERCHANT'))).toBe('refused');
    expect([made(401, ''), made(403, PAGE), made(429, '')]).toEqual(['auth', 'auth', 'limit']);
    expect([made(302, ''), made(400, PAGE), made(201, '{}')]).toEqual(['malformed', 'malformed', 'malformed']);
    expect([made(500, error('GENERAL_ERROR')), made(503, PAGE), made(504, '')]).toEqual(Array(3).fill('unreachable'));
  });

  test('garbage is never a QR', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999 }), fc.oneof(fc.string(), fc.json()), (status, text) => {
        expect(made(status, text)).not.toBe('made');
      }),
    );
  });
});

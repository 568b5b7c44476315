import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { describe, expect, test } from 'vitest';
import * as model from '../../../../../bridge/switches/electrum/model';

const golden = JSON.parse(readFileSync('test/golden/switches/electrum.json', 'utf8')) as {
  required: Record<string, string[]>;
  limits: Record<string, [number, number]>;
  errorTypes: string[];
  reversalReasons: string[];
  schemes: string[];
};

type Message = Record<string, unknown>;
const ID = '0b8f0f4e-5a0d-4f57-9d7e-1f0a6c1f9f10';
const time = '2026-11-21T12:00:00.000Z';
const institution = { id: 'shop', name: 'Shop' };
const merchantName = { name: 'Corner Cafe', city: 'Cape Town', region: 'WC', country: 'ZA' };
const merchant = { merchantType: '5411', merchantId: 'SHOP00000000001', merchantName };
const originator = { institution, terminalId: 'TILL0001', merchant };
const money = { amount: 100, currency: '710' };
const identifier = { institutionId: 'shop', transactionIdentifier: '1' };
const sent = { id: ID, time, thirdPartyIdentifiers: [identifier] };
const created = { ...sent, originator, client: institution, qrProperties: { value: money } };
const paid = { ...sent, originator, client: institution, amounts: { requestAmount: money }, tranId: 't' };
const advice = { ...sent, requestId: ID };

/** A good message of each kind, and where in it the smaller models stand. */
const KINDS: Record<string, { schema: z.ZodType; good: Message }> = {
  CreateQrCodeRequest: { schema: model.createQrCodeRequest, good: created },
  CreateQrCodeResponse: { schema: model.createQrCodeResponse, good: { ...created, tranId: 't', qrCode: '000201' } },
  ScanNotification: { schema: model.scanNotification, good: { id: ID, time, partner: institution, tranId: 't' } },
  PaymentRequest: { schema: model.paymentRequest, good: paid },
  PaymentResponse: { schema: model.paymentResponse, good: { ...paid, partner: institution } },
  PaymentConfirmation: { schema: model.paymentConfirmation, good: advice },
  PaymentReversal: { schema: model.paymentReversal, good: { ...advice, reversalReason: 'TIMEOUT' } },
  ErrorDetail: {
    schema: model.errorDetail,
    good: { id: ID, errorType: 'GENERAL_ERROR', errorMessage: 'no', originalId: ID },
  },
};
const PLACES: Record<string, (put: (good: Message) => Message) => Message> = {
  Institution: (put) => ({ ...paid, client: put(institution) }),
  Originator: (put) => ({ ...paid, originator: put(originator) }),
  Merchant: (put) => ({ ...paid, originator: { ...originator, merchant: put(merchant) } }),
  MerchantName: (put) => ({
    ...paid,
    originator: { ...originator, merchant: { ...merchant, merchantName: put(merchantName) } },
  }),
  LedgerAmount: (put) => ({ ...paid, amounts: { requestAmount: put(money) } }),
  ThirdPartyIdentifier: (put) => ({ ...paid, thirdPartyIdentifiers: [put(identifier)] }),
};

function reads(kind: string, put: (good: Message) => Message): boolean {
  const place = PLACES[kind];
  const { schema, good } = KINDS[place === undefined ? kind : 'PaymentRequest']!;
  const message = place === undefined ? put(good) : place(put);
  return model.readMessage(schema, JSON.stringify(message)) !== undefined;
}

describe('the models of the interface', () => {
  test.each(Object.entries(golden.required))('%s needs every field that the document requires', (kind, fields) => {
    expect(reads(kind, (good) => good)).toBe(true);
    expect(reads(kind, (good) => ({ ...good, somethingNew: [1] }))).toBe(true);
    for (const field of fields) {
      expect([field, reads(kind, ({ [field]: _gone, ...rest }) => rest)]).toEqual([field, false]);
      expect([field, reads(kind, (good) => ({ ...good, [field]: null }))]).toEqual([field, false]);
    }
  });

  // The document calls ErrorDetail's id a UUID and gives it 20 characters, which no UUID fits.
  const limits = Object.entries(golden.limits).filter(([at]) => at !== 'ErrorDetail.id');
  test.each(limits)('%s is as long as the document allows', (at, [least, most]) => {
    const [kind = '', field = ''] = at.split('.');
    const isRead = (length: number) => reads(kind, (good) => ({ ...good, [field]: 'x'.repeat(length) }));
    expect([isRead(most), isRead(most + 1)]).toEqual([true, false]);
    if (least > 0) expect([isRead(least), isRead(least - 1)]).toEqual([true, false]);
  });

  test('name the document’s words and no others', () => {
    expect([...model.ERROR_TYPES]).toEqual(golden.errorTypes);
    expect([...model.REVERSAL_REASONS]).toEqual(golden.reversalReasons);
    expect([...model.SCHEMES]).toEqual(golden.schemes);
    expect(reads('ErrorDetail', (good) => ({ ...good, errorType: 'OTHER' }))).toBe(false);
    expect(reads('PaymentReversal', (good) => ({ ...good, reversalReason: 'REFUND' }))).toBe(false);
  });

  test('take amounts as whole minor units and currencies as three digits', () => {
    for (const wrong of [
      { amount: 1.5 },
      { amount: '100' },
      { amount: 2 ** 60 },
      { currency: 'ZAR' },
      { currency: '71' },
    ])
      expect(reads('LedgerAmount', (good) => ({ ...good, ...wrong }))).toBe(false);
  });
});

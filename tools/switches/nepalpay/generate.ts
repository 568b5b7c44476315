// POST /qr/generateQR, as strict as Merchant-QR-generation/introduction.md reads.
import { verify } from 'node:crypto';
import type { Faults } from './faults';
import { keys } from './keys';
import { nepalTime, rupees, SHOP, type Ledger } from './ledger';
import { qrText } from './qr-text';

export interface Answer {
  status: number;
  body: unknown;
}
type Body = Record<string, unknown>;

export function generateQr(body: Body, ledger: Ledger, faults: Faults): Answer {
  const wrong = wrongFields(body);
  if (wrong.length > 0) {
    const fieldErrors = wrong.map((field) => ({ field, message: 'invalid' }));
    const first = { responseCode: '400', responseDescription: 'PARAMETER VALIDATION ERROR', fieldErrors };
    return { status: 400, body: { responses: [first] } };
  }
  if (body.merchantId !== SHOP.merchantId || body.acquirerId !== SHOP.acquirerId)
    return refused('E010', 'RECORD NOT FOUND:- Merchant not found!');
  if (!isSigned(body)) return refused('E003', 'INVALID TOKEN');
  if (faults.use('e099') !== undefined) return refused('E099', 'DUPLICATE');
  const amountMinor = Number(String(body.transactionAmount).replace('.', ''));
  const id = ledger.newId();
  ledger.traces.set(id, { id, amountMinor, billNumber: String(body.billNumber), rows: [] });
  ledger.changed();
  const message = 'QR String generated successfully.';
  const made = { validationTraceId: id, qrString: spoiled(body, amountMinor, id, faults) };
  const timestamp = nepalTime(ledger.now());
  return {
    status: 200,
    body: { timestamp, responseCode: '000', responseStatus: 'SUCCESS', responseMessage: message, data: made },
  };
}

function wrongFields(body: Body): string[] {
  const checks: Record<string, (value: unknown) => boolean> = {
    pointOfInitialization: (value) => value === 11 || value === 12,
    acquirerId: (value) => typeof value === 'string' && value.length === 8,
    merchantId: text(20),
    merchantName: text(25),
    merchantCategoryCode: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 9999,
    merchantCity: text(15),
    merchantCountry: text(2),
    merchantPostalCode: text(10),
    transactionCurrency: (value) => value === 524,
    transactionAmount: (value) => typeof value === 'string' && /^(0|[1-9]\d{0,9})\.\d\d$/.test(value),
    storeLabel: text(25),
    token: text(1000),
    ...Object.fromEntries(
      ['billNumber', 'referenceLabel', 'terminalLabel', 'purposeOfTransaction'].map((name) => [name, optional(25)]),
    ),
  };
  return Object.entries(checks).flatMap(([field, good]) => (good(body[field]) ? [] : [field]));
}
function text(longest: number) {
  return (value: unknown): boolean => typeof value === 'string' && value.length > 0 && value.length <= longest;
}
function optional(longest: number) {
  return (value: unknown): boolean => value === undefined || value === null || text(longest)(value);
}

/** The token over the exact string: one blank or another hash would refuse a real merchant too. */
function isSigned(body: Body): boolean {
  const amount = body.pointOfInitialization === 12 ? [body.transactionAmount] : [];
  const category = String(body.merchantCategoryCode).padStart(4, '0');
  const parts = [
    body.acquirerId,
    body.merchantId,
    category,
    body.transactionCurrency,
    ...amount,
    body.billNumber,
    SHOP.userId,
  ];
  const token = Buffer.from(String(body.token), 'base64');
  return verify('sha256', Buffer.from(parts.join(',')), keys().merchant.publicKey, token);
}

function spoiled(body: Body, amountMinor: number, id: string, faults: Faults): string {
  const shown = faults.use('qr-amount') ?? amountMinor;
  const noAmount = faults.use('qr-no-amount') !== undefined || body.pointOfInitialization !== 12;
  const made = qrText({
    dynamic: body.pointOfInitialization === 12,
    acquirerId: SHOP.acquirerId,
    merchantId: faults.use('qr-payee') === undefined ? SHOP.merchantId : '9901OTHERSH',
    categoryCode: String(body.merchantCategoryCode).padStart(4, '0'),
    currency: faults.use('qr-currency') === undefined ? '524' : '356',
    amount: noAmount ? undefined : rupees(shown),
    name: String(body.merchantName),
    city: String(body.merchantCity),
    billNumber: String(body.billNumber ?? '0'),
    storeLabel: String(body.storeLabel),
    terminalLabel: String(body.terminalLabel ?? '0'),
    purpose: String(body.purposeOfTransaction ?? 'Bill payment'),
    validationTraceId: faults.use('qr-trace') === undefined ? id : '2601010000009999TST',
  });
  return faults.use('qr-crc') === undefined ? made : `${made.slice(0, -4)}0000`;
}

function refused(responseCode: string, responseMessage: string): Answer {
  return { status: 400, body: { responseCode, responseMessage, data: null, classfielderrorlist: [] } };
}

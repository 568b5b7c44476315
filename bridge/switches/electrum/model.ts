// Facts of the interface's OpenAPI document (version 1.7.0), as far as this bridge reads or passes on: which fields must
// be there, their lengths and alphabets. Fields beyond are let through, as the document forbids none.
import { z } from 'zod';

/** The one currency of this switch; the interface writes it as digits. */
export const CURRENCY = { code: 'ZAR', numeric: '710' } as const;

export const ERROR_TYPES = [
  'DUPLICATE_RECORD',
  'FORMAT_ERROR',
  'FUNCTION_NOT_SUPPORTED',
  'GENERAL_ERROR',
  'INVALID_AMOUNT',
  'ROUTING_ERROR',
  'TRANSACTION_NOT_SUPPORTED',
  'UNABLE_TO_LOCATE_RECORD',
  'UPSTREAM_UNAVAILABLE',
  'ACCOUNT_ALREADY_SETTLED',
  'INVALID_MERCHANT',
  'DO_NOT_HONOR',
  'DECLINED_BY_PARTNER',
  'DECLINED_BY_ACQUIRER',
  'DECLINED_BY_ISSUER',
  'INSUFFICIENT_FUNDS',
  'INVALID_CARD_NUMBER',
  'CARD_EXPIRED',
  'INVALID_TRAN_ID',
  'PARTNER_UNKNOWN',
  'NO_SCAN_RECEIVED',
  'INVALID_ACCOUNT',
] as const;
export type ErrorType = (typeof ERROR_TYPES)[number];

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const id = z.string().regex(UUID, 'must be a UUID');
const time = z.iso.datetime({ offset: true });
const tranId = z.string().min(1).max(90);
const short = z.string().max(100);

export const institution = z.looseObject({ id: z.string().min(1).max(100), name: z.string().max(40) });
export const merchant = z.looseObject({
  merchantType: z.string().regex(/^\d{4}$/, 'must be four digits'),
  merchantId: z.string().length(15),
  merchantName: z.looseObject({
    name: z.string().max(23),
    city: z.string().max(13),
    region: z.string().max(2),
    country: z.string().max(2),
  }),
});
export const originator = z.looseObject({
  institution,
  terminalId: z.string().length(8),
  merchant,
  operatorId: z.string().max(30).optional(),
});
const ledgerAmount = z.looseObject({
  amount: z.number().int(),
  currency: z.string().regex(/^\d{3}$/, 'must be three digits'),
  ledgerIndicator: z.enum(['DEBIT', 'CREDIT']).optional(),
});
const amounts = z.looseObject({
  requestAmount: ledgerAmount.optional(),
  approvedAmount: ledgerAmount.optional(),
  feeAmount: ledgerAmount.optional(),
  balanceAmount: ledgerAmount.optional(),
  additionalAmounts: z.record(z.string(), ledgerAmount).optional(),
});
const identifiers = z
  .array(z.looseObject({ institutionId: z.string().max(100), transactionIdentifier: z.string().max(200) }))
  .max(20);
/** The document models expiryDate as an object of the Java class OffsetDateTime; every other time is RFC 3339 text. */
const expiryDate = z.union([time, z.looseObject({ year: z.number().int() })]);
export const SCHEMES = ['EMVCO_MERCHANT', 'PSEUDO_EMVCO_MERCHANT', 'ELECTRUM_MERCHANT_MINIMAL'] as const;
const qrProperties = z.looseObject({
  uuid: z.string().optional(),
  value: ledgerAmount.optional(),
  overPaymentAllowed: z.boolean().optional(),
  partPaymentAllowed: z.boolean().optional(),
  expiryDate: expiryDate.optional(),
  singleUse: z.boolean().optional(),
  scheme: z.enum(SCHEMES).optional(),
});
const slipData = z.looseObject({
  messageLines: z.array(z.looseObject({ text: z.string() })).optional(),
  slipWidth: z.number().int().optional(),
});
const tender = z.looseObject({
  amount: ledgerAmount,
  tenderType: z.enum([
    ...['CASH', 'CHEQUE', 'CREDIT_CARD', 'DEBIT_CARD', 'WALLET', 'ROUNDING', 'GIFT_CARD', 'LOYALTY_CARD', 'OTHER'],
  ] as [string, ...string[]]),
  reference: z.string().max(40).optional(),
});

export const createQrCodeRequest = z.looseObject({
  id,
  time,
  originator,
  client: institution,
  qrProperties,
  amounts: amounts.optional(),
  thirdPartyIdentifiers: identifiers.optional(),
  rrn: short.optional(),
  stan: short.optional(),
});
export const createQrCodeResponse = createQrCodeRequest.extend({ tranId, qrCode: z.string().min(1).max(512) });
export const scanNotification = z.looseObject({
  id,
  time,
  partner: institution,
  tranId,
  amounts: amounts.optional(),
  settlementEntity: institution.optional(),
  receiver: institution.optional(),
  thirdPartyIdentifiers: identifiers.optional(),
  partnerPaymentToken: z.string().max(4_000).optional(),
});
export const paymentRequest = z.looseObject({
  id,
  time,
  originator,
  client: institution,
  amounts,
  tranId,
  thirdPartyIdentifiers: identifiers,
  partner: institution.optional(),
  partnerPaymentToken: z.string().max(4_000).optional(),
  settlementEntity: institution.optional(),
  receiver: institution.optional(),
  slipData: slipData.optional(),
  basketRef: short.optional(),
  rrn: short.optional(),
  stan: short.optional(),
});
export const paymentResponse = paymentRequest.extend({ partner: institution, tenders: z.array(tender).optional() });
export const paymentConfirmation = z.looseObject({
  id,
  requestId: id,
  time,
  thirdPartyIdentifiers: identifiers,
  amounts: amounts.optional(),
  partner: institution.optional(),
  tranId: tranId.optional(),
  rrn: short.optional(),
  stan: short.optional(),
});
export const REVERSAL_REASONS = ['TIMEOUT', 'CANCELLED', 'RESPONSE_NOT_FINAL'] as const;
export type ReversalReason = (typeof REVERSAL_REASONS)[number];
export const paymentReversal = paymentConfirmation.extend({ reversalReason: z.enum(REVERSAL_REASONS) });
/** Its id is called a UUID and limited to 20 characters, which no UUID fits: any is taken. */
export const errorDetail = z.looseObject({
  id: z.string(),
  errorType: z.enum(ERROR_TYPES),
  errorMessage: z.string().max(40),
  originalId: z.string().optional(),
  tranId: z.string().optional(),
});

export type Institution = z.output<typeof institution>;
export type Identifiers = z.output<typeof identifiers>;
export type CreateQrCodeRequest = z.output<typeof createQrCodeRequest>;
export type CreateQrCodeResponse = z.output<typeof createQrCodeResponse>;
export type ScanNotification = z.output<typeof scanNotification>;
export type PaymentRequest = z.output<typeof paymentRequest>;
export type PaymentResponse = z.output<typeof paymentResponse>;
export type PaymentConfirmation = z.output<typeof paymentConfirmation>;
export type PaymentReversal = z.output<typeof paymentReversal>;

const DEEPEST = 20;

/** JSON text as a message, or undefined when it is none. */
export function readMessage<T>(schema: z.ZodType<T>, text: string): T | undefined {
  const read = schema.safeParse(readJson(text));
  return read.success ? read.data : undefined;
}

/** Undefined for what is no JSON. Fields that are null count as absent: some writers send every field that they know. */
export function readJson(text: string): unknown {
  try {
    return withoutNulls(JSON.parse(text), 0);
  } catch {
    return undefined;
  }
}

function withoutNulls(value: unknown, depth: number): unknown {
  if (depth > DEEPEST) throw new RangeError('nested too deeply');
  if (Array.isArray(value)) return value.map((one) => withoutNulls(one, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, one]) => one !== null);
  return Object.fromEntries(kept.map(([name, one]) => [name, withoutNulls(one, depth + 1)]));
}

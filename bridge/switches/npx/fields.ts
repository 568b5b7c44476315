// What we send: the fields of each call, signed. Pure.
import { formatAmount } from '../../payments/amount';
import type { QrRequest } from '../../payments/ports';
import type { NpxConfig } from './config';
import { signature } from './signature';

export type Fields = Record<string, string>;

const NEPAL_MS = 345 * 60_000;
const MINUTE_MS = 60_000;
const DIALECTS = {
  letters: { paymentType: 'f', chargeCategory: 'c', no: 'n' },
  words: { paymentType: 'ALL', chargeCategory: 'MERCHANT', no: 'false' },
} as const;

/** The fields with the merchant's two and the signature over all. */
export function signed(config: Pick<NpxConfig, 'merchantId' | 'merchantName' | 'secretKey'>, fields: Fields): Fields {
  const all: Fields = { MerchantId: config.merchantId, MerchantName: config.merchantName, ...fields };
  return { ...all, Signature: signature(all, config.secretKey) };
}

/** @param endMs end of the link's life */
export function linkFields(
  config: NpxConfig,
  txnId: string,
  request: Pick<QrRequest, 'amountMinor' | 'reference'>,
  endMs: number,
  nowMs: number,
): Fields {
  const { customer, link } = config;
  const words = DIALECTS[link.dialect];
  return signed(config, {
    MerchantTxnId: txnId,
    CustomerName: customer.name,
    CustomerEmail: customer.email,
    CustomerMobile: customer.mobile,
    TransactionAmount: formatAmount(request.amountMinor, 'NPR'),
    ValidityTime: link.dialect === 'words' ? minutesUntil(endMs, nowMs) : validityTime(endMs, link.validityZone),
    PaymentType: link.paymentType ?? words.paymentType,
    ChargeCategory: link.chargeCategory ?? words.chargeCategory,
    TransactionRemarks: remarksOf(config, request.reference),
    FurtherCreditEnabled: words.no,
    FurtherCreditBank: '',
    FurtherCreditAccName: '',
    FurtherCreditAccNumber: '',
  });
}

/** The form that the customer's browser posts to the hosted page. */
export function formFields(
  config: NpxConfig,
  one: { txnId: string; amountMinor: number; reference: string | undefined; processId: string },
  responseUrl: string,
): Fields {
  const all: Fields = {
    MerchantId: config.merchantId,
    MerchantName: config.merchantName,
    Amount: formatAmount(one.amountMinor, 'NPR'),
    MerchantTxnId: one.txnId,
    ProcessId: one.processId,
    InstrumentCode: config.page?.instrumentCode ?? '',
    TransactionRemarks: remarksOf(config, one.reference),
    ResponseUrl: responseUrl,
  };
  return config.page?.signed === false ? all : { ...all, Signature: signature(all, config.secretKey) };
}

/** ISO date-time without an offset: yyyy-MM-ddTHH:mm:ss in UTC or Nepal's time (UTC+05:45, no daylight saving). */
export function validityTime(endMs: number, zone: 'utc' | 'npt'): string {
  return new Date(endMs + (zone === 'npt' ? NEPAL_MS : 0)).toISOString().slice(0, 19);
}

/** The words dialect writes whole minutes ("30"): the nearest, at least one. What outlives the charge is told as late. */
function minutesUntil(endMs: number, nowMs: number): string {
  return String(Math.max(1, Math.round((endMs - nowMs) / MINUTE_MS)));
}

function remarksOf(config: NpxConfig, reference: string | undefined): string {
  return reference === undefined || reference === '' ? config.remarks : reference.slice(0, 50);
}

/**
 * Our MerchantTxnId: 24 characters of the charge's id, then a digit from the second on. NPX takes each only once.
 * @param chargeId 'ch_' and 24 characters
 * @param serial 0 to 9
 */
export function txnIdOf(chargeId: string, serial: number): string {
  const name = chargeId.replace(/^ch_/, '').slice(0, 24);
  return serial === 0 ? name : `${name}${serial % 10}`;
}

// What is sent, and its dataValidation: HMAC-SHA512 as lower-case hex over comma-joined values (Fonepay device document
// 1.1; its Java sample prints upper case, all its examples are lower).
import { createHmac } from 'node:crypto';
import { formatAmount } from '../../payments/amount';
import type { FonepayConfig } from './config';

/** @param values in the order of the call: amount, prn, merchantCode, remarks1, remarks2 for a QR; prn, merchantCode for a status */
export function dataValidation(values: readonly string[], secretKey: string): string {
  return createHmac('sha512', secretKey).update(values.join(','), 'utf8').digest('hex');
}

/** "14" or "14.50": the document's own example has no decimals. */
export function amountText(amountMinor: number): string {
  return formatAmount(amountMinor, 'NPR').replace(/\.00$/, '');
}

export function qrFields(config: FonepayConfig, prn: string, amountMinor: number, reference: string | undefined) {
  const { merchantCode, username, password, secretKey } = config;
  const amount = amountText(amountMinor);
  // A comma within a value would move the signed text's borders.
  const remarks1 = clean(reference === undefined || reference === '' ? config.remarks : reference);
  const remarks2 = clean(config.remarks);
  const signed = dataValidation([amount, prn, merchantCode, remarks1, remarks2], secretKey);
  return { amount, remarks1, remarks2, prn, merchantCode, username, password, dataValidation: signed };
}

export function statusFields(config: FonepayConfig, prn: string) {
  const { merchantCode, username, password, secretKey } = config;
  return { prn, merchantCode, username, password, dataValidation: dataValidation([prn, merchantCode], secretKey) };
}

function clean(text: string): string {
  return text.replaceAll(',', ' ').slice(0, 25);
}

/** At most 25 characters, new for each try of a charge: 24 of the charge's id, then a digit. Fonepay takes each once. */
export function prnOf(chargeId: string, attempt: number): string {
  const name = chargeId.replace(/^ch_/, '').slice(0, 24);
  return attempt === 0 ? name : `${name}${attempt % 10}`;
}

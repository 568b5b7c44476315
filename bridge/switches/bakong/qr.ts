// KHQR made by us: no call, no token (Bakong QR Pay Integration 1.0.3, "KHQR Generation"; tags and limits as the
// National Bank's SDK has them, npm bakong-khqr 1.0.20, src/controller/generateKHQR.js).
import { refuse, type KhqrErrorName, type KhqrRefusal } from './qr-errors';
import {
  ADDITIONAL,
  DOLLAR,
  DYNAMIC,
  PLAIN,
  RIEL,
  STATIC,
  accountId,
  accountInformation,
  acquiringBank,
  firstError,
  language,
  lifetime,
  merchantId,
  optional,
} from './qr-rules';
import { crc16, md5Of, piece } from './qr-text';

export { decodeKhqr, verifyKhqr } from './qr-read';

type Text = string | null | undefined;

/** What a KHQR says, in the SDK's words. null, undefined and '' all mean "not there". */
export interface KhqrInfo {
  /** Tag 29 or tag 30. */
  kind: 'individual' | 'merchant';
  /** name@bank, at most 32 characters: where the money goes. */
  bakongAccountID: Text;
  merchantName: Text;
  /** Default Phnom Penh. */
  merchantCity?: Text;
  /** Merchants only, required there. */
  merchantID?: Text;
  /** The same under the name that some of the SDK's callers give it. */
  merchantId?: Text;
  /** Required for merchants. */
  acquiringBank?: Text;
  /** Individuals only. */
  accountInformation?: Text;
  /** ISO 4217 number: 116 riel (default) or 840 US dollars. */
  currency?: number | Text;
  /** Whole riel, or dollars with at most two decimals; 0 or nothing makes a static KHQR. Text keeps every digit. */
  amount?: number | Text;
  billNumber?: Text;
  mobileNumber?: Text;
  storeLabel?: Text;
  terminalLabel?: Text;
  purposeOfTransaction?: Text;
  languagePreference?: Text;
  merchantNameAlternateLanguage?: Text;
  merchantCityAlternateLanguage?: Text;
  /** UnionPay's part, riel only. */
  upiMerchantAccount?: Text;
  /** Four digits, default 5999. */
  merchantCategoryCode?: number | Text;
  /** Milliseconds since 1970, 13 digits; a KHQR with an amount must have it. */
  expirationTimestamp?: number | Text;
}

export type Khqr = { ok: true; qr: string; md5: string } | KhqrRefusal;

/** Ends the making from anywhere inside; never leaves this file. */
class Refused extends Error {
  constructor(readonly reason: KhqrErrorName) {
    super(reason);
  }
}

/**
 * Makes the KHQR and its MD5 handle. A KHQR with an amount is dynamic and carries its creation (`nowMs`) and its expiry.
 * Never throws: what is wrong comes back with the SDK's number, the same that the SDK would give first.
 */
export function generateKhqr(info: KhqrInfo, nowMs: number): Khqr {
  try {
    const parts = build(info, Math.floor(nowMs));
    const body = `${parts.join('')}6304`;
    const qr = body + crc16(body);
    return { ok: true, qr, md5: md5Of(qr) };
  } catch (error) {
    if (error instanceof Refused) return refuse(error.reason);
    // A template of good parts that together are longer than 99; the SDK would write an unreadable length.
    if (error instanceof RangeError) return refuse('KHQR_INVALID');
    throw error;
  }
}

function build(info: KhqrInfo, nowMs: number): string[] {
  const upi = given(info.upiMerchantAccount);
  must(optional(upi, PLAIN['15']!));
  const account = accountTag(info);
  const category = checked('52', given(info.merchantCategoryCode) ?? '5999');
  const currency = given(info.currency) ?? String(RIEL);
  const currencyTag = checked('53', currency);
  if (currency === String(DOLLAR) && upi !== undefined) throw new Refused('UPI_ACCOUNT_INFORMATION_INVALID_CURRENCY');
  const amount = amountText(info.amount, currency);
  const dynamic = amount !== undefined;
  return [
    piece('00', '01'),
    piece('01', dynamic ? DYNAMIC : STATIC),
    ...(upi === undefined ? [] : [piece('15', upi)]),
    account,
    category,
    currencyTag,
    ...(dynamic ? [checked('54', amount)] : []),
    piece('58', 'KH'),
    checked('59', given(info.merchantName) ?? ''),
    checked('60', given(info.merchantCity) ?? 'Phnom Penh'),
    ...additionalTag(info),
    ...languageTag(info),
    ...(dynamic ? [timeTag(given(info.expirationTimestamp), nowMs)] : []),
  ];
}

function accountTag(info: KhqrInfo): string {
  const id = given(info.bakongAccountID) ?? '';
  const bank = given(info.acquiringBank);
  must(accountId(id));
  // The SDK lets a second @ and an empty side pass; no wallet can pay such an account.
  if (!/^[^@]+@[^@]+$/.test(id)) throw new Refused('BAKONG_ACCOUNT_ID_INVALID');
  if (info.kind === 'merchant') {
    const merchant = given(info.merchantID) ?? given(info.merchantId) ?? '';
    must(
      firstError(
        () => merchantId(merchant),
        () => acquiringBank(bank ?? ''),
      ),
    );
    return piece('30', piece('00', id) + piece('01', merchant) + piece('02', bank ?? ''));
  }
  const details = given(info.accountInformation);
  must(
    firstError(
      () => optional(details, accountInformation),
      () => optional(bank, acquiringBank),
    ),
  );
  return piece('29', piece('00', id) + maybe('01', details) + maybe('02', bank));
}

/** What goes into tag 54; undefined for a static KHQR. Digits are never rounded: more decimals than fit are refused. */
function amountText(amount: KhqrInfo['amount'], currency: string): string | undefined {
  const text = given(amount);
  if (text === undefined || Number(text) === 0) return undefined;
  const [, whole, fraction] = /^(0|[1-9]\d*)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === undefined) throw new Refused('TRANSACTION_AMOUNT_INVALID');
  if (fraction === undefined) return whole;
  if (currency === String(RIEL) || fraction.length > 2) throw new Refused('TRANSACTION_AMOUNT_INVALID');
  return `${whole}.${fraction.padEnd(2, '0')}`;
}

function additionalTag(info: KhqrInfo): string[] {
  const texts = ADDITIONAL.map(([tag, name, rule]) => {
    const text = given(info[name]);
    must(optional(text, rule));
    return maybe(tag, text);
  }).join('');
  return texts === '' ? [] : [piece('62', texts)];
}

function languageTag(info: KhqrInfo): string[] {
  const preference = given(info.languagePreference);
  const name = given(info.merchantNameAlternateLanguage);
  const city = given(info.merchantCityAlternateLanguage);
  must(language({ preference, name, city }));
  const texts = maybe('00', preference) + maybe('01', name) + maybe('02', city);
  return texts === '' ? [] : [piece('64', texts)];
}

function timeTag(expiration: string | undefined, nowMs: number): string {
  must(lifetime(String(nowMs), expiration, nowMs));
  return piece('99', piece('00', String(nowMs)) + piece('01', expiration ?? ''));
}

/** The SDK drops optional values that are nothing before it looks at them; a number 0 is nothing too. */
function given(value: number | Text): string | undefined {
  return value === null || value === undefined || value === '' || value === 0 ? undefined : String(value);
}
function checked(tag: string, value: string): string {
  must(PLAIN[tag]!(value));
  return piece(tag, value);
}
function maybe(tag: string, value: string | undefined): string {
  return value === undefined ? '' : piece(tag, value);
}
function must(error: KhqrErrorName | undefined): void {
  if (error !== undefined) throw new Refused(error);
}

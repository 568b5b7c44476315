// What may stand in each tag of a KHQR. Generating and verifying share these rules, in the order of the SDK
// (npm bakong-khqr 1.0.20, src/MerchantCode/*.js). Lengths count characters as JavaScript does, not bytes.
import type { KhqrErrorName } from './qr-errors';

type Rule = (value: string) => KhqrErrorName | undefined;

/** A text of at most `longest` characters; empty is refused when there is a word for it. */
const sized =
  (longest: number, tooLong: KhqrErrorName, empty?: KhqrErrorName): Rule =>
  (value) => {
    if (value === '' && empty !== undefined) return empty;
    return value.length > longest ? tooLong : undefined;
  };

/** The first error of several looks. */
export function firstError(...looks: (() => KhqrErrorName | undefined)[]): KhqrErrorName | undefined {
  for (const look of looks) {
    const error = look();
    if (error !== undefined) return error;
  }
  return undefined;
}

export const RIEL = 116;
export const DOLLAR = 840;
export const STATIC = '11';
export const DYNAMIC = '12';

/** The tags that hold one text. */
export const PLAIN: Record<string, Rule> = {
  '00': sized(2, 'PAYLOAD_FORMAT_INDICATOR_LENGTH_INVALID', 'PAYLOAD_FORMAT_INDICATOR_TAG_REQUIRED'),
  '01': (value) => {
    if (value.length > 2) return 'POINT_INITIATION_LENGTH_INVALID';
    return value === STATIC || value === DYNAMIC ? undefined : 'POINT_OF_INITIATION_METHOD_INVALID';
  },
  '15': sized(99, 'UPI_ACCOUNT_INFORMATION_LENGTH_INVALID'),
  '52': (value) =>
    sized(4, 'MERCHANT_CODE_LENGTH_INVALID', 'MERCHANT_CATEGORY_TAG_REQUIRED')(value) ??
    (/^\d+$/.test(value) ? undefined : 'INVALID_MERCHANT_CATEGORY_CODE'),
  '53': (value) =>
    sized(3, 'TRANSACTION_CURRENCY_LENGTH_INVALID', 'CURRENCY_TYPE_REQUIRED')(value) ??
    (value === String(RIEL) || value === String(DOLLAR) ? undefined : 'UNSUPPORTED_CURRENCY'),
  '54': (value) => (value.length > 13 || !/^(\d+\.?\d*|\.\d+)$/.test(value) ? 'TRANSACTION_AMOUNT_INVALID' : undefined),
  // Two letters; the SDK lets three pass, and so do we when reading.
  '58': sized(3, 'COUNTRY_CODE_LENGTH_INVALID', 'COUNTRY_CODE_TAG_REQUIRED'),
  '59': sized(25, 'MERCHANT_NAME_LENGTH_INVALID', 'MERCHANT_NAME_REQUIRED'),
  '60': sized(15, 'MERCHANT_CITY_LENGTH_INVALID', 'MERCHANT_CITY_TAG_REQUIRED'),
  '63': sized(4, 'CRC_LENGTH_INVALID', 'CRC_TAG_REQUIRED'),
};

/** Without these tags there is no KHQR; the SDK names the first that is missing, in this order. */
export const REQUIRED: [string, KhqrErrorName][] = [
  ['00', 'PAYLOAD_FORMAT_INDICATOR_TAG_REQUIRED'],
  ['29', 'MERCHANT_TYPE_REQUIRED'],
  ['52', 'MERCHANT_CATEGORY_TAG_REQUIRED'],
  ['53', 'CURRENCY_TYPE_REQUIRED'],
  ['58', 'COUNTRY_CODE_TAG_REQUIRED'],
  ['59', 'MERCHANT_NAME_REQUIRED'],
  ['60', 'MERCHANT_CITY_TAG_REQUIRED'],
  ['63', 'CRC_TAG_REQUIRED'],
];

export const accountId: Rule = (value) =>
  sized(32, 'BAKONG_ACCOUNT_ID_LENGTH_INVALID', 'BAKONG_ACCOUNT_ID_REQUIRED')(value) ??
  (value.includes('@') ? undefined : 'BAKONG_ACCOUNT_ID_INVALID');
export const accountInformation = sized(32, 'ACCOUNT_INFORMATION_LENGTH_INVALID');
export const merchantId = sized(32, 'MERCHANT_ID_LENGTH_INVALID', 'MERCHANT_ID_REQUIRED');
export const acquiringBank = sized(32, 'ACQUIRING_BANK_LENGTH_INVALID', 'ACQUIRING_BANK_REQUIRED');

const label = (name: KhqrErrorName): Rule => sized(25, name, name);

/** The texts inside tag 62, in the order in which they are written and checked. */
export const ADDITIONAL = [
  ['01', 'billNumber', label('BILL_NUMBER_LENGTH_INVALID')],
  ['02', 'mobileNumber', label('MOBILE_NUMBER_LENGTH_INVALID')],
  ['03', 'storeLabel', label('STORE_LABEL_LENGTH_INVALID')],
  ['07', 'terminalLabel', label('TERMINAL_LABEL_LENGTH_INVALID')],
  ['08', 'purposeOfTransaction', label('PURPOSE_OF_TRANSACTION_LENGTH_INVALID')],
] as const;

export interface LanguageTexts {
  preference: string | undefined;
  name: string | undefined;
  city: string | undefined;
}

/** Tag 64: a language and a name go together, a city may come along. */
export function language({ preference, name, city }: LanguageTexts): KhqrErrorName | undefined {
  return firstError(
    () => (preference && !name ? 'MERCHANT_NAME_ALTERNATE_LANGUAGE_REQUIRED' : undefined),
    // The SDK stumbles here over its own feet; this is the error that it has for it.
    () => (name !== undefined && preference === undefined ? 'LANGUAGE_PREFERENCE_REQUIRED' : undefined),
    () => optional(preference, sized(2, 'LANGUAGE_PREFERENCE_LENGTH_INVALID', 'LANGUAGE_PREFERENCE_LENGTH_INVALID')),
    () => optional(name, label('MERCHANT_NAME_ALTERNATE_LANGUAGE_LENGTH_INVALID')),
    () =>
      optional(
        city,
        sized(15, 'MERCHANT_CITY_ALTERNATE_LANGUAGE_LENGTH_INVALID', 'MERCHANT_CITY_ALTERNATE_LANGUAGE_LENGTH_INVALID'),
      ),
  );
}

/** What is not there breaks no rule. */
export function optional(value: string | undefined, rule: Rule): KhqrErrorName | undefined {
  return value === undefined ? undefined : rule(value);
}

/** Tag 99 of a dynamic KHQR: both times are 13 digits of milliseconds since 1970. */
export function lifetime(
  creation: string | undefined,
  expiration: string | undefined,
  nowMs: number,
): KhqrErrorName | undefined {
  const untilMs = Number(expiration ?? '');
  // Number('') and Number of anything that is no number: there is no expiry.
  if (Number.isNaN(untilMs) || untilMs === 0) return 'EXPIRATION_TIMESTAMP_REQUIRED';
  if (!/^\d{13}$/.test(expiration ?? '')) return 'EXPIRATION_TIMESTAMP_LENGTH_INVALID';
  if (untilMs < Number(creation)) return 'EXPIRATION_TIMESTAMP_IN_THE_PAST';
  return untilMs < nowMs ? 'KHQR_EXPIRED' : undefined;
}

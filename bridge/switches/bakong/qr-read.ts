// Reading a KHQR: what it says (`decodeKhqr`), and whether a wallet may believe it (`verifyKhqr`), as the National
// Bank's SDK does (npm bakong-khqr 1.0.20, src/controller/decodeKHQR.js, decodeValidation.js), but refusing what is cut.
import { refuse, type KhqrErrorName, type KhqrRefusal } from './qr-errors';
import {
  ADDITIONAL,
  DYNAMIC,
  PLAIN,
  REQUIRED,
  accountId,
  accountInformation,
  acquiringBank,
  firstError,
  language,
  lifetime,
  optional,
} from './qr-rules';
import { TEXT_LIMIT, crc16, pieces, type Piece } from './qr-text';

/** Every field of the SDK's decoder, by its names; null where the text says nothing. Nothing is checked or converted. */
export type DecodedKhqr = Record<(typeof FIELDS)[number], string | null>;

const TEMPLATES: Record<string, Record<string, (typeof FIELDS)[number]>> = {
  '29': { '00': 'bakongAccountID', '01': 'accountInformation', '02': 'acquiringBank' },
  '62': Object.fromEntries(ADDITIONAL.map(([tag, name]) => [tag, name])),
  '64': {
    '00': 'languagePreference',
    '01': 'merchantNameAlternateLanguage',
    '02': 'merchantCityAlternateLanguage',
  },
  '99': { '00': 'creationTimestamp', '01': 'expirationTimestamp' },
};
const NAMES: Record<string, (typeof FIELDS)[number]> = {
  '00': 'payloadFormatIndicator',
  // The SDK's spelling.
  '01': 'pointofInitiationMethod',
  '15': 'unionPayMerchant',
  '52': 'merchantCategoryCode',
  '53': 'transactionCurrency',
  '54': 'transactionAmount',
  '58': 'countryCode',
  '59': 'merchantName',
  '60': 'merchantCity',
  '63': 'crc',
};
const FIELDS = [
  /** '29' for an individual, '30' for a merchant. */
  'merchantType',
  'bakongAccountID',
  'accountInformation',
  'merchantID',
  'acquiringBank',
  'billNumber',
  'mobileNumber',
  'storeLabel',
  'terminalLabel',
  'purposeOfTransaction',
  'languagePreference',
  'merchantNameAlternateLanguage',
  'merchantCityAlternateLanguage',
  'creationTimestamp',
  'expirationTimestamp',
  'payloadFormatIndicator',
  'pointofInitiationMethod',
  'unionPayMerchant',
  'merchantCategoryCode',
  'transactionCurrency',
  /** As written: older strings have "5000.0". */
  'transactionAmount',
  'countryCode',
  'merchantName',
  'merchantCity',
  'crc',
] as const;

/** Reads as far as the text goes. Unknown tags are passed over. Never throws; a text above 512 characters says nothing. */
export function decodeKhqr(qr: string): DecodedKhqr {
  const said = Object.fromEntries(FIELDS.map((name) => [name, null])) as DecodedKhqr;
  if (qr.length > TEXT_LIMIT) return said;
  for (const { tag, value } of pieces(qr, 'stop').found) {
    if (tag === '29' || tag === '30') said.merchantType = tag;
    const known = tag === '30' ? '29' : tag;
    const name = NAMES[known];
    if (name !== undefined) said[name] = value;
    for (const inner of TEMPLATES[known] === undefined ? [] : pieces(value, 'pass').found) {
      const field = TEMPLATES[known]![inner.tag];
      if (field === undefined) continue;
      said[tag === '30' && field === 'accountInformation' ? 'merchantID' : field] = inner.value;
    }
  }
  return said;
}

/**
 * May this KHQR be paid at `nowMs`? The first thing that is wrong comes back with the SDK's number. Stricter than the
 * SDK where it reads past the end of the text or takes an amount that is no number. Never throws.
 */
export function verifyKhqr(qr: string, nowMs: number): { ok: true } | KhqrRefusal {
  const error = findError(qr, nowMs);
  return error === undefined ? { ok: true } : refuse(error);
}

const SHORTEST = 12;

function findError(qr: string, nowMs: number): KhqrErrorName | undefined {
  const crc = /6304([0-9A-Fa-f]{4})$/.exec(qr)?.[1];
  if (crc === undefined || qr.length < SHORTEST || qr.length > TEXT_LIMIT) return 'KHQR_INVALID';
  if (crc16(qr.slice(0, -4)) !== crc.toUpperCase()) return 'KHQR_INVALID';
  const { found, sound } = pieces(qr, 'stop');
  const known = found.map(({ tag, value }) => ({ tag: tag === '30' ? '29' : tag, value }));
  const has = (tag: string): boolean => known.some((one) => one.tag === tag);
  const dynamic = known.some(({ tag, value }) => tag === '01' && value === DYNAMIC);
  if (dynamic && !has('54')) return 'INVALID_DYNAMIC_KHQR';
  if ((dynamic || has('54')) && !has('99')) return 'EXPIRATION_TIMESTAMP_REQUIRED';
  const missing = REQUIRED.find(([tag]) => !has(tag));
  if (missing !== undefined) return missing[1];
  let initiation = '';
  for (const one of known) {
    if (one.tag === '01') initiation = one.value;
    const error = PLAIN[one.tag]?.(one.value) ?? templateError(one, initiation, nowMs);
    if (error !== undefined) return error;
  }
  return sound && known.every(isSound) ? undefined : 'KHQR_INVALID';
}

function templateError({ tag, value }: Piece, initiation: string, nowMs: number): KhqrErrorName | undefined {
  if (TEMPLATES[tag] === undefined) return undefined;
  const inner = Object.fromEntries(pieces(value, 'pass').found.map((one) => [one.tag, one.value])) as Record<
    string,
    string | undefined
  >;
  switch (tag) {
    case '29':
      return firstError(
        () => accountId(inner['00'] ?? ''),
        () => optional(inner['01'], accountInformation),
        () => optional(inner['02'], acquiringBank),
      );
    case '62':
      return firstError(
        ...ADDITIONAL.map(
          ([sub, , rule]) =>
            () =>
              optional(inner[sub], rule),
        ),
      );
    case '64':
      return language({ preference: inner['00'], name: inner['01'], city: inner['02'] });
    default:
      // The SDK looks at the times of dynamic codes only.
      return initiation === DYNAMIC ? lifetime(inner['00'], inner['01'], nowMs) : undefined;
  }
}

function isSound({ tag, value }: Piece): boolean {
  return TEMPLATES[tag] === undefined || pieces(value, 'pass').sound;
}

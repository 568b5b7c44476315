// Asking NEPALPAY for a QR and judging the one that comes (npidocs, Merchant-QR-generation/introduction.md; EMVCo QR
// Code Specification for Payment Systems, merchant-presented mode, 1.1). The text is never changed: it is checked.
import { sign } from 'node:crypto';
import { formatAmount } from '../../payments/amount';
import { SwitchError } from '../../payments/ports';
import type { NepalpayConfig } from './config';
import { SESSION } from './decode';

const RUPEE = 524;
const DYNAMIC = 12;
/** 512 characters is the longest text that EMVCo's mode allows. */
const TEXT_LIMIT = 512;

/** The string that the token signs: commas, no blank, the amount exactly as in the body. */
export function tokenString(
  config: Pick<NepalpayConfig, 'merchant' | 'userId'>,
  amount: string,
  billNumber: string,
): string {
  const { acquirerId, merchantId, categoryCode } = config.merchant;
  return [acquirerId, merchantId, categoryCode, RUPEE, amount, billNumber, config.userId].join(',');
}

/** The body of POST /qr/generateQR for a dynamic QR. `token` is base64(SHA256withRSA(tokenString)), hashed once. */
export function generateBody(
  config: NepalpayConfig,
  amountMinor: number,
  billNumber: string,
  reference: string | undefined,
) {
  const { merchant } = config;
  const amount = formatAmount(amountMinor, 'NPR');
  return {
    pointOfInitialization: DYNAMIC,
    acquirerId: merchant.acquirerId,
    merchantId: merchant.merchantId,
    merchantName: merchant.name,
    merchantCategoryCode: Number(merchant.categoryCode),
    merchantCountry: merchant.country,
    merchantCity: merchant.city,
    merchantPostalCode: merchant.postalCode,
    merchantLanguage: 'en',
    transactionCurrency: RUPEE,
    transactionAmount: amount,
    valueOfConvenienceFeeFixed: '0.00',
    billNumber,
    referenceLabel: reference?.slice(0, 25) ?? null,
    mobileNo: null,
    storeLabel: merchant.storeLabel,
    terminalLabel: merchant.terminalLabel,
    purposeOfTransaction: merchant.purpose,
    additionalConsumerDataRequest: null,
    loyaltyNumber: null,
    qrImage: false,
    token: sign('sha256', Buffer.from(tokenString(config, amount, billNumber)), config.signingKey).toString('base64'),
  };
}

/**
 * A bill number of at most 25 characters, new for each try of a charge: an answer that was lost may have used the one
 * before (E099, duplicate). @param chargeId 'ch_' and 24 characters
 */
export function billNumberOf(chargeId: string, attempt: number): string {
  const name = chargeId.replace(/^ch_/, '').slice(0, 24);
  return attempt === 0 ? name : `${name}${attempt % 10}`;
}

export interface QrCheck {
  session: string;
  text: string;
  /** What is odd about the text and does not make it unsafe: CRC or lengths that do not fit, tags twice. */
  warnings: string[];
}

/**
 * Takes the `data` of a successful answer. NCHL's own samples carry wrong checksums and doubled tags, so form is only
 * worth a warning; who is paid and how much is not: a QR that does not readably carry the asked amount (tag 54), names
 * another merchant (29-00), another currency (53) or another trace id (62-51-00) is refused with a SwitchError.
 */
export function checkQr(data: Record<string, unknown>, config: NepalpayConfig, amountMinor: number): QrCheck {
  const session = data.validationTraceId;
  const raw = data.qrString;
  if (typeof session !== 'string' || !SESSION.test(session))
    throw malformed('no validationTraceId of 1 to 20 letters and digits');
  if (typeof raw !== 'string' || raw.trim() === '' || raw.length > TEXT_LIMIT)
    throw malformed('no qrString of 1 to 512 characters');
  // One of the document's samples starts with a blank, which no wallet reads; nothing else is touched.
  const text = raw.trim();
  const { tags, warnings } = readTlv(text);
  const amount = last(tags, '54');
  if (amount === undefined || minorOf(amount) !== amountMinor) {
    throw malformed(`a QR over ${amount ?? 'no amount'} for a charge of ${formatAmount(amountMinor, 'NPR')}`);
  }
  const currency = last(tags, '53');
  if (currency !== undefined && /^\d{3}$/.test(currency) && currency !== String(RUPEE))
    throw malformed(`a QR in currency ${currency}`);
  const payee = last(readTlv(last(tags, '29') ?? '').tags, '00');
  const { acquirerId, merchantId } = config.merchant;
  if (payee !== undefined && payee !== `NCHL${acquirerId}${merchantId}`)
    throw malformed('a QR that pays another merchant');
  const trace = last(readTlv(last(readTlv(last(tags, '62') ?? '').tags, '51') ?? '').tags, '00');
  if (trace !== undefined && trace !== session) throw malformed('a QR with another trace id than its answer');
  if (payee === undefined) warnings.push('no merchant in tag 29');
  if (trace === undefined) warnings.push('no trace id in tag 62-51');
  return { session, text, warnings };
}

function malformed(what: string): SwitchError {
  return new SwitchError('malformed', `nepalpay: the switch answered ${what}; the QR is not shown`, true);
}

/** Reads as far as the text holds together. Lengths count characters. */
export function readTlv(text: string): { tags: [string, string][]; warnings: string[] } {
  const tags: [string, string][] = [];
  const warnings: string[] = [];
  let at = 0;
  while (at < text.length) {
    const head = /^(\d\d)(\d\d)/.exec(text.slice(at, at + 4));
    const end = at + 4 + Number(head?.[2]);
    if (head === null || end > text.length) {
      warnings.push(`unreadable from character ${at}`);
      break;
    }
    const tag = head[1]!;
    const value = text.slice(at + 4, end);
    if (tags.some(([known]) => known === tag)) warnings.push(`tag ${tag} twice`);
    if (tag === '63' && value.toUpperCase() !== crc16(text.slice(0, at + 4))) warnings.push('checksum differs');
    tags.push([tag, value]);
    at = end;
  }
  return { tags, warnings };
}

/** CRC-16/IBM-3740 as EMVCo wants it: poly 1021, init FFFF, not reflected, upper-case hex. */
export function crc16(text: string): string {
  let crc = 0xffff;
  for (const byte of Buffer.from(text, 'utf8')) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000) === 0 ? (crc << 1) & 0xffff : ((crc << 1) ^ 0x1021) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}

export function last(tags: [string, string][], wanted: string): string | undefined {
  return tags.findLast(([tag]) => tag === wanted)?.[1];
}

/** "125", "125.5", "125.50" -> paisa; other texts -> undefined. */
function minorOf(text: string): number | undefined {
  const parts = /^(\d{1,10})(?:\.(\d{0,2}))?$/.exec(text);
  return parts === null ? undefined : Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0'));
}

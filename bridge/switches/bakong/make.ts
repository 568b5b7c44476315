// The KHQR of one charge.
import { formatAmount } from '../../payments/amount';
import { SwitchError, type QrRequest, type QrSession } from '../../payments/ports';
import type { BakongConfig } from './config';
import { generateKhqr, verifyKhqr, type KhqrInfo } from './qr';
import { DOLLAR, RIEL } from './qr-rules';

const CURRENCIES: Record<string, number> = { KHR: RIEL, USD: DOLLAR };
const LABEL_LIMIT = 25;

/**
 * The bill number is the charge's own, so no two QRs share an MD5 and Bakong can tell them apart. The shop's reference goes
 * along as the purpose where there is room.
 * @throws SwitchError `refused` with the KHQR error when the bank's rules do not allow such a QR
 */
export function makeQr(config: BakongConfig, request: QrRequest, nowMs: number): QrSession {
  const currency = CURRENCIES[request.currency];
  if (currency === undefined)
    throw new SwitchError('refused', `bakong: takes KHR and USD only, not ${request.currency}`, false);
  const expiresAtMs = Math.floor(Math.min(request.expiresAtMs, nowMs + config.timing.qrLifetimeMs));
  const info: KhqrInfo = {
    ...config.merchant,
    currency,
    // Whole dollars go without a point, as the bank's SDK writes them.
    amount: formatAmount(request.amountMinor, request.currency).replace(/\.00$/, ''),
    billNumber: request.chargeId.replace(/^ch_/, '').slice(0, LABEL_LIMIT),
    purposeOfTransaction: labelOf(request.reference),
    expirationTimestamp: expiresAtMs,
  };
  const full = generateKhqr(info, nowMs);
  const made = full.ok ? full : generateKhqr({ ...info, purposeOfTransaction: undefined }, nowMs);
  if (!made.ok) throw new SwitchError('refused', `bakong: no KHQR: ${made.message} (KHQR error ${made.code})`, false);
  const verdict = verifyKhqr(made.qr, nowMs);
  if (!verdict.ok)
    throw new SwitchError('malformed', `bakong: our own KHQR is not good: ${verdict.message} (${verdict.code})`, false);
  return {
    session: made.md5,
    payee: config.merchant.bakongAccountID,
    text: made.qr,
    expiresAtMs: expiresAtMs < request.expiresAtMs ? expiresAtMs : undefined,
  };
}

/** At most 25 characters, and no half of a pair at the end. */
function labelOf(reference: string | undefined): string | undefined {
  return reference?.slice(0, LABEL_LIMIT).replace(/[\uD800-\uDBFF]$/, '');
}

// What the bridge tells a box, as the wire's messages. Pure.
import { currencies } from '../../firmware/wire/index';
import type {
  Closed,
  Config,
  Declined,
  Paid,
  Progress,
  Recap,
  Reversed,
  ShowQr,
  StaticQr,
  SwitchHealth,
  Watch,
  Welcome,
} from '../../firmware/wire/index';
import { takesCode } from '../payments/charge';
import type { Charge, Notice, Stage, StaticNotice } from '../payments/types';
import type { Device, JournalRow } from '../store/port';
import { shaped } from './arabic';

/** A QR as the box takes it; bridge/gateway/qr plans it for the box's panel. Codewords are a binary string. */
export type QrPlan = Pick<ShowQr, 'version' | 'level' | 'mask' | 'codewords'>;

/** What `config` and `watch` say that is the same for every box. */
export interface BoxSettings {
  freshSeconds: number;
  keepaliveSeconds: number;
  watchSeconds: number;
}

const SHOP_LIMIT_BYTES = 40;
/** What was paid over a static QR belongs to no charge (firmware/wire/README.md). */
const NO_CHARGE = 0;
const REASON_LIMIT_BYTES = 40;
const MOST = 2_147_483_647;

export function showQr(seq: number, charge: Charge, plan: QrPlan): ShowQr {
  const { number, amountMinor } = charge;
  const { version, level, mask, codewords } = plan;
  // The box counts down to this second; it must not promise time that the switch does not give.
  const expiresAt = Math.floor(charge.expiresAtMs / 1000);
  return {
    is: 'show-qr',
    seq,
    charge: number,
    amountMinor,
    currency: numericOf(charge.currency),
    expiresAt,
    version,
    level,
    mask,
    codewords,
  };
}

/** A charge without a QR says its amount here: the box learns it from nothing else. */
export function progress(seq: number, charge: Charge, stage: Stage): Progress {
  const { number, amountMinor, currency } = charge;
  const priced = takesCode(charge) ? { amountMinor, currency: numericOf(currency) } : {};
  return { is: 'progress', seq, charge: number, stage, ...priced };
}

/** @param reason for the screen, in few words */
export function declined(seq: number, request: number, reason: string): Declined {
  return { is: 'declined', seq, request, reason: utf8(shaped(reason), REASON_LIMIT_BYTES) };
}

export function closed(seq: number, charge: Charge, how: Closed['how']): Closed {
  return { is: 'closed', seq, charge: charge.number, how };
}

/** An announcement as it is in the journal, so that a replay says exactly what the first try said. */
export function announcement(row: JournalRow): Paid | Reversed | Recap {
  const { seq, count, amountMinor, chargeNumber } = row;
  const currency = numericOf(row.currency);
  const paidAt = unixSeconds(row.paidAtMs);
  switch (row.kind) {
    case 'paid':
      // Once the box has it in its journal it may have been heard; the box knows better and then keeps its own entry.
      return { is: 'paid', seq, charge: chargeNumber, amountMinor, currency, paidAt, again: row.stage === 'received' };
    case 'reversed':
      return { is: 'reversed', seq, charge: chargeNumber, amountMinor, currency, paidAt };
    case 'recap':
      return { is: 'recap', seq, count, amountMinor, currency, paidAt };
  }
}

export function welcome(
  seq: number,
  boot: number,
  nowMs: number,
  total: { count: number; amountMinor: number; currency: string },
): Welcome {
  // More reversed than paid today: the wire has no sign, and a total below nothing helps nobody at the counter.
  const amountMinor = Math.min(MOST, Math.max(0, total.amountMinor));
  const count = Math.min(MOST, Math.max(0, total.count));
  return {
    is: 'welcome',
    seq,
    boot,
    now: unixSeconds(nowMs),
    count,
    amountMinor,
    currency: numericOf(total.currency),
  };
}

/** @param loudest what the night allows, 1 to 10; undefined by day */
export function config(seq: number, device: Device, settings: BoxSettings, loudest: number | undefined): Config {
  const { freshSeconds, keepaliveSeconds } = settings;
  const { language, volume } = device;
  return {
    is: 'config',
    seq,
    shop: utf8(shaped(device.title), SHOP_LIMIT_BYTES),
    language,
    volume,
    freshSeconds,
    keepaliveSeconds,
    ...(loudest === undefined ? {} : { loudest }),
  };
}

export function watch(seq: number, switches: SwitchHealth[], settings: BoxSettings): Watch {
  return { is: 'watch', seq, ttlSeconds: settings.watchSeconds, switches };
}

/** The shop's own QR; undefined takes it away. */
export function staticQr(seq: number, plan: QrPlan | undefined): StaticQr {
  const { version, level, mask, codewords } = plan ?? { version: 1, level: 0, mask: 0, codewords: '' };
  return { is: 'static-qr', seq, version, level, mask, codewords };
}

/** The journal row of an announcement; undefined for a notice that need not be heard. */
export function rowOf(seq: number, notice: Notice | StaticNotice, nowMs: number): JournalRow | undefined {
  if (notice.tell !== 'paid' && notice.tell !== 'reversed' && notice.tell !== 'static-paid') return undefined;
  const ofCharge = notice.tell === 'static-paid' ? undefined : notice.charge;
  const { device, amountMinor, currency } = notice.tell === 'static-paid' ? notice : notice.charge;
  return {
    device,
    seq,
    kind: notice.tell === 'reversed' ? 'reversed' : 'paid',
    chargeId: ofCharge?.id,
    chargeNumber: ofCharge?.number ?? NO_CHARGE,
    count: 1,
    amountMinor,
    currency,
    paidAtMs: notice.paidAtMs,
    stage: 'written',
    reason: undefined,
    writtenAtMs: nowMs,
    receivedAtMs: undefined,
    spokenAtMs: undefined,
  };
}

/** ISO 4217's number of a currency that boxes know. @throws RangeError for any other: it may not reach a box */
function numericOf(code: string): number {
  const currency = currencies.find((one) => one.code === code);
  if (currency === undefined) throw new RangeError(`boxes do not know the currency ${code}`);
  return currency.numeric;
}

/** UTF-8 as the wire's binary string, cut between characters. */
export function utf8(text: string, limitBytes: number): string {
  let bytes = '';
  for (const character of text) {
    const next = Buffer.from(character, 'utf8').toString('latin1');
    if (bytes.length + next.length > limitBytes) break;
    bytes += next;
  }
  return bytes;
}

function unixSeconds(ms: number): number {
  return Math.floor(ms / 1000);
}

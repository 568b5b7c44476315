// What the API shows. Exactly these fields: what is not named here does not leave the bridge.
import { z } from 'zod';
import { formatAmount } from '../payments/amount';
import type { Charge } from '../payments/types';
import type { BridgeEvent, DeviceStatus } from '../service';
import type { JournalRow } from '../store/port';

const time = z.iso.datetime();
export const CHARGE_STATES = [
  'open',
  'page-opened',
  'scanned',
  'pending',
  'paid',
  'failed',
  'expired',
  'cancelled',
  'reversed',
] as const;
const CURRENCIES = ['NPR', 'INR', 'KHR', 'USD', 'ZAR'] as const;

export const chargeSchema = z
  .strictObject({
    id: z.string(),
    device: z.string(),
    switch: z.string(),
    state: z.enum(CHARGE_STATES),
    amount: z.string().meta({ description: 'Decimal string in the currency.', example: '1250.50' }),
    amountMinor: z.int().positive().meta({ description: "The same in the currency's minor unit." }),
    currency: z.enum(CURRENCIES),
    qr: z.string().meta({
      description: "The text of the QR, exactly as the switch made it; '' when the customer presents a code (present).",
    }),
    createdAt: time,
    expiresAt: time,
    paidAt: time.optional(),
    spokenAt: time.optional().meta({ description: 'When the box had said the payment aloud.' }),
    switchTxnId: z.string().optional(),
    reference: z.string().optional(),
    late: z
      .boolean()
      .optional()
      .meta({ description: 'True when the payment came after the charge had expired or was cancelled.' }),
  })
  .meta({ id: 'Charge' });

export function chargeView(charge: Charge): z.input<typeof chargeSchema> {
  const { id, device, state, amountMinor, currency, qr, switchTxnId, reference } = charge;
  return {
    id,
    device,
    switch: charge.switch,
    state,
    amount: formatAmount(amountMinor, currency),
    amountMinor,
    currency,
    qr,
    createdAt: iso(charge.createdAtMs),
    expiresAt: iso(charge.expiresAtMs),
    ...(charge.paidAtMs !== undefined && { paidAt: iso(charge.paidAtMs) }),
    ...(charge.spokenAtMs !== undefined && { spokenAt: iso(charge.spokenAtMs) }),
    ...(switchTxnId !== undefined && { switchTxnId }),
    ...(reference !== undefined && { reference }),
    ...(charge.late && { late: true }),
  };
}

export const deviceSchema = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    board: z.string(),
    switches: z.array(z.string()),
    language: z.string(),
    volume: z.int(),
    online: z.boolean(),
    lastSeenAt: time.optional(),
    firmware: z.string().optional(),
    fault: z.string().optional(),
    revoked: z.literal(true).optional().meta({ description: 'Stolen or lost: nothing that it says is believed.' }),
    unspoken: z.int().meta({ description: 'Announcements that the box has not said yet.' }),
    createdAt: time,
  })
  .meta({ id: 'Device' });

export function deviceView(device: DeviceStatus): z.input<typeof deviceSchema> {
  const { id, title, board, switches, language, volume, online, firmware, fault, unspoken } = device;
  return {
    ...{ id, title, board, switches, language, volume, online },
    ...(device.lastSeenAtMs !== undefined && { lastSeenAt: iso(device.lastSeenAtMs) }),
    ...(firmware !== undefined && { firmware }),
    ...(fault !== undefined && { fault }),
    ...(device.revokedAtMs !== undefined && { revoked: true as const }),
    unspoken,
    createdAt: iso(device.createdAtMs),
  };
}

/** Of an announcement, what its owner may see. */
export function announcementView(row: JournalRow): Record<string, string | number> {
  const { device, seq, kind, chargeId, count, amountMinor, currency, stage, reason } = row;
  return {
    ...{ device, seq, kind, count, amountMinor, currency, stage },
    ...(chargeId !== undefined && { charge: chargeId }),
    ...(reason !== undefined && { reason }),
  };
}

/** The `data` of an event in the stream; `event` is the event's type. */
export function eventView(event: BridgeEvent): unknown {
  switch (event.type) {
    case 'charge':
      return chargeView(event.charge);
    case 'announcement':
    case 'unannounced':
      return announcementView(event.row);
    case 'device':
      return { device: event.device, online: event.online };
    case 'switch':
      return { switch: event.switch, health: event.health };
    case 'rejected':
      return { switch: event.switch, session: event.session, reason: event.reason };
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

// One sale: a QR and the pay that waits for its scan. What is on disk of it decides, after a restart, what may be told:
// a pay whose answer nobody kept is called back, and only one that was kept as good is ever told as paid.
import { z } from 'zod';
import type { SwitchEventKind } from '../../payments/types';
import { REVERSAL_REASONS } from './model';

const party = z.object({ id: z.string(), name: z.string() });
const pay = z.object({
  payId: z.string(),
  /** Of the one advice that will end it. */
  adviceId: z.string(),
  /** open: on the wire, or its answer was lost. Then it goes one of two ways and never back. */
  state: z.enum(['open', 'confirm', 'reverse']),
  reason: z.enum(REVERSAL_REASONS),
  sinceMs: z.number(),
  /** The shop was told that the outcome is open, so it must be told when the payment has been called back. */
  tellEnd: z.boolean(),
  identifiers: z.array(z.looseObject({ institutionId: z.string(), transactionIdentifier: z.string() })),
  partner: party.optional(),
  paid: z.object({ txnId: z.string(), occurredAtMs: z.number() }).optional(),
});
const sale = z.object({
  tranId: z.string(),
  chargeId: z.string(),
  terminalId: z.string(),
  amountMinor: z.number(),
  expiresAtMs: z.number(),
  /** No more pays for this QR: cancelled, or over for another reason. */
  isOver: z.boolean(),
  pay: pay.optional(),
});

export type PayNote = z.output<typeof pay>;
export type SaleNote = z.output<typeof sale>;

const PREFIX = 'sale/';
export const keyOf = (note: Pick<SaleNote, 'tranId'>): string => PREFIX + note.tranId;

/** Undefined for what is not a sale's. @throws when a sale cannot be read: money may hang on it */
export function readSale({ key, json }: { key: string; json: string }): SaleNote | undefined {
  return key.startsWith(PREFIX) ? sale.parse(JSON.parse(json)) : undefined;
}

/** How a declined pay goes on. */
export interface AfterDecline {
  /** Undefined: the shop is told nothing. */
  tell: Extract<SwitchEventKind, 'failed' | 'expired'> | undefined;
  /** May the same QR be paid for with another pay? */
  again: boolean;
}

/** What the same QR could not change. */
const HOPELESS = [
  'FORMAT_ERROR',
  'FUNCTION_NOT_SUPPORTED',
  'TRANSACTION_NOT_SUPPORTED',
  'INVALID_AMOUNT',
  'INVALID_MERCHANT',
  'INVALID_TRAN_ID',
  'ACCOUNT_ALREADY_SETTLED',
  'ROUTING_ERROR',
];

/**
 * NO_SCAN_RECEIVED is the end of the QR's time. DUPLICATE_RECORD is about our UUID and not about the customer: the same
 * pay goes again under another. After a decline the QR stays payable, unless the reason would be the same again.
 */
export function afterDecline(errorType: string): AfterDecline {
  if (errorType === 'NO_SCAN_RECEIVED') return { tell: 'expired', again: false };
  if (errorType === 'DUPLICATE_RECORD') return { tell: undefined, again: true };
  return { tell: 'failed', again: !HOPELESS.includes(errorType) };
}

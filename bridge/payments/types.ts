// The money model. Pure data; amounts are integers in the currency's minor unit (0 < amountMinor < 2^31).

export type CurrencyCode = 'NPR' | 'INR' | 'KHR' | 'USD' | 'ZAR';

/** open -> page-opened -> scanned -> pending -> paid | failed (may return to open) | expired | cancelled | reversed. */
export type ChargeState =
  'open' | 'page-opened' | 'scanned' | 'pending' | 'paid' | 'failed' | 'expired' | 'cancelled' | 'reversed';

export interface Charge {
  /** 'ch_' and 24 characters of Crockford base32. */
  id: string;
  device: string;
  /** The box's own number for this charge on the wire, 1 and up. */
  number: number;
  /** The switch's id: its folder under bridge/switches. */
  switch: string;
  /** The switch's handle of this QR (NEPALPAY: validationTraceId). */
  session: string;
  /** Whom the QR pays, as the switch names him (NEPALPAY: merchantId). */
  payee: string;
  amountMinor: number;
  currency: CurrencyCode;
  reference: string | undefined;
  state: ChargeState;
  /** The QR's text, exactly as the switch made it; '' when the customer presents a code (present.ts). */
  qr: string;
  createdAtMs: number;
  expiresAtMs: number;
  paidAtMs: number | undefined;
  spokenAtMs: number | undefined;
  switchTxnId: string | undefined;
  /** Set when the payment came after the charge was expired or cancelled. */
  late: boolean;
}

/** One vocabulary for every switch. Link trouble is health and never an event. */
export type SwitchEventKind = 'page-opened' | 'scanned' | 'pending' | 'paid' | 'failed' | 'expired' | 'reversed';

/** What a connector's decode makes of a switch's words. */
export interface SwitchEvent {
  switch: string;
  session: string;
  kind: SwitchEventKind;
  /** The switch's transaction id; undefined when it gives none (then session and kind alone deduplicate). */
  txnId: string | undefined;
  /**
   * Amount, currency and payee as a confirmed record of the switch states them; undefined when this kind of message
   * carries none. What is stated is compared with the charge before anything is announced.
   */
  amountMinor: number | undefined;
  currency: string | undefined;
  payee: string | undefined;
  /** The switch's own time of the payment, when it says one. */
  occurredAtMs: number | undefined;
}

/** What the customer is doing. present: a code of the customer's is waited for. confirm: it is to be confirmed on the phone. */
export type Stage = 'opened' | 'scanned' | 'pending' | 'present' | 'confirm';

/** What a box must be told because of an event: the gateway turns it into wire messages with sequence numbers. */
export type Notice =
  | { tell: 'show'; charge: Charge }
  | { tell: 'progress'; charge: Charge; stage: Stage }
  | { tell: 'closed'; charge: Charge; how: 'failed' | 'expired' | 'cancelled' }
  /** Announcements: journalled with a sequence number, kept until the box has spoken them. */
  | { tell: 'paid'; charge: Charge; paidAtMs: number }
  | { tell: 'reversed'; charge: Charge; paidAtMs: number };

/** What a box is told about the shop's own QR. A payment over it belongs to no charge. */
export type StaticNotice =
  /** '' takes it away. */
  | { tell: 'static-qr'; device: string; text: string }
  /** An announcement, like `paid`. */
  | { tell: 'static-paid'; device: string; amountMinor: number; currency: CurrencyCode; paidAtMs: number };

/** Why an event changed nothing; kept with the event for the operator, never told to the box. */
export type Rejection =
  | 'unknown-session'
  | 'duplicate'
  | 'amount-mismatch'
  | 'currency-mismatch'
  | 'payee-mismatch'
  | 'backwards'
  | 'after-final'
  /** A payment over a static QR whose record does not say what was paid. */
  | 'unstated';

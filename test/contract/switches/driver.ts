// What a switch's fake has to offer so that the kit can play every case against its connector. A switch joins the kit
// with one file that makes a SwitchDriver and one line in registry.ts.
import type { Webhook } from '../../../bridge/payments/ports';
import type { CurrencyCode } from '../../../bridge/payments/types';
import type { SwitchKind } from '../../../bridge/switches/registry';

/** Troubles that every switch's road may have. `create` makes a QR, `status` asks what became of it. */
export type Trouble =
  | `${'create' | 'status'}-${'500' | '429' | '429-retry-after' | 'html' | 'stall' | 'auth'}`
  | 'duplicate-events'
  | 'reordered-events'
  | 'foreign-events'
  /** The live road (socket, long poll) goes silent without being closed. */
  | 'half-open'
  /** The live road cannot be opened. */
  | 'no-road'
  /** The status look-up shows another amount than the QR's. */
  | 'other-amount'
  /** The status look-up answers with somebody else's payment as well. */
  | 'foreign-status'
  /** A payment is made and the status look-up does not have it yet. */
  | 'status-lag'
  /** The switch's clock is ten hours off. */
  | 'clock-skew'
  /** The switch makes a QR over another amount, for another payee, in another currency. */
  | 'qr-other-amount'
  | 'qr-other-payee'
  | 'qr-other-currency';

export type PushFlaw =
  'none' | 'forged' | 'unsigned' | 'no-credentials' | 'other-amount' | 'other-currency' | 'other-payee';

export interface FakeSwitch {
  /** For kind.config, with time-outs short enough for tests. */
  config: unknown;
  /** Calls back whenever anything in the fake changed. */
  onChange(changed: () => void): void;
  /** Will the connector hear of this session by itself? */
  listening(session: string): boolean;
  scan(session: string): void;
  pay(session: string): void;
  /** Paid while nobody told the connector: only a status look-up can show it. */
  paySilently(session: string): void;
  fail(session: string): void;
  /** The switch itself does not know yet; then it does. */
  leaveOpen(session: string): void;
  resolveOpen(session: string): void;
  refund(session: string): void;
  /** On until heal, or for the next `times` uses. */
  trouble(trouble: Trouble, times?: number): void;
  heal(): void;
  /** Cuts the live road; the connector may come back at once. */
  drop(): void;
  /** Every credential that the switch has issued ends now. */
  expireCredentials(): void;
  statusLookUps(session: string): number;
  /** The switch's own request to us about the last payment; undefined when it makes none. */
  push: ((session: string, flaw: PushFlaw) => Webhook) | undefined;
  /** Is our answer to a push as the switch wants it? */
  acceptsReply(body: string): boolean;
  close(): Promise<void>;
}

export interface SwitchDriver {
  kind: SwitchKind<unknown>;
  currency: CurrencyCode;
  foreignCurrency: CurrencyCode;
  /** The steps that this switch tells besides 'paid' and 'reversed'. */
  tells: readonly ('opened' | 'scanned' | 'pending' | 'failed')[];
  /** Steps that may come between the others at any time, as where an answer is open until the customer has decided. */
  mayTell?: readonly 'pending'[];
  start(): Promise<FakeSwitch>;
  /** Cases of the kit that this switch has no way to show, by name, and why. */
  cannot: Record<string, string>;
}

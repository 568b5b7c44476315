import type { Charge, CurrencyCode } from './payments/types';
import type { Device, JournalRow, Scope } from './store/port';
import type { Health } from './payments/ports';

/** What main.ts makes of all the parts, and what http/, cli/ and the demo may call. */
export interface Bridge {
  /** Who shows this token of the API; undefined when nobody may with it (any more). */
  caller(token: string): Promise<Caller | undefined>;
  createCharge(request: ChargeInput): Promise<Charge>;
  charge(id: string): Promise<Charge | undefined>;
  cancelCharge(id: string, by: string): Promise<Charge>;
  /** Hands the switch the code that the customer presents. Resolves with what the charge has become by then. */
  presentCode(id: string, code: string, by: string): Promise<Charge>;
  /** Has the switch give the whole payment back. Resolves with what the charge has become by then. */
  refundCharge(id: string, idempotencyKey: string | undefined, by: string): Promise<Charge>;
  charges(filter: { device?: string; state?: string; limit?: number; before?: string }): Promise<Charge[]>;
  /** The shop's own QR, shown while nothing is asked. @returns will what is paid with it be announced? */
  putStaticQr(device: string, switchId: string, text: string, by: string): Promise<boolean>;
  removeStaticQr(device: string, by: string): Promise<void>;
  devices(): Promise<DeviceStatus[]>;
  device(id: string): Promise<DeviceStatus | undefined>;
  switches(): { id: string; health: Health }[];
  /** Calls back after every committed change, in commit order; returns the way to stop. */
  onEvent(handler: (event: BridgeEvent) => void): () => void;
  /** Ready to take charges: store writable and the road to the boxes up. Says what is missing. */
  readiness(): Promise<{ ready: boolean; reasons: string[] }>;
}
/** Who asks; `by` in what follows is its `actor`, for the audit log. */
export interface Caller {
  /** token:<id> */
  actor: string;
  scope: Scope;
  /** The boxes that it may know of; undefined: all. */
  devices: string[] | undefined;
}
export interface ChargeInput {
  by: string;
  device: string;
  amountMinor: number;
  currency: CurrencyCode;
  switch: string | undefined;
  reference: string | undefined;
  expiresInSeconds: number | undefined;
  /** With the key, the same request gives the same charge; another request under it is a conflict. */
  idempotencyKey: string | undefined;
}
export interface DeviceStatus extends Device {
  online: boolean;
  lastSeenAtMs: number | undefined;
  firmware: string | undefined;
  fault: string | undefined;
  unspoken: number;
}
export type BridgeEvent =
  | { type: 'charge'; charge: Charge }
  | { type: 'announcement'; row: JournalRow }
  /** No box has said it in time. */
  | { type: 'unannounced'; row: JournalRow }
  | { type: 'device'; device: string; online: boolean }
  | { type: 'switch'; switch: string; health: Health }
  | { type: 'rejected'; switch: string; session: string; reason: string };

/** A refusal that the caller can act on; http/ turns it into problem+json. */
export class BridgeError extends Error {
  constructor(
    readonly code:
      'not-found' | 'conflict' | 'invalid' | 'switch-refused' | 'switch-unreachable' | 'limit' | 'unsupported',
    message: string,
  ) {
    super(message);
    this.name = 'BridgeError';
  }
}

// What the pretended Pockyt knows: one shop and its transactions.
import { EventEmitter } from 'node:events';

/** Placeholders; nothing here opens anything real. */
export const SHOP = { merchantNo: '299999', storeNo: '399999', token: 'demo-pockyt-token' } as const;

export interface Txn {
  transactionNo: string;
  reference: string;
  amountMinor: number;
  currency: string;
  settleCurrency: string;
  ipnUrl: string | undefined;
  status: 'init' | 'dealing' | 'pending' | 'success' | 'failed' | 'closed';
  createdAt: Date;
  paidAt: Date | undefined;
  refundedMinor: number;
  /** A refund that is ordered and not yet through. */
  refundOpen: boolean;
  /** Whoever waits for the end of a pay call that is held open. */
  held: (() => void)[];
}

/** What tests look at and wait for. */
interface Seen {
  queries: Map<string, number>;
  calls: { place: string; fields: Record<string, unknown>; retCode: string }[];
  ipns: { transactionNo: string; status: number; body: string }[];
}

export interface Ledger {
  txns: Map<string, Txn>;
  seen: Seen;
  /** Emits 'change' whenever `seen` or a transaction changed. */
  changes: EventEmitter;
  changed(): void;
  byReference(reference: string): Txn | undefined;
  /** The newest try of a charge: its reference is the session, or the session with "-2", "-3" ... */
  newest(session: string): Txn | undefined;
  newNo(): string;
  now(): Date;
}

export function createLedger(skewMs: () => number): Ledger {
  const changes = new EventEmitter();
  changes.setMaxListeners(0);
  const txns = new Map<string, Txn>();
  let serial = 0;
  return {
    txns,
    seen: { queries: new Map(), calls: [], ipns: [] },
    changes,
    changed: () => void changes.emit('change'),
    byReference: (reference) => [...txns.values()].find((txn) => txn.reference === reference),
    newest: (session) =>
      [...txns.values()].findLast(({ reference }) => reference === session || reference.startsWith(`${session}-`)),
    newNo: () => `3${String(++serial).padStart(17, '0')}`,
    now: () => new Date(Date.now() + skewMs()),
  };
}

/** yyyy-MM-dd HH:mm:ss at UTC+8, as in answers. */
export function chinaTime(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}
export function dollars(amountMinor: number): string {
  return `${Math.floor(amountMinor / 100)}.${String(amountMinor % 100).padStart(2, '0')}`;
}

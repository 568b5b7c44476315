// What the pretended gateway knows: transactions, tries to pay them, and who may ask.
import { EventEmitter } from 'node:events';

/** The one merchant of this gateway. Placeholders; nothing here opens anything real. */
export const SHOP = {
  merchantId: '9901',
  merchantName: 'demo-api-user',
  apiPassword: 'demo-api-password',
  secretKey: 'demo-secret-key',
} as const;

export interface Try {
  gatewayId: string;
  status: 'Success' | 'Fail' | 'Pending';
  at: Date;
}
export interface Txn {
  /** MerchantTxnId. */
  id: string;
  amountMinor: number;
  /** Under which /pay/:token it can be paid. */
  token: string;
  endMs: number;
  /** One-use, of GetProcessId. */
  processIds: Set<string>;
  /** Where the browser goes afterwards; of the form alone. */
  responseUrl: string | undefined;
  tries: Try[];
}

interface Seen {
  /** Calls in order: path, MerchantTxnId, what came of it. */
  calls: { path: string; txnId: string; code: string }[];
  statuses: Map<string, number>;
  notifications: { url: string; status: number; body: string }[];
}

export interface Ledger {
  txns: Map<string, Txn>;
  seen: Seen;
  /** Emits 'change' whenever `seen` or a transaction changed. */
  changes: EventEmitter;
  changed(): void;
  newId(prefix: string): string;
  now(): Date;
}

export function createLedger(skewMs: () => number): Ledger {
  const changes = new EventEmitter();
  changes.setMaxListeners(0);
  let serial = 0;
  return {
    txns: new Map(),
    seen: { calls: [], statuses: new Map(), notifications: [] },
    changes,
    changed: () => void changes.emit('change'),
    newId: (prefix) => `${prefix}${String(++serial).padStart(8, '0')}`,
    now: () => new Date(Date.now() + skewMs()),
  };
}

/** yyyy-MM-dd HH:mm:ss at UTC+05:45. */
export function nepalTime(at: Date): string {
  return new Date(at.getTime() + 345 * 60_000).toISOString().slice(0, 19).replace('T', ' ');
}
export function rupees(amountMinor: number): string {
  return `${Math.floor(amountMinor / 100)}.${String(amountMinor % 100).padStart(2, '0')}`;
}
/** Of "1000.00" or "1000": at most two decimals, more than nothing. */
export function paisa(text: unknown): number | undefined {
  if (typeof text !== 'string' || !/^(0|[1-9]\d{0,8})(\.\d{2})?$/.test(text)) return undefined;
  const [whole = '', cents = '00'] = text.split('.');
  const amountMinor = Number(whole + cents);
  return amountMinor > 0 ? amountMinor : undefined;
}

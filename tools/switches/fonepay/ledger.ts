// What the pretended switch knows: QRs, what became of them, and who may ask.
import { EventEmitter } from 'node:events';

/** The one merchant. Placeholders; nothing here opens anything real. */
export const SHOP = {
  merchantCode: 'DEMOSHOP',
  username: 'demo-user',
  password: 'demo-password',
  secretKey: 'demo-secret-key',
} as const;

export interface Qr {
  prn: string;
  amountMinor: number;
  deviceId: string;
  status: 'pending' | 'success' | 'failed';
  traceId: number | undefined;
}

export interface Ledger {
  qrs: Map<string, Qr>;
  /** Status look-ups that were answered, by prn; prns asked for, in order. */
  seen: { statuses: Map<string, number>; asked: string[] };
  /** Emits 'change' whenever anything here changed. */
  changes: EventEmitter;
  changed(): void;
  newNumber(): number;
}

export function createLedger(): Ledger {
  const changes = new EventEmitter();
  changes.setMaxListeners(0);
  let serial = 1000;
  return {
    qrs: new Map(),
    seen: { statuses: new Map(), asked: [] },
    changes,
    changed: () => void changes.emit('change'),
    newNumber: () => ++serial,
  };
}

/** Of "14" or "14.50", of 14 or 14.5: at most two decimals, more than nothing. */
export function paisa(value: unknown): number | undefined {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  if (!/^(0|[1-9]\d{0,8})(\.\d{1,2})?$/.test(text)) return undefined;
  const [whole = '', cents = ''] = text.split('.');
  const amountMinor = Number(whole + cents.padEnd(2, '0'));
  return amountMinor > 0 ? amountMinor : undefined;
}
export function rupees(amountMinor: number): string {
  return `${Math.floor(amountMinor / 100)}.${String(amountMinor % 100).padStart(2, '0')}`;
}

// What the pretended clearing house knows: QRs, tries to pay them, and who may ask.
import { EventEmitter } from 'node:events';

/** The one shop of this clearing house and all its credentials. Placeholders; nothing here opens anything real. */
export const SHOP = {
  acquirerId: '00009901',
  merchantId: '9901TESTSHP',
  name: 'Demo Kirana Pasal',
  categoryCode: '5411',
  city: 'Kathmandu',
  country: 'NP',
  postalCode: '44600',
  storeLabel: 'Store1',
  terminalLabel: 'Terminal1',
  purpose: 'Bill payment',
  userId: 'TESTUSER@999',
  api: { username: 'demo-merchant', password: 'demo-merchant-password' },
  oauth: {
    clientId: 'demo-client',
    clientSecret: 'demo-client-secret',
    username: 'demo-user',
    password: 'demo-user-password',
  },
  channel: { username: 'testuser', apiToken: 'demo-api-token' },
  push: { username: 'nchl', password: 'demo-push-password' },
} as const;

/** UTC+05:45 */
const NEPAL_AHEAD_MS = 345 * 60_000;
const DAY_MS = 86_400_000;

export interface Row {
  nQrTxnId: string;
  tranType: 'PMT' | 'RFND';
  amountMinor: number;
  debitStatus: string;
  creditStatus: string;
  recDate: string;
}
export interface Trace {
  id: string;
  amountMinor: number;
  billNumber: string;
  rows: Row[];
}

/** What tests look at and wait for. */
interface Seen {
  reports: Map<string, number>;
  registrations: Map<string, number>;
  tokens: number;
  refusedTokens: number;
  pushes: { status: number; signatureGood: boolean; body: string }[];
}

export interface Ledger {
  traces: Map<string, Trace>;
  seen: Seen;
  /** Emits 'change' whenever `seen` or a trace changed. */
  changes: EventEmitter;
  changed(): void;
  count(counter: Map<string, number>, id: string): void;
  newId(): string;
  now(): Date;
}

export function createLedger(skewMs: () => number): Ledger {
  const changes = new EventEmitter();
  changes.setMaxListeners(0);
  // A second run on the same day must not give the ids of the first again.
  let serial = (Date.now() + NEPAL_AHEAD_MS) % DAY_MS;
  const now = (): Date => new Date(Date.now() + skewMs());
  const ledger: Ledger = {
    traces: new Map(),
    seen: {
      reports: new Map(),
      registrations: new Map(),
      tokens: 0,
      refusedTokens: 0,
      pushes: [],
    },
    changes,
    changed: () => void changes.emit('change'),
    count(counter, id) {
      counter.set(id, (counter.get(id) ?? 0) + 1);
      ledger.changed();
    },
    /** Six digits of the day, ten of a counter, three letters: the form of every sample. */
    newId: () => `${nepalTime(now()).slice(2, 10).replaceAll('-', '')}${String(++serial).padStart(10, '0')}TST`,
    now,
  };
  return ledger;
}

/** yyyy-MM-dd HH:mm:ss at UTC+05:45. */
export function nepalTime(at: Date): string {
  return new Date(at.getTime() + NEPAL_AHEAD_MS).toISOString().slice(0, 19).replace('T', ' ');
}
export function rupees(amountMinor: number): string {
  return `${Math.floor(amountMinor / 100)}.${String(amountMinor % 100).padStart(2, '0')}`;
}

// What the pretended national bank knows: codes that customers have scanned, transactions, and who may ask.
import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { Scanned } from './khqr';

/** The one shop of this bank and its credentials. Placeholders; nothing here opens anything real. */
export const SHOP = {
  account: 'demo_shop@devbank',
  name: 'Demo Shop',
  city: 'Phnom Penh',
  email: 'shop@example.com',
} as const;
const DAY_SECONDS = 86_400;

export interface Transaction {
  hash: string;
  amount: number;
  currency: string;
  toAccountId: string;
  createdDateMs: number;
}
/** `failed` with the code of the document (1) or of later clients (3). */
export interface Code {
  scanned: Scanned;
  transactions: Transaction[];
  failed: 1 | 3 | undefined;
}

export interface Ledger {
  codes: Map<string, Code>;
  seen: {
    /** Look-ups of each MD5, alone or in a list. */
    checks: Map<string, number>;
    lists: number;
    calls: { path: string; atMs: number; status: number }[];
    renewals: number;
  };
  changes: EventEmitter;
  changed(): void;
  token: string;
  /** A token that lives so long; the one before ends. */
  issue(days: number): string;
  revoke(): void;
  newHash(): string;
}

export function createLedger(): Ledger {
  const changes = new EventEmitter();
  changes.setMaxListeners(0);
  let serial = 0;
  const ledger: Ledger = {
    codes: new Map(),
    seen: { checks: new Map(), lists: 0, calls: [], renewals: 0 },
    changes,
    changed: () => void changes.emit('change'),
    token: '',
    issue(days) {
      const nowSeconds = Math.floor(Date.now() / 1000);
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const claims = { data: { id: `demo${++serial}` }, iat: nowSeconds, exp: nowSeconds + days * DAY_SECONDS };
      ledger.token = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}.${'x'.repeat(43)}`;
      return ledger.token;
    },
    revoke: () => void (ledger.token = ''),
    newHash: () => createHash('sha256').update(`transaction ${++serial}`).digest('hex'),
  };
  ledger.issue(90);
  return ledger;
}

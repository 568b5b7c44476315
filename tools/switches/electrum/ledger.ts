import { EventEmitter } from 'node:events';

export type Message = Record<string, unknown>;
/** created is a QR without a pay; the rest are a pay's. */
export type PayState = 'requested' | 'scanned' | 'authorised' | 'declined' | 'unscanned' | 'confirmed' | 'reversed';

export interface Pay {
  id: string;
  request: Message;
  state: PayState;
  wallet: string | undefined;
  /** What the next advice has to carry unaltered. */
  identifiers: unknown[];
  /** Answers the pay that is held open. */
  reply(reply: Reply): void;
}
export interface Tran {
  tranId: string;
  amount: number | undefined;
  pays: Pay[];
}
export interface Reply {
  status: number;
  body?: Message | undefined;
  /** Cut the connection instead. */
  cut?: boolean;
  lateMs?: number;
}
export interface Ledger {
  trans: Map<string, Tran>;
  pays: Map<string, Pay>;
  /** Ids of every create and pay. */
  ids: Set<string>;
  seen: {
    creates: Message[];
    /** By tranId, every one that came, also those that were not carried out. */
    confirms: Map<string, Message[]>;
    reversals: Map<string, Message[]>;
    refusedScans: string[];
  };
  changes: EventEmitter;
  changed(): void;
  now(): Date;
  newest(tranId: string): Pay | undefined;
}

/** The one shop and the wallets that this intermediate knows. */
export const SHOP = {
  client: { id: 'ghanti-shop', name: 'Ghanti test shop' },
  password: 'shop secret of the fake',
  originator: {
    institution: { id: '10100001', name: 'Ghanti test shop' },
    terminalId: 'TILL0001',
    merchant: {
      merchantType: '5411',
      merchantId: 'SHOP00000000001',
      merchantName: { name: 'Corner Cafe', city: 'Cape Town', region: 'WC', country: 'ZA' },
    },
  },
  providerId: 'za.co.elec',
} as const;
export const WALLETS = ['wallet-a', 'wallet-b'] as const;
export const ZAR = '710';

export function createLedger(skewMs: () => number): Ledger {
  const changes = new EventEmitter();
  changes.setMaxListeners(0);
  const trans = new Map<string, Tran>();
  return {
    trans,
    pays: new Map(),
    ids: new Set(),
    seen: { creates: [], confirms: new Map(), reversals: new Map(), refusedScans: [] },
    changes,
    changed: () => void changes.emit('change'),
    now: () => new Date(Date.now() + skewMs()),
    newest: (tranId) => trans.get(tranId)?.pays.at(-1),
  };
}

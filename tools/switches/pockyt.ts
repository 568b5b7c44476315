// A pretended Pockyt: a real HTTP server on loopback, strict where the documents are, with wallets, customers and troubles
// to order. Written from the documents (v3 guide, docs.pockyt.io) and not from the connector that it checks.
import { Calls } from './pockyt/calls';
import { control, type Hands } from './pockyt/control';
import { Customers } from './pockyt/customers';
import { createFaults } from './pockyt/faults';
import { ipnRequest } from './pockyt/ipn';
import { createLedger, SHOP, type Txn } from './pockyt/ledger';
import { createApi, listen } from './pockyt/server';

export interface PockytOptions {
  /** 0 chooses a free port. */
  port?: number;
  /** How long the customer of a code ...02 takes. */
  pendingMs?: number;
  /** Waits between sendings of a webhook that is not answered `success`. */
  ipnRetryMs?: readonly number[];
}

export interface Pockyt extends Hands {
  baseUrl: string;
  /** A full configuration of the connector for this shop; timing and ipnUrl are the caller's. */
  config: { baseUrl: string; merchantNo: string; storeNo: string; token: string };
  close(): Promise<void>;
}

/** Half a minute, then doubling to an hour: eight in about two hours. */
const IPN_RETRY_MS = [0.5, 1, 2, 4, 8, 15, 30, 60].map((minutes) => minutes * 60_000);
const PENDING_MS = 1_500;

/** Starts it on 127.0.0.1. The same hands are at POST /__sim/<word> (pockyt/control.ts). */
export async function startPockyt(options: PockytOptions = {}): Promise<Pockyt> {
  const faults = createFaults();
  const ledger = createLedger(() => faults.use('clock-skew') ?? 0);
  const customers = new Customers(ledger, faults, options.pendingMs ?? PENDING_MS, options.ipnRetryMs ?? IPN_RETRY_MS);
  const calls = new Calls(ledger, faults, customers);
  let codes = 0;
  const newest = (session: string): Txn => {
    const txn = ledger.newest(session);
    if (txn === undefined) throw new Error(`pockyt fake: no transaction has the reference ${session}`);
    return txn;
  };
  const hands: Hands = {
    ledger,
    faults,
    code: (does) => `28${String(++codes).padStart(14, '0')}${does}`,
    confirm: (session) => customers.confirm(newest(session)),
    refuse: (session) => customers.end(newest(session), 'failed'),
    paySilently: (session) => customers.confirm(newest(session), false),
    refund(session, cents) {
      const txn = newest(session);
      if (txn.status !== 'success') throw new Error(`pockyt fake: ${session} was never paid`);
      txn.refundedMinor = Math.min(txn.amountMinor, txn.refundedMinor + (cents ?? txn.amountMinor));
      ledger.changed();
    },
    expire: (session) => customers.end(newest(session), 'closed'),
    ipn: (session, status) => ipnRequest(newest(session), ledger, faults, status),
    drop: () => api.drop(),
  };
  const api = createApi(calls, faults, (word, body) => control(hands, word, body));
  const { server } = api;
  const baseUrl = `http://127.0.0.1:${await listen(server, options.port ?? 0)}`;
  return {
    ...hands,
    baseUrl,
    config: { baseUrl, merchantNo: SHOP.merchantNo, storeNo: SHOP.storeNo, token: SHOP.token },
    async close() {
      customers.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

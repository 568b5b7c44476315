// A pretended wallet (partner) of the interface: it tells an intermediate what its customers scan, serves pay,
// confirmPayment and reversePayment as strictly as the documents are, and asks its customers. Troubles to order.
import { randomUUID } from 'node:crypto';
import { Desk } from './electrum/desk';
import { createFaults, type Faults } from './electrum/faults';
import { createLedger, type Ledger, type Pay } from './electrum/ledger';
import { createApi, listen } from './electrum/server';

export interface WalletOptions {
  id: string;
  /** Of the intermediate, as it shows itself to us. */
  clientId: string;
  clientPassword: string;
  /** What we show to the intermediate. */
  password: string;
  /** The intermediate's address, asked for at each scan; without a slash at the end. */
  hubUrl(): string;
  /** 0, the default, chooses a free one. */
  port?: number;
}

export interface Wallet {
  id: string;
  baseUrl: string;
  ledger: Ledger;
  faults: Faults;
  /**
   * The customer scans: the intermediate is told, with a payment token of our own.
   * @returns the HTTP status; 0 when nobody answered. 202: the pay is to come
   */
  scan(tranId: string, different?: Record<string, unknown>): Promise<number>;
  /** The customer agrees, or not. False when no pay waits for him. */
  agree(tranId: string): boolean;
  refuse(tranId: string, errorType?: string): boolean;
  /** Is a pay waiting for the customer? */
  isAsked(tranId: string): boolean;
  /** Cuts every connection. */
  drop(): void;
  close(): Promise<void>;
}

/** Starts it on 127.0.0.1. */
export async function startWallet(options: WalletOptions): Promise<Wallet> {
  const { id, clientId, clientPassword, password, hubUrl } = options;
  const faults = createFaults();
  const ledger = createLedger(() => faults.use('clock-skew') ?? 0);
  const tokens = new Map<string, string | undefined>();
  const desk = new Desk(ledger, faults, {
    clientId,
    merchantId: undefined,
    payFault(request) {
      const { partner, partnerPaymentToken } = request as { partner?: { id?: string }; partnerPaymentToken?: string };
      if (partner?.id !== id) return 'partner must be us';
      return tokens.get(request.tranId as string) === partnerPaymentToken ? undefined : 'not our token';
    },
  });
  const server = createApi(desk, faults, { username: clientId, password: clientPassword }, () => ({}));
  const baseUrl = `http://127.0.0.1:${await listen(server, options.port ?? 0)}/qr/v1`;
  const waiting = (tranId: string): Pay | undefined => {
    const pay = ledger.newest(tranId);
    return pay?.state === 'requested' ? pay : undefined;
  };
  return {
    ...{ id, baseUrl, ledger, faults },
    async scan(tranId, different = {}) {
      const partnerPaymentToken = `token-${randomUUID()}`;
      if (!ledger.trans.has(tranId)) ledger.trans.set(tranId, { tranId, amount: undefined, pays: [] });
      const time = ledger.now().toISOString();
      const scan = { id: randomUUID(), time, partner: { id, name: id }, tranId, partnerPaymentToken, ...different };
      tokens.set(tranId, scan.partnerPaymentToken);
      const authorization = `Basic ${Buffer.from(`${id}:${password}`).toString('base64')}`;
      const headers = { authorization, 'content-type': 'application/json' };
      const answer = await fetch(`${hubUrl()}/scans`, { method: 'POST', headers, body: JSON.stringify(scan) }).catch(
        () => undefined,
      );
      if (answer?.status === 400) ledger.seen.refusedScans.push(tranId);
      await answer?.body?.cancel();
      return answer?.status ?? 0;
    },
    agree(tranId) {
      const pay = waiting(tranId);
      if (pay !== undefined) desk.approve(pay, id);
      return pay !== undefined;
    },
    refuse(tranId, errorType = 'INSUFFICIENT_FUNDS') {
      const pay = waiting(tranId);
      if (pay !== undefined) desk.decline(pay, 400, errorType);
      return pay !== undefined;
    },
    isAsked: (tranId) => waiting(tranId) !== undefined,
    drop: () => server.closeAllConnections(),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

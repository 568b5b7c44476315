// A pretended intermediate of the Electrum QR Payment Service Interface with two wallets: a real HTTP server on loopback,
// strict where the documents are, with customers and troubles to order. Written from the documents (interface guide and
// OpenAPI document 1.7.0) and not from the connector that it checks.
import { control, type Hands } from './electrum/control';
import { Desk } from './electrum/desk';
import { createFaults } from './electrum/faults';
import { createLedger, SHOP, WALLETS, type Pay } from './electrum/ledger';
import { createApi, listen } from './electrum/server';

export interface Electrum extends Hands {
  baseUrl: string;
  /** A full configuration of the connector for this shop; timing is the caller's. */
  config: {
    mode: 'retailer';
    baseUrl: string;
    client: { id: string; name: string };
    password: string;
    originator: object;
    providerId: string;
  };
  close(): Promise<void>;
}

/** Starts it on 127.0.0.1; port 0 chooses a free one. The same hands are at POST /__sim/<word> (electrum/control.ts). */
export async function startElectrum({ port = 0 }: { port?: number } = {}): Promise<Electrum> {
  const faults = createFaults();
  const ledger = createLedger(() => faults.use('clock-skew') ?? 0);
  const { merchantId } = SHOP.originator.merchant;
  const desk = new Desk(ledger, faults, { clientId: SHOP.client.id, merchantId });
  const open = (tranId: string, ...states: Pay['state'][]): Pay | undefined => {
    const pay = ledger.newest(tranId);
    return pay !== undefined && states.includes(pay.state) ? pay : undefined;
  };
  const scan = (tranId: string, wallet: string = WALLETS[0]): boolean => {
    const pay = open(tranId, 'requested');
    if (pay === undefined) ledger.seen.refusedScans.push(tranId);
    else {
      pay.state = 'scanned';
      pay.wallet = wallet;
    }
    ledger.changed();
    return pay !== undefined;
  };
  const scanned = (tranId: string, wallet?: string): Pay | undefined =>
    open(tranId, 'scanned') ?? (scan(tranId, wallet) ? open(tranId, 'scanned') : undefined);
  const hands: Hands = {
    ...{ ledger, faults, scan },
    pay(tranId, wallet) {
      const pay = scanned(tranId, wallet);
      if (pay !== undefined) desk.approve(pay, pay.wallet ?? WALLETS[0]);
      return pay !== undefined;
    },
    decline(tranId, errorType = 'DECLINED_BY_PARTNER') {
      const pay = scanned(tranId);
      if (pay !== undefined) desk.decline(pay, 400, errorType);
      return pay !== undefined;
    },
    lose(tranId, status = 504) {
      const pay = scanned(tranId);
      if (pay === undefined) return false;
      // Whether the wallet had agreed is not known here; it had.
      pay.state = 'authorised';
      pay.reply(desk.error(status, 'UPSTREAM_UNAVAILABLE', pay.request));
      ledger.changed();
      return true;
    },
    closeWindow(tranId) {
      const pay = open(tranId, 'requested');
      if (pay !== undefined) desk.decline(pay, 400, 'NO_SCAN_RECEIVED');
      return pay !== undefined;
    },
    drop: () => server.closeAllConnections(),
  };
  const server = createApi(desk, faults, { username: SHOP.client.id, password: SHOP.password }, (word, body) =>
    control(hands, word, body),
  );
  const baseUrl = `http://127.0.0.1:${await listen(server, port)}/qr/v1`;
  const { client, password, originator, providerId } = SHOP;
  return {
    ...hands,
    baseUrl,
    config: { mode: 'retailer', baseUrl, client, password, originator, providerId },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

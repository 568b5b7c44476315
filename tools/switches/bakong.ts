// A pretended Bakong Open API: a real HTTP server on loopback, strict where the documents are, with customers and troubles
// to order. Written from the documents and not from the connector that it checks.
import { Desk } from './bakong/answers';
import { control, createHands, type Hands } from './bakong/control';
import { createFaults } from './bakong/faults';
import { createLedger, SHOP } from './bakong/ledger';
import { createApi, listen } from './bakong/server';

export interface Bakong extends Hands {
  baseUrl: string;
  /** A full configuration of the connector for this shop; timing and the token's file are the caller's. */
  config: {
    baseUrl: string;
    merchant: { bakongAccountID: string; merchantName: string; merchantCity: string };
    token: string;
    email: string;
  };
  close(): Promise<void>;
}

/** Starts it on 127.0.0.1, with a new token unless one is given. The same hands are at POST /__sim/<word> (bakong/control.ts). */
export async function startBakong(options: { port?: number; token?: string | undefined } = {}): Promise<Bakong> {
  const faults = createFaults();
  const ledger = createLedger();
  if (options.token !== undefined) ledger.token = options.token;
  const desk = new Desk(ledger, faults);
  const hands = createHands(ledger, faults, () => api.cut());
  const api = createApi({ ledger, faults, desk }, (word, body) => control(withDeeds, word, body));
  const withDeeds: Hands = {
    ...hands,
    faults: {
      ...faults,
      // The only fault that is a deed: it befalls what is connected now.
      set: (fault, how) => (fault === 'half-open' ? api.freeze() : faults.set(fault, how)),
    },
  };
  const port = await listen(api.server, options.port ?? 0);
  const baseUrl = `http://127.0.0.1:${port}`;
  return {
    ...withDeeds,
    baseUrl,
    config: {
      baseUrl,
      merchant: { bakongAccountID: SHOP.account, merchantName: SHOP.name, merchantCity: SHOP.city },
      token: ledger.token,
      email: SHOP.email,
    },
    async close() {
      api.server.closeAllConnections();
      await new Promise((resolve) => api.server.close(resolve));
    },
  };
}

// A pretended NEPALPAY: a real HTTP and WebSocket server on loopback, strict where the documents are, with customers and
// troubles to order. Written from the documents (npidocs) and not from the connector that it checks.
import { control, type Hands } from './nepalpay/control';
import { Customers } from './nepalpay/customers';
import { EventSockets } from './nepalpay/event-socket';
import { createFaults } from './nepalpay/faults';
import { keys } from './nepalpay/keys';
import { createLedger, SHOP } from './nepalpay/ledger';
import { isReplySigned } from './nepalpay/push';
import type { Grant } from './nepalpay/queue';
import { createApi, listen } from './nepalpay/server';
import { createTokenDesk } from './nepalpay/tokens';

export interface NepalpayOptions {
  /** 0 chooses a free port. */
  port?: number;
  heartBeatMs?: Grant;
  accessTokenSeconds?: number;
  /** Where confirm-payment is posted after each payment: {pushTo}/nepalpay/confirm-payment. */
  pushTo?: string;
}

export interface Nepalpay extends Hands {
  baseUrl: string;
  wsUrl: string;
  /** A full configuration of the connector for this shop; timing is the caller's. */
  config: ReturnType<typeof connectorConfig>;
  /** Is a connection registered for this trace id, so that its events will arrive? */
  listens(session: string): boolean;
  /** Is this answer to a push signed by the shop? */
  isReplySigned(body: string): boolean;
  close(): Promise<void>;
}

/** Starts it on 127.0.0.1. The same hands are at POST /__sim/<word> (nepalpay/control.ts). */
export async function startNepalpay(options: NepalpayOptions = {}): Promise<Nepalpay> {
  const faults = createFaults();
  const ledger = createLedger(() => faults.use('clock-skew') ?? 0);
  const desk = createTokenDesk(ledger, options.accessTokenSeconds ?? 300);
  const sockets = new EventSockets(ledger, faults, options.heartBeatMs ?? { sendMs: 10_000, wantMs: 10_000 });
  const customers = new Customers(ledger, faults, sockets, options.pushTo);
  const hands: Hands = {
    ledger,
    open: (session) => customers.open(session),
    scan: (session) => customers.scan(session),
    pay: (session, how) => customers.pay(session, how),
    fail: (session, debit) => customers.fail(session, debit),
    refund: (session) => customers.refund(session),
    push: (session, status) => customers.push(session, status),
    pushTo: (base) => void (customers.pushTo = base),
    faults: {
      ...faults,
      // The only fault that is a deed: it befalls what is connected now.
      set: (fault, how) => (fault === 'half-open' ? sockets.freeze() : faults.set(fault, how)),
    },
    drop: () => sockets.drop(),
    expireTokens: (all) => desk.expire(all),
  };
  const server = createApi(ledger, faults, desk, (word, body) => control(hands, word, body));
  server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head));
  const port = await listen(server, options.port ?? 0);
  const baseUrl = `http://127.0.0.1:${port}`;
  const wsUrl = `ws://127.0.0.1:${port}/nqrws`;
  return {
    ...hands,
    baseUrl,
    wsUrl,
    config: connectorConfig(baseUrl, wsUrl),
    listens: (session) => sockets.listens(session),
    isReplySigned,
    async close() {
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What the shop's operator would write into the bridge's configuration for this clearing house. */
function connectorConfig(baseUrl: string, wsUrl: string) {
  const made = keys();
  const { userId, api, oauth, channel, push, ...merchant } = SHOP;
  return {
    baseUrl,
    wsUrl,
    merchant: { ...merchant },
    api: { ...api },
    userId,
    signingKey: made.merchant.privateKey,
    oauth: { ...oauth },
    channel: { ...channel, publicKey: made.channel.publicKey },
    push: { ...push, publicKey: made.push.publicKey },
  };
}

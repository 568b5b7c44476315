// A pretended Fonepay: a real HTTP and WebSocket server on loopback, strict where the device document is, with customers
// and troubles to order. Written from the document and not from the connector that it checks.
import { Api } from './fonepay/api';
import { control, type Hands } from './fonepay/control';
import { createFaults } from './fonepay/faults';
import { createLedger, rupees, SHOP, type Qr } from './fonepay/ledger';
import { createApiServer, listen } from './fonepay/server';
import { Sockets } from './fonepay/sockets';

export interface Fonepay extends Hands {
  baseUrl: string;
  /** A full configuration of the connector for this shop; timing is the caller's. */
  config: ReturnType<typeof connectorConfig>;
  /** Is a socket of this QR open, so that its events will arrive? */
  listens(session: string): boolean;
  close(): Promise<void>;
}

/** Starts it on 127.0.0.1. The same hands are at POST /__sim/<word> (fonepay/control.ts). */
export async function startFonepay(options: { port?: number } = {}): Promise<Fonepay> {
  const faults = createFaults();
  const ledger = createLedger();
  const sockets = new Sockets(ledger, faults);
  let port = 0;
  const api = new Api(ledger, faults, () => `ws://127.0.0.1:${port}`);

  const qrOf = (session: string): Qr => {
    const qr = ledger.qrs.get(session);
    if (qr === undefined) throw new Error(`fonepay fake: no QR has the prn ${session}`);
    return qr;
  };
  const settle = (qr: Qr, status: Qr['status']): void => {
    qr.status = status;
    if (status === 'success') qr.traceId = ledger.newNumber();
    ledger.changed();
  };
  const tellPaid = (qr: Qr): void => {
    const bare = faults.use('no-amount') !== undefined;
    const amount = rupees(faults.use('other-amount') ?? qr.amountMinor).replace(/\.00$/, '');
    sockets.tell(qr.deviceId, {
      ...{ traceId: qr.traceId ?? 1, remarks1: 'Payment', remarks2: 'Payment', productNumber: qr.prn },
      ...(bare ? {} : { amount, totalCalculatedAmount: Number(amount) }),
      ...{
        message: 'Request Complete',
        success: true,
        commissionType: 'CHARGE',
        commissionAmount: 0,
        paymentSuccess: true,
      },
    });
  };

  const hands: Hands = {
    ledger,
    scan(session) {
      const word = faults.use('old-spelling') === undefined ? 'qrVerified' : 'QRVerified';
      sockets.tell(qrOf(session).deviceId, { success: true, message: 'VERIFIED', [word]: true });
    },
    pay(session, how) {
      const qr = qrOf(session);
      settle(qr, 'success');
      if (how?.silent !== true) tellPaid(qr);
    },
    fail(session, how) {
      const qr = qrOf(session);
      settle(qr, 'failed');
      const cancelled = how?.cancelled === true ? { cancelled: true } : {};
      const message = how?.cancelled === true ? 'Request Cancelled' : 'Request Failed';
      sockets.tell(qr.deviceId, { success: false, message, paymentSuccess: false, ...cancelled });
    },
    leave: (session) => tellPaid(qrOf(session)),
    resolve: (session) => settle(qrOf(session), 'success'),
    faults: {
      ...faults,
      // The only fault that is a deed: it befalls what is connected now.
      set: (fault, how) => (fault === 'half-open' ? sockets.freeze() : faults.set(fault, how)),
    },
    drop: () => sockets.drop(),
  };
  const server = createApiServer(api, faults, (word, body) => control(hands, word, body));
  server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head));
  port = await listen(server, options.port ?? 0);
  const baseUrl = `http://127.0.0.1:${port}/api`;
  return {
    ...hands,
    baseUrl,
    config: connectorConfig(baseUrl),
    listens: (session) => sockets.listens(qrOf(session).deviceId),
    async close() {
      sockets.drop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What the shop's operator would write into the bridge's configuration for this switch. */
function connectorConfig(baseUrl: string) {
  return { baseUrl, ...SHOP, socketDomains: ['127.0.0.1'] };
}

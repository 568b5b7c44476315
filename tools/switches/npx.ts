// A pretended NPX / OnePG: a real HTTP server on loopback, strict where integrators of the real one agree, with customers
// and troubles to order. Written from the sheet of facts and not from the connector that it checks.
import { Api, type ApiOptions } from './npx/api';
import { control, type Hands } from './npx/control';
import { createFaults } from './npx/faults';
import { createLedger, SHOP, type Try, type Txn } from './npx/ledger';
import { Notifier } from './npx/notify';
import { servePage, type Choice } from './npx/pages';
import { createApiServer, listen } from './npx/server';

export interface NpxOptions extends Partial<ApiOptions> {
  /** 0 chooses a free port. */
  port?: number;
  /** NotificationUrl, as it would be registered with the vendor. */
  notifyTo?: string;
  /** Between repeats of a notification that was not `received`. */
  repeatMs?: number;
}

export interface Npx extends Hands {
  baseUrl: string;
  /** A full configuration of the connector for this shop; timing is the caller's. */
  config: ReturnType<typeof connectorConfig>;
  close(): Promise<void>;
}

/** Starts it on 127.0.0.1. The same hands are at POST /__sim/<word> (npx/control.ts). */
export async function startNpx(options: NpxOptions = {}): Promise<Npx> {
  const { dialect = 'letters', zone = 'utc', upperCase = false } = options;
  const faults = createFaults();
  const ledger = createLedger(() => faults.use('clock-skew') ?? 0);
  const notifier = new Notifier(ledger, faults, options.repeatMs ?? 15_000, options.notifyTo);
  let baseUrl = '';
  const api = new Api(ledger, faults, { dialect, zone, upperCase }, () => baseUrl);

  const txnOf = (session: string): Txn => {
    const txn = ledger.txns.get(session);
    if (txn === undefined) throw new Error(`npx fake: no transaction has the id ${session}`);
    return txn;
  };
  const book = (txn: Txn, status: Try['status'], silent = false): string => {
    const gatewayId = ledger.newId('GW');
    txn.tries.push({ gatewayId, status, at: ledger.now() });
    ledger.changed();
    if (!silent) notifier.tell({ txnId: txn.id, gatewayId });
    return gatewayId;
  };
  const chose = (txn: Txn, choice: Choice): string =>
    book(txn, ({ succeed: 'Success', fail: 'Fail', leave: 'Pending' } as const)[choice]);

  const hands: Hands = {
    ledger,
    pay: (session, how) => book(txnOf(session), 'Success', how?.silent),
    fail: (session) => book(txnOf(session), 'Fail'),
    leave: (session) => book(txnOf(session), 'Pending'),
    resolve(session) {
      const last = txnOf(session).tries.at(-1);
      if (last === undefined) throw new Error(`npx fake: ${session} was never tried`);
      last.status = 'Success';
      ledger.changed();
    },
    notify(session) {
      const { id, tries } = txnOf(session);
      notifier.tell({ txnId: id, gatewayId: tries.at(-1)?.gatewayId ?? 'GW00000000' });
    },
    notifyTo: (url) => void (notifier.url = url),
    faults: {
      ...faults,
      // The only fault that is a deed: it befalls what is connected now.
      set: (fault, how) => (fault === 'half-open' ? made.freeze() : faults.set(fault, how)),
    },
    drop: () => made.drop(),
  };
  const made = createApiServer({
    ...{ api, faults },
    control: (word, body) => control(hands, word, body),
    page: (method, path, form) => servePage(ledger, method, path, form, chose),
  });
  const port = await listen(made.server, options.port ?? 0);
  baseUrl = `http://127.0.0.1:${port}`;
  return {
    ...hands,
    baseUrl,
    config: connectorConfig(baseUrl),
    async close() {
      notifier.close();
      made.server.closeAllConnections();
      await new Promise((resolve) => made.server.close(resolve));
    },
  };
}

/** What the shop's operator would write into the bridge's configuration for this gateway. */
function connectorConfig(baseUrl: string) {
  return {
    baseUrl,
    ...SHOP,
    link: { domains: ['127.0.0.1'] },
    page: { url: `${baseUrl}/Payment/Index` },
    customer: { name: 'Walk In', email: 'shop@example.com', mobile: '0000000000' },
  };
}

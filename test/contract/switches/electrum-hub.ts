// The intermediate under test with its two wallets, and the connector's webhooks behind a real HTTP server, as the bridge
// has them.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ElectrumConfig } from '../../../bridge/switches/electrum/config';
import { electrum as kind } from '../../../bridge/switches/electrum/index';
import type { Connector } from '../../../bridge/payments/ports';
import type { SwitchKind } from '../../../bridge/switches/registry';
import { SHOP } from '../../../tools/switches/electrum/ledger';
import { startWallet, type Wallet } from '../../../tools/switches/electrum-wallet';
import type { Fault } from '../../../tools/switches/electrum/faults';
import { TIMING } from './electrum';
import type { FakeSwitch, SwitchDriver, Trouble } from './driver';

export const HUB = { id: 'ghanti-hub', name: 'The hub under test' };
export const OTHER_SHOP = { id: 'other-shop', name: 'Another shop', password: 'other secret' };

export interface HubSwitch extends FakeSwitch {
  wallets: [Wallet, Wallet];
  /** The operations' address, as other shops and wallets have it. */
  hubUrl: string;
}
export function hub(stage: { fake: FakeSwitch }): HubSwitch {
  return stage.fake as HubSwitch;
}

/** The newest connector behind each hub's address: a restart leaves the address as it is. */
const connectors = new Map<string, Connector>();
const connected: SwitchKind<ElectrumConfig> = {
  ...kind,
  connect(config, context) {
    const connector = kind.connect(config, context);
    if (config.mode === 'intermediate') connectors.set(config.partners[0]!.baseUrl, connector);
    return connector;
  },
};

const FAULTS: Partial<Record<Trouble, [Fault, number?]>> = {
  'foreign-events': ['pay-foreign'],
  'other-amount': ['approved-amount', 9_900],
  'clock-skew': ['clock-skew', -36_000_000],
  'create-auth': ['reverse-401'],
};

export async function startHub(): Promise<HubSwitch> {
  const key: { baseUrl: string } = { baseUrl: '' };
  const server = await webhookServer(() => connectors.get(key.baseUrl));
  const hubUrl = server.url;
  const wallet = (id: string) =>
    startWallet({
      id,
      clientId: HUB.id,
      clientPassword: `ours at ${id}`,
      password: `${id} secret`,
      hubUrl: () => hubUrl,
    });
  const wallets = await Promise.all([wallet('wallet-a'), wallet('wallet-b')]);
  const [first] = wallets;
  key.baseUrl = first.baseUrl;
  const customers = walletCustomers(first);
  let duplicates = false;
  return {
    ...{ wallets, hubUrl },
    config: {
      mode: 'intermediate',
      client: HUB,
      originator: SHOP.originator,
      providerId: 'za.co.elec',
      partners: wallets.map(({ id, baseUrl }) => ({
        id,
        name: id,
        baseUrl,
        password: `${id} secret`,
        ours: `ours at ${id}`,
      })),
      clients: [OTHER_SHOP],
      timing: TIMING,
    },
    onChange: (changed) => wallets.forEach(({ ledger }) => void ledger.changes.on('change', changed)),
    listening: () => true,
    scan: (session) => customers.wants(session, 'scan', duplicates),
    pay: (session) => customers.wants(session, 'pay', duplicates),
    paySilently() {
      throw new Error('no call of the interface could show it');
    },
    fail: (session) => customers.wants(session, 'refuse', false),
    leaveOpen() {
      throw new Error('the intermediate takes on what is open');
    },
    resolveOpen: () => undefined,
    refund() {
      throw new Error('the interface has no refund');
    },
    trouble(trouble, times) {
      if (trouble === 'duplicate-events') return void (duplicates = true);
      if (trouble === 'foreign-status') return;
      const [fault, value] = FAULTS[trouble] ?? [];
      if (fault === undefined) throw new Error(`the intermediate has no trouble of the kind ${trouble}`);
      first.faults.set(fault, { value, times });
    },
    heal: () => first.faults.clear(),
    drop: () => first.drop(),
    expireCredentials: () => undefined,
    statusLookUps: () => 0,
    push: undefined,
    acceptsReply: () => false,
    async close() {
      customers.close();
      connectors.delete(first.baseUrl);
      await server.close();
      await Promise.all(wallets.map((one) => one.close()));
    },
  };
}

/** What customers of one wallet want: each scans until the scan is taken, and again when the pay was called back. */
function walletCustomers(wallet: Wallet) {
  const wanted = new Map<string, 'scan' | 'pay' | 'refuse'>();
  const scanning = new Set<string>();
  let isClosed = false;
  const scan = async (session: string, twice: boolean): Promise<void> => {
    if (scanning.has(session)) return;
    scanning.add(session);
    for (let attempt = 0; attempt < 200 && !isClosed; attempt++) {
      const same = { id: crypto.randomUUID(), partnerPaymentToken: `token ${attempt}` };
      const status = await wallet.scan(session, same);
      if (twice) await wallet.scan(session, same);
      if (status === 202 || wallet.isAsked(session)) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    scanning.delete(session);
  };
  const act = (): void => {
    for (const [session, want] of wanted) {
      if (!wallet.isAsked(session) || want === 'scan') continue;
      wanted.delete(session);
      if (want === 'pay') wallet.agree(session);
      else wallet.refuse(session);
    }
  };
  wallet.ledger.changes.on('change', act);
  return {
    wants(session: string, want: 'scan' | 'pay' | 'refuse', twice: boolean): void {
      wanted.set(session, want);
      act();
      if (wanted.has(session) && !wallet.isAsked(session)) void scan(session, twice);
    },
    close: () => void (isClosed = true),
  };
}

async function webhookServer(connector: () => Connector | undefined): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const headers: Record<string, string> = {};
      for (const [name, value] of Object.entries(request.headers)) if (typeof value === 'string') headers[name] = value;
      const path = (request.url ?? '').replace(/^\/qr\/v1\//, '');
      const asked = { path, method: request.method ?? '', headers, body: Buffer.concat(parts).toString() };
      const reply = connector()?.webhook?.(asked) ?? Promise.reject(new Error('closed'));
      reply.then(
        ({ status, contentType, body, headers: own = {} }) =>
          response.writeHead(status, { 'content-type': contentType, ...own }).end(body),
        () => response.writeHead(503).end(),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/qr/v1`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const OWN_QR = 'the bridge makes the QR itself';
const NO_WORD = 'no call of the interface asks what became of a payment';
const NO_ROAD = 'wallets come to us; one that is silent is answered for: pending, called back, failed (own cases)';
const TAKEN_ON = 'the intermediate itself takes on what is owed to a wallet; the shop has its word at once (own cases)';
const NO_PUSH = 'wallets tell of scans alone; the answer to a pay is the only word about money';

export const electrumHub: SwitchDriver = {
  kind: connected as unknown as SwitchKind<unknown>,
  currency: 'ZAR',
  foreignCurrency: 'NPR',
  tells: ['opened', 'scanned', 'pending', 'failed'],
  start: startHub,
  cannot: {
    'a payment that the switch leaves open stays pending until the switch knows': TAKEN_ON,
    'a restart while pending: the outcome comes': TAKEN_ON,
    'a failed try keeps the QR and a second try is paid':
      'whom the wallet refuses has scanned, and that is told (own cases)',
    'a QR that nobody pays is never told as anything': NO_WORD,
    'a payment after the QR has expired is told as late':
      'when the QR ends its pay is called back, so nobody can pay it late',
    'a late payment that no event told is found by a look-up': NO_WORD,
    'a scan that comes after its payment changes nothing':
      'a scan for which no pay waits is refused before it is an event',
    'somebody else’s events and rows are dropped and counted':
      'what a stranger tells is refused to his face (own cases)',
    'money given back is told as reversed': 'a confirmed payment cannot be reversed, and the interface has no refund',
    ...Object.fromEntries(
      [
        ...['amount', 'payee', 'currency'].map((what) => `qr other ${what}: the QR is not shown`),
        'one 5xx, one 429 and one time-out on the way do not cost the customer the QR',
        'a switch that asks to wait longer than the customer does is not asked again',
        'a switch that never answers is given up in time',
        'a web page instead of an answer is named as such',
        'wrong credentials are said once and not tried again',
      ].map((name) => [name, OWN_QR]),
    ),
    ...Object.fromEntries(
      [
        'a drop between scan and payment is healed by a look-up',
        'a payment is found even when the road never comes back',
        'a half-open road is found and left',
        'after a drop the next events come over the new road',
        'a bridge that starts before its switch finds it later',
        'credentials that end are renewed without losing a payment',
        'a status that lags does not hold the payment back for ever',
      ].map((name) => [name, NO_ROAD]),
    ),
    ...Object.fromEntries(
      ['500', '429', '429-retry-after', 'html', 'stall', 'auth'].map((trouble) => [
        `status-${trouble}: the payment is told, once, and nothing is told as failed`,
        TAKEN_ON,
      ]),
    ),
    ...Object.fromEntries(
      [
        'a good notification is told once and answered alike each time',
        'a good notification is believed while the status cannot be had',
        'notification and event of one payment are told once',
        'a notification after a restart is told when the switch’s books agree',
        'a notification is not acknowledged before it is kept',
        'a forged notification is refused',
        'an unsigned notification is refused',
        'a notification without credentials is refused',
        'a notification of another amount is not announced',
        'a notification in another currency is not announced',
        'a notification for another payee is not announced',
      ].map((name) => [name, NO_PUSH]),
    ),
  },
};

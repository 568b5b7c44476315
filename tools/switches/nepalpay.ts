// A pretended NEPALPAY: a real HTTP and WebSocket server on loopback, strict where the documents are, with customers and
// troubles to order. Written from the documents (npidocs) and not from the connector that it checks.
import { createFaults, FAULTS, type Fault, type Faults } from './nepalpay/faults';
import { createEventSockets } from './nepalpay/event-socket';
import { keys } from './nepalpay/keys';
import { createLedger, nepalTime, SHOP, type Ledger, type Row, type Trace } from './nepalpay/ledger';
import { deliverPush, isReplySigned, pushRequest, type PushRequest } from './nepalpay/push';
import { createApi, listen } from './nepalpay/server';
import { createTokenDesk } from './nepalpay/tokens';

export interface NepalpayOptions {
  /** 0 chooses a free port. */
  port?: number;
  /** What CONNECTED grants: the server's own beats and those it wants; 0 for none. */
  heartBeatMs?: { sendMs: number; wantMs: number };
  accessTokenSeconds?: number;
  /** Where confirm-payment is posted after each payment: {pushTo}/nepalpay/confirm-payment. */
  pushTo?: string;
}
/** How a payment ends; default both '000'. `silent`: the socket says nothing of it. */
export interface PayOptions {
  debit?: string;
  credit?: string;
  silent?: boolean;
}

export interface Nepalpay {
  baseUrl: string;
  wsUrl: string;
  /** A full configuration of the connector for this shop; timing is the caller's. */
  config: ReturnType<typeof connectorConfig>;
  /** The customer's hands. `session` is the validationTraceId; each throws for one that was never made. */
  open(session: string): void;
  scan(session: string): void;
  pay(session: string, options?: PayOptions): void;
  fail(session: string, debit?: string): void;
  /** The clearing house gives the money back: a RFND row of the full amount, nothing on the socket. */
  refund(session: string): void;
  /** The confirm-payment request for the last try, as the push faults make it. */
  push(session: string, status?: 'SUCCESS' | 'PENDING' | 'FAILED'): PushRequest;
  /** Is a connection registered for this trace id, so that its events will arrive? */
  listens(session: string): boolean;
  /** Is this answer to a push signed by the shop? */
  isReplySigned(body: string): boolean;
  faults: Faults;
  drop(): void;
  expireTokens(all: boolean): void;
  pushTo(base: string | undefined): void;
  ledger: Ledger;
  close(): Promise<void>;
}

export async function startNepalpay(options: NepalpayOptions = {}): Promise<Nepalpay> {
  const faults = createFaults();
  const ledger = createLedger(() => faults.use('clock-skew') ?? 0);
  const desk = createTokenDesk(ledger, options.accessTokenSeconds ?? 300);
  const sockets = createEventSockets(ledger, faults, options.heartBeatMs ?? { sendMs: 10_000, wantMs: 10_000 });
  let pushTo = options.pushTo;

  const traceOf = (session: string): Trace => {
    const trace = ledger.traces.get(session);
    if (trace === undefined) throw new Error(`nepalpay fake: no QR has the trace id ${session}`);
    return trace;
  };
  const say = (trace: Trace, status: string, message: string, codes: Record<string, string> = {}): void =>
    sockets.deliver(trace.id, {
      status,
      channel: 'NQR',
      message,
      merchant_id: SHOP.terminalLabel,
      txn_id: trace.id,
      ...codes,
    });
  const book = (trace: Trace, debitStatus: string, creditStatus: string): Row => {
    const recDate = nepalTime(ledger.now()).slice(0, 10);
    const row: Row = {
      nQrTxnId: ledger.newId(),
      tranType: 'PMT',
      amountMinor: trace.amountMinor,
      debitStatus,
      creditStatus,
      recDate,
    };
    trace.rows.push(row);
    ledger.changed();
    return row;
  };
  const tellMerchant = (trace: Trace, row: Row, status: string): void => {
    if (pushTo !== undefined) void deliverPush(pushTo, pushRequest(trace, row, status, ledger, faults), ledger);
  };

  const fake: Omit<Nepalpay, 'baseUrl' | 'wsUrl' | 'config' | 'close'> = {
    open: (session) => say(traceOf(session), 'ENTR', 'QR page opened'),
    scan: (session) => say(traceOf(session), 'PARSED', 'QR parsed'),
    pay(session, { debit = '000', credit = '000', silent = false } = {}) {
      const trace = traceOf(session);
      const row = book(trace, debit, credit);
      const codes: Record<string, string> =
        faults.use('codes-missing') === undefined ? { debit_status: debit, credit_status: credit } : {};
      if (!silent) say(trace, 'COMPLETED', 'Transaction completed', codes);
      tellMerchant(trace, row, debit === '000' ? 'SUCCESS' : 'FAILED');
    },
    fail(session, debit = 'B002') {
      const trace = traceOf(session);
      const row = book(trace, debit, '');
      say(trace, 'FAILED', 'Transaction failed', { debit_status: debit });
      tellMerchant(trace, row, 'FAILED');
    },
    refund(session) {
      const trace = traceOf(session);
      const paid = trace.rows.find(({ tranType }) => tranType === 'PMT');
      if (paid === undefined) throw new Error(`nepalpay fake: ${session} was never paid`);
      trace.rows.push({ ...paid, nQrTxnId: ledger.newId(), tranType: 'RFND' });
      ledger.changed();
    },
    push(session, status = 'SUCCESS') {
      const trace = traceOf(session);
      const row = trace.rows.at(-1) ?? book(trace, '000', '000');
      return pushRequest(trace, row, status, ledger, faults);
    },
    listens: (session) => sockets.listens(session),
    isReplySigned,
    faults: {
      ...faults,
      set(fault, how) {
        if (fault === 'half-open') sockets.freeze();
        else faults.set(fault, how);
      },
    },
    drop: () => sockets.drop(),
    expireTokens: (all) => desk.expire(all),
    pushTo: (base) => void (pushTo = base),
    ledger,
  };

  const server = createApi(ledger, faults, desk, (word, body) => Promise.resolve(obey(fake, word, body)));
  server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head));
  const port = await listen(server, options.port ?? 0);
  const baseUrl = `http://127.0.0.1:${port}`;
  const wsUrl = `ws://127.0.0.1:${port}/nqrws`;
  return {
    ...fake,
    baseUrl,
    wsUrl,
    config: connectorConfig(baseUrl, wsUrl),
    async close() {
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** POST /__sim/<word>: the same hands over HTTP. Says what is on and what was seen. */
function obey(
  fake: Omit<Nepalpay, 'baseUrl' | 'wsUrl' | 'config' | 'close'>,
  word: string,
  body: Record<string, unknown>,
): unknown {
  const session = String(body.session ?? '');
  const text = (name: string): string | undefined =>
    typeof body[name] === 'string' ? (body[name] as string) : undefined;
  if (word === 'open') fake.open(session);
  else if (word === 'scan') fake.scan(session);
  else if (word === 'pay')
    fake.pay(session, { debit: text('debit'), credit: text('credit'), silent: body.silent === true });
  else if (word === 'fail') fake.fail(session, text('debit'));
  else if (word === 'refund') fake.refund(session);
  else if (word === 'drop') fake.drop();
  else if (word === 'expire-tokens') fake.expireTokens(body.all === true);
  else if (word === 'push-to') fake.pushTo(text('base'));
  else if (word === 'fault') {
    if (!FAULTS.includes(body.fault as Fault)) throw new Error(`no such fault; there are: ${FAULTS.join(', ')}`);
    fake.faults.set(body.fault as Fault, { value: number(body.value), times: number(body.times) });
  } else if (word === 'heal') fake.faults.clear(text('fault') as Fault | undefined);
  else if (word !== 'state')
    throw new Error('open, scan, pay, fail, refund, drop, expire-tokens, push-to, fault, heal or state');
  return { faults: fake.faults.list(), traces: [...fake.ledger.traces.values()], pushes: fake.ledger.seen.pushes };
}
function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
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

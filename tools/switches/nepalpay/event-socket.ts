// The NPI WebSocket channel, path /nqrws: raw STOMP, a queue per connection (api_specification.md section 2).
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Faults } from './faults';
import { decryptToken, keys } from './keys';
import { nepalTime, SHOP, type Ledger } from './ledger';
import { ClientStream, serverFrame, StompRefusal, type ClientFrame } from './stomp-server';

const QUEUE = '/user/nqrws/check-txn-status';
const REGISTER = '/nqrws/check-txn-status';

export interface EventSockets {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Sends the record to every connection that registered the trace id. */
  deliver(trace: string, record: Record<string, string>): void;
  listens(trace: string): boolean;
  /** Cuts every connection without a word. */
  drop(): void;
  /** Every connection goes on in silence, unread, unanswered and not closed. */
  freeze(): void;
  close(): void;
}

interface Session {
  socket: WebSocket;
  stream: ClientStream;
  connected: boolean;
  subscription: string | undefined;
  registered: Map<string, string>;
  frozen: boolean;
  /** An event that waits to come after the next one. */
  held: string | undefined;
  lastHeardMs: number;
  timers: NodeJS.Timeout[];
  messages: number;
}

export function createEventSockets(
  ledger: Ledger,
  faults: Faults,
  grant: { sendMs: number; wantMs: number },
): EventSockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: 100_000 });
  const sessions = new Set<Session>();
  const greeted = new Set<string>();

  const write = (session: Session, bytes: string): void => {
    if (session.frozen) return;
    if (faults.use('split-frames') !== undefined) for (const piece of cut(bytes)) session.socket.send(piece);
    else session.socket.send(bytes);
  };
  const message = (session: Session, body: string): string =>
    serverFrame(
      'MESSAGE',
      {
        destination: QUEUE,
        'content-type': 'application/json',
        subscription: session.subscription ?? '',
        'message-id': `m-${++session.messages}`,
        'content-length': Buffer.byteLength(body),
      },
      body,
    );
  const push = (session: Session, record: Record<string, string>): void => {
    // A user queue without a subscriber forgets.
    if (session.subscription === undefined) return;
    const frames = [message(session, JSON.stringify(record))];
    if (faults.use('foreign-events') !== undefined)
      frames.unshift(message(session, JSON.stringify(strangersPayment())));
    if (faults.use('duplicate-events') !== undefined) frames.push(...frames);
    if (faults.use('broken-frame') !== undefined)
      frames.push(serverFrame('MESSAGE', { 'content-length': 3 }, '{"status":"x"}'));
    if (faults.use('endless-frame') !== undefined) frames.push(`MESSAGE\nx:${'y'.repeat(90_000)}`);
    if (faults.use('merged-frames') !== undefined) write(session, `\n${frames.join('\n')}\n\n`);
    else for (const frame of frames) write(session, frame);
  };
  const inTurn = (session: Session, record: Record<string, string>): void => {
    if (session.held !== undefined) {
      const late = JSON.parse(session.held) as Record<string, string>;
      session.held = undefined;
      push(session, record);
      push(session, late);
    } else if (faults.use('reordered-events') !== undefined) session.held = JSON.stringify(record);
    else push(session, record);
  };

  const refuse = (session: Session, why: string): void => {
    write(session, serverFrame('ERROR', { message: why, 'content-length': 0 }));
    session.socket.close();
  };
  const connect = (session: Session, frame: ClientFrame): void => {
    const versions = (frame.headers.get('accept-version') ?? '1.0').split(',');
    const version = ['1.2', '1.1', '1.0'].find((known) => versions.includes(known));
    if (version === undefined) return refuse(session, 'version');
    if (faults.use('no-connected') !== undefined) return;
    session.connected = true;
    const [canMs = 0, wantsMs = 0] = (frame.headers.get('heart-beat') ?? '0,0').split(',').map(Number);
    write(session, serverFrame('CONNECTED', { version, 'heart-beat': `${grant.sendMs},${grant.wantMs}` }));
    if (grant.sendMs > 0 && wantsMs > 0) {
      const beat = (): void => void (faults.use('no-heart-beats') === undefined && write(session, '\n'));
      session.timers.push(setInterval(beat, Math.max(grant.sendMs, wantsMs)));
    }
    if (grant.wantMs > 0 && canMs > 0) {
      const patienceMs = 3 * Math.max(grant.wantMs, canMs);
      const check = (): void =>
        void (Date.now() - session.lastHeardMs > patienceMs && refuse(session, 'no heart-beat'));
      session.timers.push(setInterval(check, patienceMs));
    }
  };
  const register = (session: Session, body: Buffer): void => {
    const asked = parse(body);
    if (asked === undefined) return refuse(session, 'body');
    const { request_id: id, merchant_id, username, api_token } = asked;
    const answer = {
      channel: 'GWQR',
      merchant_id,
      request_id: id,
      ws_id: `${nepalTime(ledger.now()).replace(/\D/g, '')}${randomUUID()}`,
    };
    if (faults.use('error-frame') !== undefined) return refuse(session, 'internal error');
    const token = decryptToken(api_token, keys().channel.privateKey);
    const known =
      token === SHOP.channel.apiToken && username === SHOP.channel.username && merchant_id === SHOP.terminalLabel;
    ledger.count(ledger.seen.registrations, id);
    if (faults.use('bad-token') !== undefined || !known) {
      return push(session, { ...answer, status: 'FAIL', message: 'Token decryption failed' });
    }
    if (faults.use('silence') !== undefined || !ledger.traces.has(id)) return;
    session.registered.set(id, answer.ws_id);
    if (greeted.has(id) && faults.use('no-repeated-entr') !== undefined) return;
    greeted.add(id);
    push(session, { ...answer, status: 'ENTR', message: 'Connection Established' });
    ledger.changed();
  };
  const take = (session: Session, frame: ClientFrame): void => {
    if (frame.command === 'CONNECT' || frame.command === 'STOMP') return connect(session, frame);
    // Without CONNECTED the vendor's sample sends on; a server that never answered ignores it.
    if (!session.connected) return;
    if (frame.command === 'SUBSCRIBE') {
      if (frame.headers.get('destination') !== QUEUE) return refuse(session, 'destination');
      session.subscription = frame.headers.get('id') ?? '0';
    } else if (frame.command === 'UNSUBSCRIBE') session.subscription = undefined;
    else if (frame.command === 'DISCONNECT') session.socket.close();
    else if (frame.headers.get('destination') !== REGISTER) refuse(session, 'destination');
    else register(session, frame.body);
  };

  server.on('connection', (socket: WebSocket) => {
    const session: Session = {
      socket,
      stream: new ClientStream(),
      connected: false,
      subscription: undefined,
      registered: new Map(),
      frozen: false,
      held: undefined,
      lastHeardMs: Date.now(),
      timers: [],
      messages: 0,
    };
    sessions.add(session);
    ledger.seen.sockets++;
    ledger.changed();
    socket.on('message', (piece: Buffer) => {
      session.lastHeardMs = Date.now();
      try {
        for (const frame of session.stream.take(piece)) take(session, frame);
      } catch (error) {
        if (!(error instanceof StompRefusal)) throw error;
        refuse(session, error.message);
      }
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      sessions.delete(session);
      for (const timer of session.timers) clearInterval(timer);
    });
  });

  return {
    upgrade(request, socket, head) {
      if (new URL(request.url ?? '/', 'http://x').pathname !== '/nqrws' || faults.use('refuse-sockets') !== undefined) {
        socket.end('HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, (opened) => server.emit('connection', opened, request));
    },
    deliver(trace, record) {
      for (const session of sessions) {
        const ws_id = session.registered.get(trace);
        if (ws_id !== undefined && faults.use('silence') === undefined) inTurn(session, { ...record, ws_id });
      }
    },
    listens: (trace) => [...sessions].some(({ registered, frozen }) => !frozen && registered.has(trace)),
    drop() {
      for (const session of sessions) session.socket.terminate();
    },
    freeze() {
      for (const session of sessions) {
        session.frozen = true;
        session.socket.pause();
      }
    },
    close() {
      for (const session of sessions) session.socket.terminate();
      server.close();
    },
  };
}

function parse(body: Buffer): Record<'request_id' | 'merchant_id' | 'username' | 'api_token', string> | undefined {
  try {
    const asked = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
    const fields = ['request_id', 'merchant_id', 'username', 'api_token'];
    return fields.every((name) => typeof asked[name] === 'string' && asked[name] !== '') ? (asked as never) : undefined;
  } catch {
    return undefined;
  }
}

function strangersPayment(): Record<string, string> {
  return {
    status: 'COMPLETED',
    channel: 'NQR',
    txn_id: '2601010000007777TST',
    debit_status: '000',
    credit_status: '000',
  };
}

/** In the head, at the blank line, in the body. */
function cut(bytes: string): string[] {
  const blank = bytes.indexOf('\n\n');
  const cuts = [0, 4, blank + 1, blank + 7, bytes.length].filter(
    (at, index, all) => index === 0 || at > all[index - 1]!,
  );
  return cuts.slice(1).map((end, index) => bytes.slice(cuts[index], end));
}

// One life of the event socket: WebSocket, CONNECT, CONNECTED, SUBSCRIBE, heart-beats, and the one reason of its end.
import WebSocket from 'ws';
import type { NepalpayConfig } from './config';
import { createFrameReader, encodeFrame, FrameError, type Frame } from './stomp';

const SUBSCRIBE_TO = '/user/nqrws/check-txn-status';
const SEND_TO = '/nqrws/check-txn-status';
const MESSAGE_LIMIT_BYTES = 256 * 1024;

export interface SocketPorts {
  /** CONNECTED came and the subscription is sent. */
  onOpen(): void;
  onRecord(text: string): void;
  /** Called exactly once, whatever happens. `why` holds no secret. */
  onEnd(why: string): void;
}

/** Every wait in here has a watch-dog that ends the socket, so a silent peer is found however it is silent. */
export class EventSocket {
  readonly #socket: WebSocket;
  readonly #reader = createFrameReader();
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #watchdog: NodeJS.Timeout;
  #ended = false;
  #lastHeardMs = performance.now();
  #lastPongMs = performance.now();

  constructor(
    readonly config: NepalpayConfig,
    readonly ports: SocketPorts,
  ) {
    const { connectedMs } = config.timing;
    const protocols = config.wsProtocol === undefined ? [] : [config.wsProtocol];
    this.#socket = new WebSocket(config.wsUrl, protocols, {
      headers: config.wsHeaders,
      handshakeTimeout: connectedMs,
      maxPayload: MESSAGE_LIMIT_BYTES,
      perMessageDeflate: false,
      followRedirects: false,
      ...config.tls,
    });
    this.#watchdog = setTimeout(() => this.end(`no CONNECTED within ${connectedMs / 1000} s`), connectedMs);
    this.#timers.push(this.#watchdog);
    this.#listen();
  }

  /** One registration. Lost silently when the socket is just going down: every new socket registers anew. */
  send(body: string): void {
    this.#write({ command: 'SEND', headers: { destination: SEND_TO, 'content-type': 'application/json' }, body });
  }

  end(why: string): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const timer of this.#timers) clearTimeout(timer);
    // Not close(): a half-open road would keep the closing hand-shake waiting.
    this.#socket.terminate();
    this.ports.onEnd(why);
  }

  #listen(): void {
    const socket = this.#socket;
    socket.on('open', () => this.#greet());
    socket.on('pong', () => (this.#lastPongMs = performance.now()));
    socket.on('message', (piece: Buffer) => this.#read(piece));
    socket.on('unexpected-response', (_request, response) =>
      this.end(`the switch refused the socket (HTTP ${response.statusCode ?? 0})`),
    );
    socket.on('error', (error: Error & { code?: string }) =>
      this.end(`the socket failed (${error.code ?? error.message.slice(0, 80)})`),
    );
    socket.on('close', (code) => this.end(`the switch closed the socket (code ${code})`));
  }

  #greet(): void {
    const { heartBeatMs, pingMs } = this.config.timing;
    const host = new URL(this.config.wsUrl).hostname;
    const headers = { 'accept-version': '1.1,1.0', host, 'heart-beat': `${heartBeatMs},${heartBeatMs}` };
    this.#write({ command: 'CONNECT', headers, body: '' });
    this.#lastPongMs = performance.now();
    this.#every(pingMs, () => {
      if (performance.now() - this.#lastPongMs > 2 * pingMs) this.end('the road is dead (no answer to pings)');
      else this.#socket.ping();
    });
  }

  #read(piece: Buffer): void {
    this.#lastHeardMs = performance.now();
    try {
      for (const frame of this.#reader.push(piece)) if (!this.#ended) this.#take(frame);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      this.end(`the switch sent ${error.message}`);
    }
  }

  #take(frame: Frame): void {
    if (frame.command === 'CONNECTED') this.#connected(frame.headers['heart-beat']);
    else if (frame.command === 'MESSAGE') this.ports.onRecord(frame.body);
    else if (frame.command === 'ERROR') {
      this.end(`the switch sent an ERROR frame (${(frame.headers.message ?? '').slice(0, 80)})`);
    }
  }

  #connected(granted: string | undefined): void {
    clearTimeout(this.#watchdog);
    const { heartBeatMs, heartBeatGraceMs } = this.config.timing;
    const { sendMs, expectMs } = agree(granted, heartBeatMs);
    const patienceMs = 2 * expectMs + heartBeatGraceMs;
    if (sendMs > 0) this.#every(sendMs, () => this.#write('\n'));
    if (expectMs > 0) {
      this.#every(expectMs, () => {
        if (performance.now() - this.#lastHeardMs > patienceMs) this.end('its heart-beats stopped');
      });
    }
    this.#write({ command: 'SUBSCRIBE', headers: { id: 'sub-0', destination: SUBSCRIBE_TO }, body: '' });
    this.ports.onOpen();
  }

  #write(frame: Frame | '\n'): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(frame === '\n' ? frame : encodeFrame(frame));
  }

  #every(ms: number, run: () => void): void {
    this.#timers.push(setInterval(run, ms));
  }
}

/** STOMP 1.2 "Heart-beating": each side's offer and the other's wish; 0 on either side means none. */
function agree(granted: string | undefined, ourMs: number): { sendMs: number; expectMs: number } {
  const [canMs = 0, wantsMs = 0] = (granted ?? '0,0')
    .split(',')
    .map((part) => (/^\d{1,9}$/.test(part.trim()) ? Number(part) : 0));
  return { sendMs: wantsMs === 0 ? 0 : Math.max(ourMs, wantsMs), expectMs: canMs === 0 ? 0 : Math.max(ourMs, canMs) };
}

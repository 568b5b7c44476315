// One life of one QR's event socket. The switch gives its address with the QR; we only listen.
import WebSocket from 'ws';
import type { FonepayConfig } from './config';

const MESSAGE_LIMIT_BYTES = 64 * 1024;

export interface SocketPorts {
  onOpen(): void;
  onText(text: string): void;
  /** Called exactly once, whatever happens. `why` holds no secret. */
  onEnd(why: string): void;
}

/** Opens at once. No heart-beat is documented, so pings of the WebSocket itself find a dead road. */
export class QrSocket {
  readonly #socket: WebSocket;
  #pings: NodeJS.Timeout | undefined;
  #ended = false;
  #heardMs = performance.now();

  constructor(
    url: string,
    timing: Pick<FonepayConfig['timing'], 'openMs' | 'pingMs'>,
    readonly ports: SocketPorts,
  ) {
    const { openMs, pingMs } = timing;
    this.#socket = new WebSocket(url, {
      handshakeTimeout: openMs,
      maxPayload: MESSAGE_LIMIT_BYTES,
      perMessageDeflate: false,
      followRedirects: false,
    });
    this.#socket.on('open', () => {
      this.#heardMs = performance.now();
      this.#pings = setInterval(() => this.#ping(pingMs), pingMs);
      ports.onOpen();
    });
    this.#socket.on('message', (data: Buffer) => {
      this.#heardMs = performance.now();
      if (!this.#ended) ports.onText(data.toString('utf8'));
    });
    this.#socket.on('pong', () => (this.#heardMs = performance.now()));
    this.#socket.on('unexpected-response', (_request, { statusCode = 0 }) => this.end(`refused (HTTP ${statusCode})`));
    this.#socket.on('error', (error: Error & { code?: string }) =>
      this.end(`failed (${error.code ?? error.message.slice(0, 80)})`),
    );
    this.#socket.on('close', (code) => this.end(`closed (code ${code})`));
  }

  end(why: string): void {
    if (this.#ended) return;
    this.#ended = true;
    clearInterval(this.#pings);
    // Not close(): a half-open road would keep the closing hand-shake waiting.
    this.#socket.terminate();
    this.ports.onEnd(why);
  }

  #ping(pingMs: number): void {
    if (performance.now() - this.#heardMs > 2 * pingMs) this.end('dead (no answer to pings)');
    else this.#socket.ping();
  }
}

/** Is the address Fonepay's? wss, and one of socketDomains or below it; ws only on this machine. */
export function isSocketOf(config: Pick<FonepayConfig, 'socketDomains'>, address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  const isOurs = config.socketDomains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`));
  return isOurs && (protocol === 'wss:' || (protocol === 'ws:' && hostname === '127.0.0.1'));
}

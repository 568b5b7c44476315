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
export interface Socket {
  send(body: string): void;
  end(why: string): void;
}

/** Every wait in here has a watch-dog that ends the socket, so a silent peer is found however it is silent. */
export function openSocket(config: NepalpayConfig, ports: SocketPorts): Socket {
  const { timing } = config;
  const reader = createFrameReader();
  const timers: NodeJS.Timeout[] = [];
  let ended = false;
  let lastHeardMs = performance.now();
  let lastPongMs = lastHeardMs;

  const socket = new WebSocket(config.wsUrl, config.wsProtocol === undefined ? [] : [config.wsProtocol], {
    headers: config.wsHeaders,
    handshakeTimeout: timing.connectedMs,
    maxPayload: MESSAGE_LIMIT_BYTES,
    perMessageDeflate: false,
    followRedirects: false,
    ...config.tls,
  });

  const end = (why: string): void => {
    if (ended) return;
    ended = true;
    for (const timer of timers) clearTimeout(timer);
    // Not close(): a half-open road would keep the closing hand-shake waiting.
    socket.terminate();
    ports.onEnd(why);
  };
  const send = (frame: Frame | '\n'): void => {
    if (socket.readyState === WebSocket.OPEN) socket.send(frame === '\n' ? frame : encodeFrame(frame));
  };
  const every = (ms: number, run: () => void): void => void timers.push(setInterval(run, ms));

  const connected = (granted: string | undefined): void => {
    clearTimeout(watchdog);
    const { sendMs, expectMs } = agree(granted, timing.heartBeatMs);
    if (sendMs > 0) every(sendMs, () => send('\n'));
    const patienceMs = 2 * expectMs + timing.heartBeatGraceMs;
    if (expectMs > 0) {
      every(expectMs, () => performance.now() - lastHeardMs > patienceMs && end('its heart-beats stopped'));
    }
    send({ command: 'SUBSCRIBE', headers: { id: 'sub-0', destination: SUBSCRIBE_TO }, body: '' });
    ports.onOpen();
  };
  const take = (frame: Frame): void => {
    if (frame.command === 'CONNECTED') connected(frame.headers['heart-beat']);
    else if (frame.command === 'MESSAGE') ports.onRecord(frame.body);
    else if (frame.command === 'ERROR')
      end(`the switch sent an ERROR frame (${(frame.headers.message ?? '').slice(0, 80)})`);
  };

  const watchdog = setTimeout(() => end(`no CONNECTED within ${timing.connectedMs / 1000} s`), timing.connectedMs);
  timers.push(watchdog);
  socket.on('open', () => {
    const heartBeat = `${timing.heartBeatMs},${timing.heartBeatMs}`;
    const headers = { 'accept-version': '1.1,1.0', host: new URL(config.wsUrl).hostname, 'heart-beat': heartBeat };
    send({ command: 'CONNECT', headers, body: '' });
    lastPongMs = performance.now();
    every(timing.pingMs, () => {
      if (performance.now() - lastPongMs > 2 * timing.pingMs) return end('the road is dead (no answer to pings)');
      socket.ping();
    });
  });
  socket.on('pong', () => (lastPongMs = performance.now()));
  socket.on('message', (piece: Buffer) => {
    lastHeardMs = performance.now();
    try {
      for (const frame of reader.push(piece)) {
        if (ended) return;
        take(frame);
      }
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      end(`the switch sent ${error.message}`);
    }
  });
  socket.on('unexpected-response', (_request, response) =>
    end(`the switch refused the socket (HTTP ${response.statusCode ?? 0})`),
  );
  socket.on('error', (error: Error & { code?: string }) =>
    end(`the socket failed (${error.code ?? error.message.slice(0, 80)})`),
  );
  socket.on('close', (code) => end(`the switch closed the socket (code ${code})`));

  return {
    send: (body) =>
      send({ command: 'SEND', headers: { destination: SEND_TO, 'content-type': 'application/json' }, body }),
    end,
  };
}

/** STOMP 1.2 "Heart-beating": each side's offer and the other's wish; 0 on either side means none. */
function agree(granted: string | undefined, ourMs: number): { sendMs: number; expectMs: number } {
  const [canMs = 0, wantsMs = 0] = (granted ?? '0,0')
    .split(',')
    .map((part) => (/^\d{1,9}$/.test(part.trim()) ? Number(part) : 0));
  return { sendMs: wantsMs === 0 ? 0 : Math.max(ourMs, wantsMs), expectMs: canMs === 0 ? 0 : Math.max(ourMs, canMs) };
}

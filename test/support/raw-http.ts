// Bytes onto a TCP connection as a hostile client sends them, and what comes back until the server hangs up.
import { connect } from 'node:net';
import type { Socket } from 'node:net';

export interface RawAnswer {
  /** Status of each answer, in order. */
  statuses: number[];
  text: string;
}

const LIMIT_MS = 25_000;

/** @param then is called when connected, to send more later; without it the bytes are all. Resolves at the connection's end */
export function rawHttp(port: number, bytes: string, then?: (socket: Socket) => void): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    const limit = setTimeout(() => {
      socket.destroy();
      reject(new Error(`the server neither answered nor hung up within ${LIMIT_MS / 1000} s: ${text}`));
    }, LIMIT_MS);
    socket.setEncoding('latin1');
    socket.on('connect', () => {
      socket.write(bytes, 'latin1');
      then?.(socket);
    });
    socket.on('data', (part: string) => (text += part));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(limit);
      resolve({ statuses: [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status)), text });
    });
  });
}

// A TCP proxy that can have a bad time: every connection through it is cut, stalled, throttled, or swallowed.
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** cut: all connections end. stall: nothing moves. throttle: a trickle. swallow: what is written is gone, and nobody is told. */
export const TROUBLES = ['cut', 'stall', 'throttle', 'swallow'] as const;
export type Trouble = (typeof TROUBLES)[number];

export interface Proxy {
  port: number;
  /** The trouble ends by itself; a swallowed stream has holes and ends with it. */
  befall(trouble: Trouble, forMs: number): void;
  close(): Promise<void>;
}

const TRICKLE_BYTES_PER_SECOND = 2_000;

/**
 * Listens on a free port of 127.0.0.1 and leads to another there.
 * @param heard called for each connection; takes what the other side says, as far as it is passed on
 */
export async function proxyTo(port: number, heard?: () => (bytes: Buffer) => void): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let trouble: Trouble | undefined;
  let ends: NodeJS.Timeout | undefined;

  const pass = (from: Socket, to: Socket, hear: ((bytes: Buffer) => void) | undefined): void => {
    sockets.add(from);
    const goOn = (): void => {
      if (trouble !== 'stall' && !to.writableNeedDrain) from.resume();
    };
    from.on('data', (bytes) => {
      if (trouble === 'swallow') return;
      hear?.(bytes);
      if (!to.write(bytes)) from.pause();
      if (trouble !== 'throttle') return;
      from.pause();
      setTimeout(goOn, (bytes.length * 1000) / TRICKLE_BYTES_PER_SECOND);
    });
    to.on('drain', goOn);
    from.on('error', () => undefined);
    from.on('close', () => {
      sockets.delete(from);
      to.destroySoon();
    });
    if (trouble === 'stall') from.pause();
  };
  const server = createServer((near) => {
    near.setNoDelay(true);
    const far = connect({ port, host: '127.0.0.1', noDelay: true });
    pass(near, far, undefined);
    pass(far, near, heard?.());
  });
  const end = (): void => {
    clearTimeout(ends);
    if (trouble === 'swallow') for (const socket of sockets) socket.destroy();
    trouble = undefined;
    for (const socket of sockets) socket.resume();
  };
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    befall(now, forMs) {
      end();
      if (now === 'cut') {
        for (const socket of sockets) socket.destroy();
        return;
      }
      trouble = now;
      if (now === 'stall') for (const socket of sockets) socket.pause();
      ends = setTimeout(end, forMs);
    },
    async close() {
      end();
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((closed) => void server.close(() => closed()));
    },
  };
}

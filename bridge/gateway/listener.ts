import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { SecureContextOptions } from 'node:tls';
import { AddressRates } from '../net/rates';
import type { Rate } from '../net/rates';
import { guardPackets } from './packet-guard';

export interface ListenerParts {
  limits: { connections: number; rate: Rate; ratePerAddress: Rate; connectTimeoutMs: number };
  nowMs(): number;
  refuse(reason: string, fields?: { device?: string; address?: string }): void;
  /** A connection that is within the limits, its packets guarded. */
  take(socket: Socket): void;
}

/** One count of addresses for all of the broker's ports. */
export function connectionRates({ limits, nowMs }: Pick<ListenerParts, 'limits' | 'nowMs'>): AddressRates {
  return new AddressRates(limits.rate, limits.ratePerAddress, nowMs);
}

/** Takes connections as fast and as many as the limits say, each behind the guard of packet sizes. */
export function plainListener(parts: ListenerParts, rates: AddressRates): Server {
  return limited(parts, rates, (socket, address) => guarded(parts, socket, address));
}

/** The same over TLS. `renew` has new connections see another certificate; those that are there go on. */
export function tlsListener(
  parts: ListenerParts,
  rates: AddressRates,
  context: SecureContextOptions,
): { server: Server; renew(context: SecureContextOptions): void } {
  const { limits, refuse } = parts;
  const tls = createTlsServer({ ...context, handshakeTimeout: limits.connectTimeoutMs });
  tls.on('secureConnection', (socket) => guarded(parts, socket, socket.remoteAddress ?? ''));
  tls.on('tlsClientError', (_error, socket) => {
    refuse('tls', { address: socket.remoteAddress ?? '' });
    socket.destroy();
  });
  // The handshake costs most of all: who is over the limits does not get that far.
  const server = limited(parts, rates, (socket) => void tls.emit('connection', socket));
  return { server, renew: (renewed) => tls.setSecureContext(renewed) };
}

function limited(
  { limits, refuse }: ListenerParts,
  rates: AddressRates,
  admitted: (socket: Socket, address: string) => void,
): Server {
  const server = createServer((socket) => {
    const address = socket.remoteAddress ?? '';
    if (!rates.admit(address)) {
      refuse('rate', { address });
      socket.destroy();
      return;
    }
    socket.setNoDelay(true);
    admitted(socket, address);
  });
  server.maxConnections = limits.connections;
  server.on('drop', () => refuse('too-many'));
  return server;
}

function guarded({ nowMs, refuse, take }: ListenerParts, socket: Socket, address: string): void {
  guardPackets(socket, nowMs, (reason) => {
    refuse(reason, { address });
    socket.destroy();
  });
  take(socket);
}

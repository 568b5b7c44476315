// The event socket over all its lives: reconnects, and registers every live QR anew on each (npidocs,
// NEPALPAY-QR-Websocket/api_specification.md section 2.2).
import { constants, publicEncrypt } from 'node:crypto';
import { fullJitterMs } from '../../net/backoff';
import type { NepalpayConfig } from './config';
import { openSocket, type Socket } from './socket';

export interface ChannelPorts {
  onRecord(text: string): void;
  /** Up again, and every registration sent; `first` is false after a drop, in which events may have been missed. */
  onUp(first: boolean): void;
  onDown(why: string, retryMs: number): void;
}
export interface Channel {
  /** Registers now when the socket is up, and again on each new socket until `forget`. False beyond the limit. */
  register(session: string): boolean;
  forget(session: string): void;
  /** The switch answered; on this socket the session's events will come. */
  answered(session: string): void;
  /** Will this session's events come by themselves? */
  covers(session: string): boolean;
  up(): boolean;
  /** Resolves when up, rejects with the last trouble after `limitMs`. */
  whenUp(limitMs: number): Promise<void>;
  close(): void;
}

export function openChannel(config: NepalpayConfig, ports: ChannelPorts): Channel {
  const { retryMinMs: minMs, retryMaxMs: maxMs } = config.timing;
  const registrations = new Map<string, 'asked' | 'answered'>();
  const waiters = new Set<() => void>();
  let socket: Socket | undefined;
  let retry: NodeJS.Timeout | undefined;
  let isUp = false;
  let wasUp = false;
  let closed = false;
  let failures = 0;
  let lastTrouble = 'not connected yet';

  const ask = (session: string): void => socket?.send(registration(config, session));
  const open = (): void => {
    socket = openSocket(config, {
      onRecord: ports.onRecord,
      onOpen() {
        isUp = true;
        failures = 0;
        for (const session of registrations.keys()) {
          registrations.set(session, 'asked');
          ask(session);
        }
        for (const waiter of [...waiters]) waiter();
        ports.onUp(!wasUp);
        wasUp = true;
      },
      onEnd(why) {
        isUp = false;
        for (const session of registrations.keys()) registrations.set(session, 'asked');
        if (closed) return;
        lastTrouble = why;
        const retryMs = fullJitterMs({ minMs, maxMs }, failures++);
        retry = setTimeout(open, retryMs);
        ports.onDown(why, retryMs);
      },
    });
  };
  open();

  return {
    register(session) {
      const known = registrations.has(session);
      if (!known && registrations.size >= config.channel.limit) return false;
      if (registrations.get(session) === 'answered') return true;
      registrations.set(session, 'asked');
      if (isUp) ask(session);
      return true;
    },
    forget: (session) => void registrations.delete(session),
    answered(session) {
      if (registrations.has(session)) registrations.set(session, 'answered');
    },
    covers: (session) => isUp && registrations.get(session) === 'answered',
    up: () => isUp,
    whenUp: (limitMs) =>
      new Promise((resolve, reject) => {
        if (isUp) return resolve();
        const done = (settle: () => void) => () => {
          waiters.delete(waiter);
          clearTimeout(timer);
          settle();
        };
        const waiter = done(resolve);
        const timer = setTimeout(
          done(() => reject(new Error(lastTrouble))),
          limitMs,
        );
        waiters.add(waiter);
      }),
    close() {
      closed = true;
      clearTimeout(retry);
      socket?.end('closed by us');
    },
  };
}

/** The SEND body. api_token is encrypted anew each time (RSA/ECB/PKCS1Padding is random by design). */
export function registration(config: NepalpayConfig, session: string): string {
  const { apiToken, publicKey, username, merchantId } = config.channel;
  const key = { key: publicKey, padding: constants.RSA_PKCS1_PADDING };
  return JSON.stringify({
    merchant_id: merchantId ?? config.merchant.terminalLabel,
    request_id: session,
    username,
    api_token: publicEncrypt(key, Buffer.from(apiToken, 'utf8')).toString('base64'),
  });
}

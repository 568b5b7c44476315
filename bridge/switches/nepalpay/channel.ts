// The event socket over all its lives: reconnects, and registers every live QR anew on each (npidocs,
// NEPALPAY-QR-Websocket/api_specification.md section 2.2).
import { constants, publicEncrypt } from 'node:crypto';
import { fullJitterMs } from '../../net/backoff';
import type { NepalpayConfig } from './config';
import { EventSocket } from './socket';

export interface ChannelPorts {
  onRecord(text: string): void;
  /** Up, and every registration sent. */
  onUp(): void;
  onDown(why: string, retryMs: number): void;
}

export class Channel {
  readonly #registrations = new Map<string, 'asked' | 'answered'>();
  readonly #waiters = new Set<() => void>();
  #socket: EventSocket | undefined;
  #retry: NodeJS.Timeout | undefined;
  #closed = false;
  #failures = 0;
  #lastTrouble = 'not connected yet';
  up = false;

  constructor(
    readonly config: NepalpayConfig,
    readonly ports: ChannelPorts,
  ) {
    // Not within the constructor: nobody could use the channel yet that `ports` speaks about.
    queueMicrotask(() => this.#open());
  }

  /** Registers now when the socket is up, and again on each new socket until `forget`. False beyond the limit. */
  register(session: string): boolean {
    const known = this.#registrations.get(session);
    if (known === undefined && this.#registrations.size >= this.config.channel.limit) return false;
    if (known === 'answered') return true;
    this.#registrations.set(session, 'asked');
    if (this.up) this.#ask(session);
    return true;
  }

  forget(session: string): void {
    this.#registrations.delete(session);
  }

  /** The switch answered; on this socket the session's events will come. */
  answered(session: string): void {
    if (this.#registrations.has(session)) this.#registrations.set(session, 'answered');
  }

  /** Will this session's events come by themselves? */
  covers(session: string): boolean {
    return this.up && this.#registrations.get(session) === 'answered';
  }

  /** Resolves when up, rejects with the last trouble after `limitMs`. */
  whenUp(limitMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.up) return resolve();
      const waiter = (): void => {
        this.#waiters.delete(waiter);
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter);
        reject(new Error(this.#lastTrouble));
      }, limitMs);
      this.#waiters.add(waiter);
    });
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#socket?.end('closed by us');
  }

  #open(): void {
    if (this.#closed) return;
    this.#socket = new EventSocket(this.config, {
      onRecord: (text) => this.ports.onRecord(text),
      onOpen: () => this.#opened(),
      onEnd: (why) => this.#ended(why),
    });
  }

  #opened(): void {
    this.up = true;
    this.#failures = 0;
    for (const session of this.#registrations.keys()) this.#ask(session);
    for (const waiter of [...this.#waiters]) waiter();
    this.ports.onUp();
  }

  #ended(why: string): void {
    this.up = false;
    for (const session of this.#registrations.keys()) this.#registrations.set(session, 'asked');
    if (this.#closed) return;
    this.#lastTrouble = why;
    const { retryMinMs: minMs, retryMaxMs: maxMs } = this.config.timing;
    const retryMs = fullJitterMs({ minMs, maxMs }, this.#failures++);
    this.#retry = setTimeout(() => this.#open(), retryMs);
    this.ports.onDown(why, retryMs);
  }

  #ask(session: string): void {
    this.#socket?.send(registration(this.config, session));
  }
}

/** The SEND body. api_token is encrypted anew each time (RSA/ECB/PKCS1Padding is random by design). */
function registration(config: NepalpayConfig, session: string): string {
  const { apiToken, publicKey, username, merchantId } = config.channel;
  const key = { key: publicKey, padding: constants.RSA_PKCS1_PADDING };
  return JSON.stringify({
    merchant_id: merchantId ?? config.merchant.terminalLabel,
    request_id: session,
    username,
    api_token: publicEncrypt(key, Buffer.from(apiToken, 'utf8')).toString('base64'),
  });
}

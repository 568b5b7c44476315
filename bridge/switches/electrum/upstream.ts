// Whoever is asked for QRs and payments: an intermediate over HTTP, or the one in this very bridge (local.ts).
import { holdRequest, type Held, type HeldAnswer } from '../../net/held-request';
import type { PaymentRequest } from './model';

export interface Upstream {
  createQrCode(message: object, timeoutMs: number): Promise<HeldAnswer>;
  pay(message: PaymentRequest, options: { timeoutMs: number; signal: AbortSignal }): Held;
  /** @param reversal false for a confirmation */
  advise(message: object, reversal: boolean): Promise<HeldAnswer>;
}

export interface HttpUpstream {
  /** In front of errors: "electrum". */
  who: string;
  baseUrl: string;
  username: string;
  password: string;
  requestMs: number;
  lateMs: number;
  signal: AbortSignal;
  onLate(status: number): void;
}

const ANSWER_LIMIT_BYTES = 64 * 1024;

export function httpUpstream(options: HttpUpstream): Upstream {
  const { who, baseUrl, username, password, requestMs, lateMs, signal, onLate } = options;
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const ask = (what: string, path: string, message: object, timeoutMs: number, stop: AbortSignal): Held =>
    holdRequest({
      who: `${who}: ${what}`,
      url: `${baseUrl}${path}`,
      headers: { authorization },
      body: JSON.stringify(message),
      limitBytes: ANSWER_LIMIT_BYTES,
      ...{ timeoutMs, signal: stop, lateMs, onLate },
    });
  return {
    createQrCode: (message, timeoutMs) => ask('createQrCode', '/qrCodes', message, timeoutMs, signal).answer,
    pay: (message, { timeoutMs, signal: stop }) =>
      ask('pay', '/payments', message, timeoutMs, AbortSignal.any([signal, stop])),
    advise: (message, reversal) => {
      const [what, path] = reversal ? ['reversePayment', 'reversals'] : ['confirmPayment', 'confirmations'];
      return ask(what!, `/payments/${path}`, message, requestMs, signal).answer;
    },
  };
}

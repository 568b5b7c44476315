import type { CurrencyCode, SwitchEvent } from './types';

/** Asked of a switch for one charge. */
export interface QrRequest {
  chargeId: string;
  device: string;
  amountMinor: number;
  currency: CurrencyCode;
  reference: string | undefined;
  expiresAtMs: number;
}
/** A switch's QR for one charge. `text` is shown byte for byte. */
export interface QrSession {
  session: string;
  payee: string;
  /** '' when, and only when, the customer presents a code of his own: then there is nothing to show. */
  text: string;
  presents?: 'customer';
  /** The switch's own end of life of the QR when it is earlier than the one asked for. */
  expiresAtMs: number | undefined;
}

/** One live QR that a connector watches. */
export interface WatchedSession {
  session: string;
  payee: string;
  amountMinor: number;
  currency: CurrencyCode;
  createdAtMs: number;
  expiresAtMs: number;
}

/** Trouble is about the road to the switch, never about a payment. `detail` is for the operator and holds no secret. */
export interface Health {
  state: 'ok' | 'trouble';
  detail: string;
}

/**
 * What a connector must remember over restarts, as messages that it still owes its switch. Each switch has its own. Keys
 * have at most 100 characters and texts 16,000, or `put` rejects; nobody but the connector reads them.
 */
export interface Keep {
  /** Resolves when it is on disk, in place of what stood under the key. */
  put(key: string, json: string): Promise<void>;
  remove(key: string): Promise<void>;
  all(): Promise<{ key: string; json: string }[]>;
}

/** What a connector is given. `emit` resolves when the event is on disk; a connector acknowledges to its switch only then. */
export interface ConnectorContext {
  emit(event: SwitchEvent): Promise<void>;
  health(health: Health): void;
  keep: Keep;
  log(
    level: 'debug' | 'info' | 'warn' | 'error',
    message: string,
    fields: Record<string, string | number | boolean>,
  ): void;
  nowMs(): number;
}

/** A request that a switch makes to us (webhook), already read and limited in size. */
export interface Webhook {
  /** The path behind /v1/webhooks/<switch>/, without query. */
  path: string;
  /** What stands behind the '?', undecoded; undefined or '' without one. */
  query?: string;
  method: string;
  headers: Record<string, string>;
  body: string;
}
export interface WebhookReply {
  status: number;
  contentType: string;
  body: string;
  /** For a person's browser, as location; they win over the server's own. */
  headers?: Record<string, string>;
}

/** One payment switch. Made by its folder's `connect(config, context)`; owns its sockets, timers and retries. */
export interface Connector {
  /** Makes the QR. Rejects with a SwitchError when the switch refuses or cannot be reached. */
  createQr(request: QrRequest): Promise<QrSession>;
  /** From now on the session's events are emitted, over drops and reconnects, until unwatch. Idempotent. */
  watch(session: WatchedSession): void;
  unwatch(session: string): void;
  /**
   * The shop has cancelled the charge. Of switches that can still call the payment back: they do, and what comes all the
   * same is given back instead of being told. It stays watched. Undefined where money that comes later is told as late.
   */
  cancel?(session: string): void;
  /** Asks the switch now what became of the session, and emits what it learns (used before expiry and after a restart). */
  lookUp(session: WatchedSession): Promise<void>;
  /**
   * Hands the switch a code that the customer presented; only of switches whose sessions say `presents: 'customer'`.
   * Emits scanned and whatever comes of it. Resolves when the switch has answered or its answer is open (then it is
   * asked until it has one). Rejects with a SwitchError when the code was not taken: nothing is paid with it. The code is
   * payment data: it goes to the switch and nowhere else.
   */
  present?(session: WatchedSession, code: string): Promise<void>;
  /**
   * Asks the switch to give a whole payment back; asking twice gives it back once. Resolves when the switch has taken it:
   * `reversed` is emitted when it is confirmed, then or later. Rejects with a SwitchError when it was not taken or nobody
   * knows. Undefined of switches that give nothing back to a shop's order.
   */
  refund?(session: WatchedSession): Promise<void>;
  /** What is paid over the shop's own QRs, which belong to no charge. Undefined of switches that report none of it. */
  readonly printed?: {
    /** The switch's handle of this QR, '' when it has none and cannot be followed. @throws SwitchError when it is not ours */
    sessionOf(text: string): string;
    /**
     * From now on each payment is emitted as `paid` with its id, amount and currency, as a confirmed record states them;
     * not those that were made before the first `watch`. Idempotent, over restarts too.
     */
    watch(session: string): void;
    unwatch(session: string): void;
  };
  /** Can a look-up find that a payment was reversed after it was told? Then paid charges are asked for now and again. */
  readonly findsReversals?: boolean;
  /** Undefined when the switch pushes nothing over HTTP. */
  webhook: ((request: Webhook) => Promise<WebhookReply>) | undefined;
  /** Steps of `ghanti doctor`: each tries one thing for real and says what failed and what to do. */
  diagnose(): AsyncIterable<DoctorStep>;
  close(): Promise<void>;
}
export interface DoctorStep {
  step: string;
  ok: boolean;
  detail: string;
}

/** A switch's refusal in our words; `retry` says whether the same request may do better later. */
export class SwitchError extends Error {
  constructor(
    readonly code: 'refused' | 'unreachable' | 'auth' | 'limit' | 'malformed',
    message: string,
    readonly retry: boolean,
  ) {
    super(message);
    this.name = 'SwitchError';
  }
}

// What a sale tells the bridge: one thing after the other, each until it is on disk.
import { fullJitterMs } from '../../net/backoff';
import type { ConnectorContext } from '../../payments/ports';
import type { SwitchEvent, SwitchEventKind } from '../../payments/types';
import type { ElectrumConfig } from './config';
import { pauseFor } from './pause';

export interface VoiceParts {
  config: ElectrumConfig;
  context: ConnectorContext;
  /** Aborted when the connector closes. */
  closed: AbortSignal;
}

export class Voice {
  #telling: Promise<void> = Promise.resolve();

  constructor(
    private readonly parts: VoiceParts,
    private readonly session: string,
  ) {}

  /** Resolves when all that was told is on disk, or when the connector closes. */
  get quiet(): Promise<void> {
    return this.#telling;
  }

  tell(kind: SwitchEventKind, facts: Partial<SwitchEvent> = {}): Promise<void> {
    const { context, closed } = this.parts;
    this.#telling = this.#telling.then(async () => {
      for (let attempt = 0; !closed.aborted; attempt++) {
        try {
          return await context.emit({ ...this.#event(kind), ...facts });
        } catch (error) {
          this.log('error', error instanceof Error ? error.message : 'electrum: an event cannot be kept');
          await this.pause(attempt, closed);
        }
      }
    });
    return this.#telling;
  }

  /** After all else that was told. Rejects when it could not be kept. */
  async tellOnce(kind: SwitchEventKind): Promise<void> {
    await this.#telling;
    await this.parts.context.emit(this.#event(kind));
  }

  log(level: 'info' | 'warn' | 'error', message: string, fields: Record<string, string | number> = {}): void {
    this.parts.context.log(level, message, { session: this.session, ...fields });
  }

  /** The wait after try `attempt`; ends early when the signal is aborted. */
  pause(attempt: number, until: AbortSignal): Promise<void> {
    const { retryMinMs: minMs, retryMaxMs: maxMs } = this.parts.config.timing;
    return pauseFor(fullJitterMs({ minMs, maxMs }, attempt), until);
  }

  #event(kind: SwitchEventKind): SwitchEvent {
    const nothing = { txnId: undefined, amountMinor: undefined, currency: undefined, payee: undefined };
    return { switch: 'electrum', session: this.session, kind, ...nothing, occurredAtMs: undefined };
  }
}

import { reasonOf } from './log';
import type { Log } from './log';
import type { BridgeEvent } from './service';

/** Hands committed changes to whoever listens: the event streams, the demo, the tests. */
export class EventHub {
  readonly #handlers = new Set<(event: BridgeEvent) => void>();

  constructor(private readonly log: Log) {}

  on(handler: (event: BridgeEvent) => void): () => void {
    this.#handlers.add(handler);
    return () => void this.#handlers.delete(handler);
  }

  emit(events: BridgeEvent[]): void {
    for (const event of events) for (const handler of [...this.#handlers]) this.#call(handler, event);
  }

  /** A listener that fails must not undo what is committed, nor keep the others from hearing it. */
  #call(handler: (event: BridgeEvent) => void, event: BridgeEvent): void {
    try {
      handler(event);
    } catch (error) {
      this.log.error('events: a listener failed', { kind: event.type, reason: reasonOf(error) });
    }
  }
}

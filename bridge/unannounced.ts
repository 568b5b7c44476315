// Payments that no box has said aloud in time are told to the operator: log, events, and the webhook, which is asked
// again until it takes them. The mark that it did is in the store, so that a restart neither forgets nor repeats.
import type { Clock } from './clock';
import { announcementView } from './http/view';
import type { Log } from './log';
import { postSigned } from './net/signed-webhook';
import type { Webhook } from './net/signed-webhook';
import type { BridgeEvent } from './service';
import type { JournalRow, Store } from './store/port';

export interface UnannouncedParts {
  store: Store;
  clock: Clock;
  log: Log;
  changed(events: BridgeEvent[]): void;
  /** What a box has not said for so long is told. */
  afterMs: number;
  webhook: Webhook | undefined;
}

/** Told in one go; the rest has its turn after them. */
const ROWS = 100;
const LOOK_MS = 5_000;
/** Between tries of a webhook that does not answer. */
const LONGEST_MS = 600_000;

/** Starts looking; returns the way to stop. */
export function tellUnannounced(parts: UnannouncedParts): () => void {
  const { clock, log } = parts;
  const sweep = new Sweep(parts);
  let stopped = false;
  let stop = (): void => undefined;
  const next = (waitMs: number): void => {
    if (stopped) return;
    stop = clock.after(waitMs, () => {
      sweep.run().then(next, (error: Error) => {
        log.error('store: cannot read what was not announced', { reason: error.message });
        next(LOOK_MS);
      });
    });
  };
  next(LOOK_MS);
  return () => {
    stopped = true;
    stop();
  };
}

class Sweep {
  /** Events go out once a run of the bridge, however long the webhook is away. */
  readonly #told = new Set<string>();
  #failures = 0;

  constructor(private readonly parts: UnannouncedParts) {}

  /** @returns after how many milliseconds to look again */
  async run(): Promise<number> {
    const { store, clock, afterMs } = this.parts;
    const rows = await store.read((tx) => tx.untold(clock.nowMs() - afterMs, ROWS));
    for (const row of rows) {
      this.#tell(row);
      const fault = await this.#post(row);
      if (fault !== undefined) return this.#later(fault);
      await store.write((tx) => tx.markTold(row.device, row.seq, clock.nowMs()));
      this.#told.delete(idOf(row));
    }
    this.#failures = 0;
    return LOOK_MS;
  }

  #tell(row: JournalRow): void {
    const { log, changed } = this.parts;
    if (this.#told.has(idOf(row))) return;
    this.#told.add(idOf(row));
    const { device, seq, kind, stage: state } = row;
    log.warn('box: a payment was not announced', { device, seq, kind, state });
    changed([{ type: 'unannounced', row }]);
  }

  async #post(row: JournalRow): Promise<string | undefined> {
    const { webhook, clock } = this.parts;
    if (webhook === undefined) return undefined;
    const message = {
      id: idOf(row),
      type: 'announcement.unannounced',
      atMs: row.paidAtMs,
      data: announcementView(row),
    };
    return postSigned(webhook, message, clock.nowMs());
  }

  #later(reason: string): number {
    const waitMs = Math.min(LONGEST_MS, LOOK_MS * 2 ** this.#failures);
    this.#failures = Math.min(this.#failures + 1, 10);
    this.parts.log.warn('webhook: not taken, and tried again', { reason, durationMs: waitMs });
    return waitMs;
  }
}

/** The same however often it is told. */
function idOf({ device, seq }: JournalRow): string {
  return `unannounced-${device}-${seq}`;
}

// Store-and-forward: an advice is repeated until the other side has taken or refused it (interface guide, advanced
// topics). Who hands one in has it on disk already and takes it off when its promise resolves.
import { fullJitterMs, type Backoff } from '../../net/backoff';
import { RequestError } from '../../net/json-request';
import type { AdviceOutcome } from './decode';

export interface Owed {
  /** One advice for one key at a time. */
  key: string;
  sinceMs: number;
  /** Sends it once. A rejection counts as unknown. */
  send(): Promise<AdviceOutcome>;
}
/** closed: still owed, by the next run of the bridge. */
export type Ending = 'done' | 'refused' | 'given-up' | 'closed';

export interface ForwarderParts {
  backoff: Backoff;
  giveUpMs: number;
  nowMs(): number;
  /** After every attempt. */
  onAttempt(owed: Owed, outcome: AdviceOutcome, waiting: number): void;
  onGivenUp(owed: Owed): void;
}
interface Entry {
  owed: Owed;
  attempt: number;
  timer: NodeJS.Timeout | undefined;
  state: 'ready' | 'running' | 'waiting';
  listeners: ((outcome: AdviceOutcome) => void)[];
  end: (ending: Ending) => void;
  ended: Promise<Ending>;
}

/** Advices on their way at once; the guide allows several and any order. */
const AT_ONCE = 4;

export class Forwarder {
  readonly #entries = new Map<string, Entry>();
  readonly #ready: Entry[] = [];
  #running = 0;
  #closed = false;

  constructor(private readonly parts: ForwarderParts) {}

  owe(owed: Owed): Promise<Ending> {
    if (this.#closed) return Promise.resolve('closed');
    const known = this.#entries.get(owed.key);
    if (known !== undefined) return known.ended;
    let end: (ending: Ending) => void = () => undefined;
    const ended = new Promise<Ending>((resolve) => (end = resolve));
    const entry: Entry = { owed, attempt: 0, timer: undefined, state: 'waiting', listeners: [], end, ended };
    this.#entries.set(owed.key, entry);
    this.#makeReady(entry);
    return ended;
  }

  /** Sends what is owed under the key now. Rejects with a RequestError when that brought no final answer. */
  async nudge(key: string): Promise<void> {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    const outcome = await new Promise<AdviceOutcome>((resolve) => {
      entry.listeners.push(resolve);
      this.#makeReady(entry);
    });
    if (outcome.is === 'again') throw new RequestError(outcome.code, outcome.why, true, undefined);
  }

  close(): void {
    this.#closed = true;
    for (const entry of this.#entries.values()) {
      clearTimeout(entry.timer);
      this.#hear(entry, { is: 'again', why: 'electrum: the connector is closed', code: 'unreachable' });
      entry.end('closed');
    }
    this.#entries.clear();
    this.#ready.length = 0;
  }

  #makeReady(entry: Entry): void {
    if (entry.state !== 'waiting' || this.#closed) return;
    clearTimeout(entry.timer);
    entry.state = 'ready';
    this.#ready.push(entry);
    this.#pump();
  }

  #pump(): void {
    while (this.#running < AT_ONCE) {
      const entry = this.#ready.shift();
      if (entry === undefined) return;
      entry.state = 'running';
      this.#running++;
      void this.#try(entry).finally(() => {
        this.#running--;
        this.#pump();
      });
    }
  }

  async #try(entry: Entry): Promise<void> {
    const { owed } = entry;
    const outcome = await owed.send().catch(asOutcome);
    if (this.#closed) return;
    entry.state = 'waiting';
    const isOver = this.parts.nowMs() - owed.sinceMs > this.parts.giveUpMs;
    if (outcome.is !== 'again' || isOver) this.#entries.delete(owed.key);
    this.parts.onAttempt(owed, outcome, this.#entries.size);
    this.#hear(entry, outcome);
    if (outcome.is !== 'again') {
      entry.end(outcome.is);
      // The road is good again: the others need not wait for their time.
      for (const other of this.#entries.values()) if (other.attempt > 0) this.#makeReady(other);
    } else if (isOver) {
      this.parts.onGivenUp(owed);
      entry.end('given-up');
    } else {
      const waitMs = this.parts.backoff.minMs / 2 + fullJitterMs(this.parts.backoff, entry.attempt++);
      entry.timer = setTimeout(() => this.#makeReady(entry), waitMs);
      entry.timer.unref();
    }
  }

  #hear(entry: Entry, outcome: AdviceOutcome): void {
    for (const listener of entry.listeners.splice(0)) listener(outcome);
  }
}

function asOutcome(error: unknown): AdviceOutcome {
  const why = error instanceof Error ? error.message : 'no answer';
  return { is: 'again', why, code: 'unreachable' };
}

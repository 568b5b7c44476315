import type { Clock } from '../../bridge/clock';

interface Timer {
  atMs: number;
  order: number;
  run: () => void;
}

/** A date that is wrong by more than a late payment is waited for (payments/expire.ts) ends that wait. */
const FARTHEST_MS = 12 * 60_000;

/**
 * One clock for everything in the model. It stands still until `next` is asked; what falls due at the same moment runs in
 * the order in which it was set. `jump` moves what the bridge takes for the date, and no timer.
 */
export class VirtualClock implements Clock {
  readonly #heap: Timer[] = [];
  #order = 0;
  #jumpMs = 0;
  /** Time since the start, which never goes back. */
  elapsedMs = 0;

  constructor(private readonly startMs: number) {}

  nowMs(): number {
    return this.startMs + this.elapsedMs + this.#jumpMs;
  }

  jump(byMs: number): void {
    this.#jumpMs = Math.min(FARTHEST_MS, Math.max(-FARTHEST_MS, this.#jumpMs + byMs));
  }

  /** The date is right again. */
  setRight(): void {
    this.#jumpMs = 0;
  }

  after(delayMs: number, run: () => void): () => void {
    const timer: Timer = { atMs: this.elapsedMs + Math.max(0, delayMs), order: this.#order++, run };
    this.#up(this.#heap.push(timer) - 1, timer);
    return () => {
      timer.run = nothing;
    };
  }

  /** Moves to the next timer and runs it. False when there is none up to `untilMs`: the clock then stands there. */
  next(untilMs: number): boolean {
    const timer = this.#heap[0];
    if (timer === undefined || timer.atMs > untilMs) {
      this.elapsedMs = untilMs;
      return false;
    }
    const last = this.#heap.pop()!;
    if (last !== timer) this.#down(last);
    this.elapsedMs = timer.atMs;
    timer.run();
    return true;
  }

  #up(from: number, timer: Timer): void {
    let at = from;
    while (at > 0) {
      const above = (at - 1) >>> 1;
      if (!isBefore(timer, this.#heap[above]!)) break;
      this.#heap[at] = this.#heap[above]!;
      at = above;
    }
    this.#heap[at] = timer;
  }

  #down(timer: Timer): void {
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= this.#heap.length) break;
      if (below + 1 < this.#heap.length && isBefore(this.#heap[below + 1]!, this.#heap[below]!)) below++;
      if (!isBefore(this.#heap[below]!, timer)) break;
      this.#heap[at] = this.#heap[below]!;
      at = below;
    }
    this.#heap[at] = timer;
  }
}

function isBefore(one: Timer, other: Timer): boolean {
  return one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);
}

const nothing = (): void => undefined;

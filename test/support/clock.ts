import type { Clock } from '../../bridge/clock';

/** A clock that stands still until it is moved. */
export class ManualClock implements Clock {
  readonly #timers = new Set<{ atMs: number; run: () => void }>();
  constructor(private ms: number) {}

  nowMs(): number {
    return this.ms;
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { atMs: this.ms + Math.max(0, delayMs), run };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** Moves on, running what falls due in its order. */
  advance(byMs: number): void {
    const endMs = this.ms + byMs;
    for (let next = this.#next(endMs); next !== undefined; next = this.#next(endMs)) {
      this.#timers.delete(next);
      this.ms = Math.max(this.ms, next.atMs);
      next.run();
    }
    this.ms = endMs;
  }

  #next(endMs: number): { atMs: number; run: () => void } | undefined {
    return [...this.#timers].filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
  }
}

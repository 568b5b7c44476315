// Where the simulated box's time comes from.

export interface Clock {
  /** Milliseconds since some moment; never goes back. */
  nowMs(): number;
  /** Calls once; the answer cancels it. */
  after(ms: number, run: () => void): () => void;
}

/** The wall's time. */
export const realClock: Clock = {
  nowMs: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** A clock that stands still until it is driven on, for tests of long waits. Sockets still take their own time. */
export class DrivenClock implements Clock {
  private now = 0;
  private waiting: { at: number; run: () => void }[] = [];

  nowMs(): number {
    return this.now;
  }
  after(ms: number, run: () => void): () => void {
    const entry = { at: this.now + Math.max(0, ms), run };
    this.waiting.push(entry);
    return () => (this.waiting = this.waiting.filter((other) => other !== entry));
  }
  /** Runs everything that falls due on the way, in order. */
  advance(ms: number): void {
    const until = this.now + ms;
    for (;;) {
      const next = this.waiting.reduce<(typeof this.waiting)[number] | undefined>(
        (a, b) => (a === undefined || b.at < a.at ? b : a),
        undefined,
      );
      if (next === undefined || next.at > until) break;
      this.waiting = this.waiting.filter((other) => other !== next);
      this.now = next.at;
      next.run();
    }
    this.now = until;
  }
}

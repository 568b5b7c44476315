// One limiter for everything that goes to a server which counts our requests.

/** Gives turns in the order in which they were asked for, never two within `gapMs`. */
export interface Pace {
  /**
   * Resolves when it is the caller's turn: with true, or at once with false when that would be more than `patienceMs`
   * away (the caller then has nothing to ask). Rejects with the signal's reason when it is aborted.
   */
  turn(patienceMs: number): Promise<boolean>;
  /** No turn before `ms` from now, as after Retry-After. Turns that were promised already are given. */
  holdFor(ms: number): void;
  /** How long the next turn is away. */
  waitMs(): number;
}

/** @param nowMs a clock that is never set back */
export function createPace(gapMs: number, signal: AbortSignal, nowMs: () => number = () => performance.now()): Pace {
  let nextAtMs = nowMs();
  let givenAtMs = -Infinity;
  return {
    turn(patienceMs) {
      if (signal.aborted) return Promise.reject(signal.reason as Error);
      const at = Math.max(nextAtMs, nowMs());
      const waitMs = at - nowMs();
      if (waitMs > patienceMs) return Promise.resolve(false);
      nextAtMs = at + gapMs;
      return new Promise((resolve, reject) => {
        let timer: NodeJS.Timeout | undefined;
        const stop = (): void => {
          clearTimeout(timer);
          reject(signal.reason as Error);
        };
        const give = (): void => {
          // On a busy machine the turn before this one may have come late.
          const earlyMs = givenAtMs + gapMs - nowMs();
          if (earlyMs > 0) {
            timer = setTimeout(give, Math.ceil(earlyMs));
            return;
          }
          givenAtMs = nowMs();
          signal.removeEventListener('abort', stop);
          resolve(true);
        };
        signal.addEventListener('abort', stop, { once: true });
        if (waitMs <= 0) give();
        else timer = setTimeout(give, Math.ceil(waitMs));
      });
    },
    holdFor(ms) {
      nextAtMs = Math.max(nextAtMs, nowMs() + ms);
    },
    waitMs: () => Math.max(0, nextAtMs - nowMs()),
  };
}

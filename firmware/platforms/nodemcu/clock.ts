const MICROSECONDS = 1_000_000;

/**
 * Whole seconds since the call that made the clock, from a counter of microseconds with 30 bits or more. It must be
 * asked more often than once in a quarter of an hour.
 */
export function uptimeClock(microseconds: () => number): () => number {
  let before = microseconds();
  let seconds = 0;
  let rest = 0;
  return () => {
    const now = microseconds();
    // The mask takes the step back to 0 out; what is left of a second stays in `rest`.
    rest += (now - before) & 0x3fffffff;
    before = now;
    while (rest >= MICROSECONDS) {
      rest -= MICROSECONDS;
      seconds++;
    }
    return seconds;
  };
}

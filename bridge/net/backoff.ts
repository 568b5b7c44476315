/** A growing wait between tries. Both ends in milliseconds. */
export interface Backoff {
  minMs: number;
  maxMs: number;
}

/**
 * The wait before try `attempt` (0 and up): evenly spread between nothing and a ceiling that doubles from `minMs` to
 * `maxMs` ("full jitter"), so that many clients that lost the same server do not come back in one beat.
 */
export function fullJitterMs(backoff: Backoff, attempt: number, random: () => number = Math.random): number {
  const ceilingMs = Math.min(backoff.maxMs, backoff.minMs * 2 ** Math.min(attempt, 30));
  return Math.round(random() * ceilingMs);
}

const FIRST_MS = 1000;
const LIMIT_MS = 30_000;
const LEAST_MS = 200;

/**
 * How long to wait before try number `tries` + 1: anything up to a limit that doubles until 30 s ("full jitter", so
 * that a street of boxes does not come back at the same moment). `random` is any integer from 0 to 2^31 - 1.
 */
export function pauseMs(tries: number, random: number): number {
  let limit = FIRST_MS;
  for (let i = 1; i < tries && limit < LIMIT_MS; i++) limit *= 2;
  if (limit > LIMIT_MS) limit = LIMIT_MS;
  return LEAST_MS + (random % limit);
}

/** Time as the bridge sees it. The machine's own, or a test's. */
export interface Clock {
  nowMs(): number;
  /** Runs the work once after the delay; the function that is returned calls it off. */
  after(delayMs: number, run: () => void): () => void;
}

/** setTimeout takes at most 2^31 - 1 ms; a longer delay than this is asked again by whoever set it. */
const LONGEST_MS = 2_147_483_647;

/** The machine's clock. Its timers do not keep the process alive: sockets do. */
export const machineClock: Clock = {
  nowMs: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, Math.min(LONGEST_MS, Math.max(0, delayMs)));
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** When the shop's next day begins. A day has 23 to 25 hours. */
export function nextDayMs(nowMs: number, timeZone: string): number {
  return dayStartMs(dayStartMs(nowMs, timeZone) + 26 * 3_600_000, timeZone);
}

/**
 * When the shop's day began, in Unix milliseconds.
 * @param timeZone an IANA name, like Asia/Kathmandu
 */
export function dayStartMs(nowMs: number, timeZone: string): number {
  const startMs = nowMs - (nowMs % 1000) - secondsIntoDay(nowMs, timeZone) * 1000;
  // An hour off when the clocks were changed since midnight.
  const off = secondsIntoDay(startMs, timeZone);
  return startMs + (off > DAY_SECONDS / 2 ? DAY_SECONDS - off : -off) * 1000;
}

const DAY_SECONDS = 86_400;

/** What the shop's clock shows, 0 to 86,399. */
export function secondsIntoDay(ms: number, timeZone: string): number {
  const parts = clockOf(timeZone).formatToParts(ms);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value ?? 0);
  return part('hour') * 3600 + part('minute') * 60 + part('second');
}

// Every hello asks, and one costs more to make than a payment.
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const time = { hourCycle: 'h23', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;
  const made = new Intl.DateTimeFormat('en-GB', { timeZone, ...time });
  clocks.set(timeZone, made);
  return made;
}

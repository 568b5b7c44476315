/** Whole seconds since the call that made the clock. Never goes back, whatever is done to the engine's own time. */
export function uptimeClock(): () => number {
  let before = getTime();
  let uptime = 0;
  return () => {
    const now = getTime();
    if (now > before) uptime += now - before;
    before = now;
    return uptime >>> 0;
  };
}

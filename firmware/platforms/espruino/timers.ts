import type { Timers } from '../../drivers/ports';

export const timers: Timers = {
  after: (ms, run) => setTimeout(run, ms),
  cancel: clearTimeout,
};

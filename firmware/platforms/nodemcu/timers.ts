import type { Timers } from '../../drivers/ports';

const running: Record<number, tmr.Timer | undefined> = {};
let last = 0;

/** NodeMCU's timers by number. They are kept here until they fire, because a collected one never does. */
export const timers: Timers = {
  after(ms, run) {
    last++;
    const id = last;
    const timer = tmr.create();
    running[id] = timer;
    timer.alarm(ms > 0 ? ms : 1, tmr.ALARM_SINGLE, () => {
      running[id] = undefined;
      run();
    });
    return id;
  },
  cancel(id) {
    const timer = running[id];
    running[id] = undefined;
    if (timer !== undefined) timer.unregister();
  },
};

let beat: tmr.Timer | undefined = undefined;

/** Calls once a second for as long as the box has power. */
export function everySecond(run: () => void): void {
  beat = tmr.create();
  beat.alarm(1000, tmr.ALARM_AUTO, run);
}

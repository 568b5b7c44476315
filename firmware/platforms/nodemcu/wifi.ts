// Keeps the box on its Wi-Fi: one try at a time, each with a limit, with growing pauses between them.
import { pauseMs } from '../pause';
import { timers } from './timers';

/** The chip's Wi-Fi as a station. */
export interface Station {
  /** Sets it up; `changed` hears of an address and of its loss, also of a try that failed. */
  begin(ssid: string, password: string, changed: (up: boolean) => void): void;
  join(): void;
  leave(): void;
}

const TRY_LIMIT_MS = 30_000;

/** `changed` is told when the box gets or loses its address. */
export function keepWifi(
  station: Station,
  ssid: string,
  password: string,
  random: () => number,
  changed: (up: boolean) => void,
): void {
  let up = false;
  let tries = 0;
  let timer: number | undefined = undefined;

  function schedule(ms: number, run: () => void): void {
    if (timer !== undefined) timers.cancel(timer);
    timer = timers.after(ms, () => {
      timer = undefined;
      run();
    });
  }

  function rest(): void {
    tries++;
    schedule(pauseMs(tries, random()), attempt);
  }

  function attempt(): void {
    schedule(TRY_LIMIT_MS, () => {
      station.leave();
      rest();
    });
    station.join();
  }

  station.begin(ssid, password, (now) => {
    if (now) {
      if (timer !== undefined) timers.cancel(timer);
      timer = undefined;
      tries = 0;
    } else {
      rest();
    }
    if (now !== up) {
      up = now;
      changed(up);
    }
  });
  attempt();
}

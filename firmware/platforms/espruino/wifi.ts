// Keeps the box on its Wi-Fi: one try at a time, each with a limit, with growing pauses between them.
import { pauseMs } from '../pause';

const TRY_LIMIT_MS = 30_000;

/** `changed` is told when the box gets or loses its address. */
export function keepWifi(
  wifi: WifiModule,
  ssid: string,
  password: string,
  random: () => number,
  changed: (up: boolean) => void,
): void {
  let up = false;
  let tries = 0;
  let timer: number | undefined;

  function schedule(ms: number, run: () => void): void {
    if (timer !== undefined) clearTimeout(timer);
    timer = setTimeout(() => {
      timer = undefined;
      run();
    }, ms);
  }

  function rest(): void {
    tries++;
    schedule(pauseMs(tries, random()), attempt);
  }

  function attempt(): void {
    schedule(TRY_LIMIT_MS, () => {
      wifi.disconnect();
      rest();
    });
    wifi.connect(ssid, { password }, (error) => {
      if (up) return;
      if (error === null || error === undefined) arrived();
      else rest();
    });
  }

  function arrived(): void {
    if (timer !== undefined) clearTimeout(timer);
    timer = undefined;
    tries = 0;
    if (up) return;
    up = true;
    changed(true);
  }

  wifi.on('connected', arrived);
  wifi.on('disconnected', () => {
    if (!up) return;
    up = false;
    changed(false);
    rest();
  });
  attempt();
}

import type { Chip } from '../chip';

/** NodeMCU's branch dev-esp32. */
export const esp32: Chip = {
  open: (name, mode) => io.open(name, mode),
  station: {
    begin(ssid, password, changed) {
      wifi.mode(wifi.STATION, false);
      wifi.sta.on('got_ip', () => changed(true));
      wifi.sta.on('disconnected', () => changed(false));
      wifi.sta.config({ ssid, pwd: password }, false);
      wifi.start();
    },
    join: () => wifi.sta.connect(),
    leave: () => wifi.sta.disconnect(),
  },
  microseconds: () => node.uptime(),
  rssi: () => 0,
  plain: 0,
  // The IDF's own task watchdog looks after the interpreter.
  alive: () => undefined,
};

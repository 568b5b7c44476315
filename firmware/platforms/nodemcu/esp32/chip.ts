import type { Chip } from '../chip';

/** NodeMCU's branch dev-esp32. */
export const esp32 = (): Chip => ({
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
  // In Lua 5.3 it is a float (components/modules/node.c), and from 2^31 on, which comes after 36 minutes, none that bit
  // operators take.
  microseconds: () => node.uptime() % 0x40000000,
  rssi: () => 0,
  // components/modules/mqtt.c: with ca_cert esp-tls checks the chain and the name; 1 alone would check nothing.
  secure: (ca) => (ca === '' ? 0 : { ca_cert: ca }),
  // The IDF's own task watchdog looks after the interpreter.
  alive: () => undefined,
});

import type { Chip } from '../chip';

const SILENCE_SECONDS = 60;

/** NodeMCU's branch dev, built with LUA=53. */
export const esp8266 = (): Chip => ({
  open: (name, mode) => file.open(name, mode),
  station: {
    begin(ssid, password, changed) {
      wifi.setmode(wifi.STATION, false);
      wifi.eventmon.register(wifi.eventmon.STA_GOT_IP, () => changed(true));
      wifi.eventmon.register(wifi.eventmon.STA_DISCONNECTED, () => changed(false));
      wifi.sta.config({ ssid, pwd: password, save: false, auto: false });
    },
    join: () => wifi.sta.connect(),
    leave: () => wifi.sta.disconnect(),
  },
  microseconds: () => tmr.now(),
  rssi() {
    const dbm = wifi.sta.getrssi();
    return dbm === undefined ? 0 : -dbm;
  },
  // A handshake wants 25 to 30 kB of RAM, which is not there. Never plain where TLS was asked for.
  secure: (ca) => (ca === '' ? false : undefined),
  alive: () => tmr.softwd(SILENCE_SECONDS),
});

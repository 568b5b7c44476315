import type { Machine } from './machine';
import { keepWifi } from './wifi';

function random(): number {
  return E.hwRand() >>> 1;
}

/** A box on one of Espruino's ESP32 builds: files in flash, Wi-Fi by the engine. */
export const machine: Machine = {
  files: require('Storage'),
  random,
  keepNetwork(identity, changed) {
    keepWifi(require('Wifi'), identity.ssid, identity.wifiPassword, random, changed);
  },
  rssi() {
    const rssi = require('Wifi').getDetails().rssi;
    return rssi === undefined ? 0 : -rssi;
  },
  restart: E.reboot,
};

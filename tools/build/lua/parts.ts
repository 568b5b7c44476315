import type { LazyPart } from './split';

/** What a box on NodeMCU uses now and then, and what keeps nothing between two calls. */
export const nodemcuParts: readonly LazyPart[] = [
  {
    name: 'box',
    modules: [
      'firmware/platforms/nodemcu/main.ts',
      'firmware/app/run.ts',
      'firmware/platforms/nodemcu/brief-voice.ts',
      'firmware/platforms/nodemcu/clock.ts',
      'firmware/platforms/nodemcu/files.ts',
      'firmware/platforms/nodemcu/random.ts',
      'firmware/platforms/nodemcu/esp32/chip.ts',
      'firmware/platforms/nodemcu/esp8266/chip.ts',
    ],
    lifts: [
      'start',
      'startBox',
      'portsOf',
      'run',
      'briefVoice',
      'uptimeClock',
      'openAssets',
      'journalFiles',
      'secretRandom',
      'esp32',
      'esp8266',
    ],
    stays: ['firmware/platforms/nodemcu/timers.ts'],
  },
  {
    name: 'link',
    modules: ['firmware/platforms/nodemcu/mqtt.ts', 'firmware/platforms/nodemcu/wifi.ts'],
    lifts: ['mqttClient', 'keepWifi'],
  },
  {
    name: 'journal',
    modules: ['firmware/platforms/journal.ts', 'firmware/platforms/bytes.ts', 'firmware/platforms/nodemcu/crc32.ts'],
    lifts: ['openJournal'],
  },
  { name: 'update', modules: ['firmware/app/update.ts'] },
  {
    name: 'wire',
    modules: ['firmware/platforms/bridge-link.ts', 'firmware/platforms/nodemcu/settings.ts'],
    forgets: ['firmware/wire/mac.ts'],
  },
  { name: 'sentence', modules: ['firmware/platforms/sentence.ts', 'firmware/speech/compose.ts'] },
  {
    name: 'screens',
    modules: [
      'firmware/platforms/nodemcu/pixel-display.ts',
      'firmware/platforms/nodemcu/panel-wires.ts',
      'firmware/drivers/display/st7789/driver.ts',
      'firmware/drivers/display/mipi-dcs.ts',
      'firmware/screens/registry.ts',
    ],
    lifts: ['pixelDisplay', 'panelWires', 'mipiDcs'],
  },
  {
    name: 'sound',
    modules: [
      'firmware/platforms/nodemcu/pack-voice.ts',
      'firmware/platforms/nodemcu/esp32/wave-out.ts',
      'firmware/drivers/audio/max98357a/driver.ts',
    ],
  },
  { name: 'qr', modules: ['firmware/qr/index.ts'] },
];

/** What is in memory at once each second: the program, and what takes the tick and asks for what follows from it. */
export const HELD_AT_ONCE: readonly string[] = ['app.lua', 'box.lua', 'update.lua'];

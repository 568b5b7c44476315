import type { Board } from './board';

// ESP32-DevKitC (WROOM, 4 MB) with a 1.54" IPS panel and an I2S amplifier, on NodeMCU's branch dev-esp32 with Lua 5.3 as
// it comes (32-bit integers and floats). The build needs the modules crypto, file, gpio, i2s, mqtt, node, sjson, spi, tmr
// and wifi, and a SPIFFS partition of 1.5 MB: the voices do not fit into the usual 448 kB.
export const board: Board = {
  title: 'ESP32-DevKitC, ST7789 1.54" 240x240 LCD, MAX98357A speaker',
  engine: 'nodemcu',
  runtime: 'esp32',
  // 1.54" panel, 27.72 mm a side: 0.1155 mm.
  display: {
    driver: 'st7789',
    bus: { is: 'spi', clockHz: 40_000_000, pins: { SCLK: 18, MOSI: 23, CS: 5, DC: 16, RST: 17 } },
    widthPx: 240,
    heightPx: 240,
    rotation: 0,
    pitchTenthMicrons: 1155,
    colour: true,
    slow: false,
  },
  audio: {
    driver: 'max98357a',
    bus: { is: 'i2s', pins: { BCLK: 26, LRC: 25, DIN: 22 } },
    pack: { rateHz: 8000, limitBytes: 655_360 },
  },
  inputs: [{ driver: 'buttons', bus: { is: 'pins', pins: { repeat: 32, dismiss: 33 } } }],
  // Version 8 has the modules of version 9 and leaves 28 px for a line of type instead of 12.
  qr: { areaPx: 240, versions: [4, 6, 8, 9, 14], masks: [0, 1, 2, 3, 4, 5, 6, 7] },
  languages: ['en', 'ne'],
};

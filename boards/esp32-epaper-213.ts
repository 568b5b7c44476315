import type { Board } from './board';

// An ESP32-WROOM development board on Espruino's ESP32 build with a 2.13" e-paper module (250x122, SSD1680, for example
// GDEY0213B74). The amplifier hangs on DAC channel 1; pins 1 and 3 stay the console.
export const board: Board = {
  title: 'ESP32 with 2.13" e-paper (250x122) and speaker',
  engine: 'espruino',
  runtime: 'ESP32',
  // Active area 48.55 x 23.71 mm: 0.194 mm.
  display: {
    driver: 'ssd1680',
    bus: {
      is: 'spi',
      clockHz: 10_000_000,
      pins: { SCLK: 18, MOSI: 23, CS: 5, DC: 17, RST: 16, BUSY: 4 },
    },
    widthPx: 250,
    heightPx: 122,
    rotation: 3,
    pitchTenthMicrons: 1942,
    colour: false,
    slow: true,
  },
  audio: { driver: 'esp32-dac', bus: { is: 'pins', pins: { OUT: 25 } }, pack: { rateHz: 8000, limitBytes: 655_360 } },
  inputs: [{ driver: 'buttons', bus: { is: 'pins', pins: { repeat: 32, dismiss: 33 } } }],
  qr: { areaPx: 122, versions: [4, 10], masks: [0, 1, 2, 3, 4, 5, 6, 7] },
  languages: ['en', 'ne'],
};

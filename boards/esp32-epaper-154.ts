import type { Board } from './board';

// An ESP32-WROOM development board on Espruino's ESP32 build with a 1.54" e-paper module (200x200, SSD1681, for example
// GDEY0154D67). The amplifier hangs on DAC channel 1; pins 1 and 3 stay the console.
export const board: Board = {
  title: 'ESP32 with 1.54" e-paper (200x200) and speaker',
  engine: 'espruino',
  runtime: 'ESP32',
  // Active area 27.6 x 27.6 mm: 0.138 mm.
  display: {
    driver: 'ssd1681',
    bus: {
      is: 'spi',
      clockHz: 10_000_000,
      pins: { SCLK: 18, MOSI: 23, CS: 5, DC: 17, RST: 16, BUSY: 4 },
    },
    widthPx: 200,
    heightPx: 200,
    rotation: 0,
    pitchTenthMicrons: 1380,
    colour: false,
    slow: true,
  },
  audio: { driver: 'esp32-dac', bus: { is: 'pins', pins: { OUT: 25 } }, pack: { rateHz: 8000, limitBytes: 655_360 } },
  inputs: [{ driver: 'buttons', bus: { is: 'pins', pins: { repeat: 32, dismiss: 33 } } }],
  qr: { areaPx: 200, versions: [4, 7, 11, 14], masks: [0, 1, 2, 3, 4, 5, 6, 7] },
  languages: ['en', 'ne'],
};

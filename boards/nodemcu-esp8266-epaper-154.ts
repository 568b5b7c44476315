import type { Board } from './board';

// A NodeMCU DevKit (ESP-12E, 4 MB) with a 1.54" e-paper module (200x200, SSD1681) and a serial MP3 module, on NodeMCU's
// branch dev built with `make LUA=53` (32-bit integers and floats). The build needs the modules crypto, file, gpio, mqtt,
// node, sjson, spi, tmr, uart and wifi, and a SPIFFS partition of 1 MB. There is no room for TLS: the link is plain, and the messages' own MAC is what
// the box relies on. Until it first speaks the console is on UART 0 as ever (115,200 baud); then that UART listens to the
// MP3 module, and the console's lines go out at 9,600 baud. The USB chip drives GPIO 3 as well: without a resistor between
// the two the module is not heard while USB is plugged in. The board's own FLASH button is "dismiss".
//
// Simulated alone: "build" and "flash" refuse it. Each second 74 kB of functions must be in memory at once, and this chip has
// about 44 kB of heap (docs/lfs.md). On a real one it must run from flash (LFS), and no image for that is made yet.
export const board: Board = {
  title: 'NodeMCU DevKit (ESP8266), 1.54" e-paper (200x200), serial MP3 module; simulated alone',
  engine: 'nodemcu',
  runtime: 'esp8266',
  // Active area 27.6 x 27.6 mm: 0.138 mm.
  display: {
    driver: 'ssd1681',
    bus: { is: 'spi', clockHz: 10_000_000, pins: { SCLK: 14, MOSI: 13, CS: 15, DC: 5, RST: 16, BUSY: 4 } },
    widthPx: 200,
    heightPx: 200,
    rotation: 0,
    pitchTenthMicrons: 1380,
    colour: false,
    slow: true,
  },
  audio: { driver: 'dfplayer', bus: { is: 'uart', baud: 9600, pins: { TX: 2, RX: 3 } }, pack: undefined },
  inputs: [{ driver: 'buttons', bus: { is: 'pins', pins: { repeat: 12, dismiss: 0 } } }],
  qr: { areaPx: 200, versions: [4, 7, 11, 14], masks: [0, 1, 2, 3, 4, 5, 6, 7] },
  languages: ['en', 'ne'],
};

import type { Board } from './board';

// ESP32-2432S028R, the "Cheap Yellow Display", on Espruino's ESP32_CYD build, whose native Graphics `g` drives the
// ILI9341 and whose touch and SPK pin are built in (espruino/Espruino boards/ESP32_CYD.py).
export const board: Board = {
  title: 'ESP32-2432S028R (2.8" 320x240 LCD, touch, speaker)',
  engine: 'espruino',
  runtime: 'ESP32_CYD',
  // 2.8" panel, 57.6 x 43.2 mm: 0.180 mm.
  display: {
    driver: 'espruino-graphics',
    bus: { is: 'built-in' },
    widthPx: 320,
    heightPx: 240,
    rotation: 0,
    pitchTenthMicrons: 1800,
    colour: true,
    slow: false,
  },
  audio: { driver: 'esp32-dac', bus: { is: 'built-in' }, pack: { rateHz: 8000, limitBytes: 655_360 } },
  inputs: [{ driver: 'touch', bus: { is: 'built-in' } }],
  qr: { areaPx: 240, versions: [4, 6, 9, 14], masks: [0, 1, 2, 3, 4, 5, 6, 7] },
  languages: ['en', 'ne'],
};

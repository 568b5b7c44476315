import type { Board } from './board';

// A computer with Espruino's own Linux build, for example a Raspberry Pi with a 2.8" 320x240 panel: the picture, the
// sentences and the keys are files and lines, and the computer shows, plays and sends them
// (firmware/platforms/espruino/linux/README.md).
export const board: Board = {
  title: 'Linux computer (Raspberry Pi), picture and sound as files',
  engine: 'espruino',
  runtime: 'LINUX',
  // A 2.8" panel, 57.6 x 43.2 mm: 0.180 mm. On a larger screen the modules only grow.
  display: {
    driver: 'bmp-file',
    bus: { is: 'built-in' },
    widthPx: 320,
    heightPx: 240,
    rotation: 0,
    pitchTenthMicrons: 1800,
    colour: true,
    slow: false,
  },
  audio: { driver: 'wav-file', bus: { is: 'built-in' }, pack: { rateHz: 8000, limitBytes: 655_360 } },
  inputs: [{ driver: 'typed-keys', bus: { is: 'built-in' } }],
  qr: { areaPx: 240, versions: [4, 6, 9, 14], masks: [0, 1, 2, 3, 4, 5, 6, 7] },
  languages: ['en', 'ne'],
};

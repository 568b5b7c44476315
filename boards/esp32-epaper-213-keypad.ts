import type { Board } from './board';
import { board as epaper } from './esp32-epaper-213';

// The cheapest box on which a shop keys its amounts in: a 4x4 keypad on the e-paper box, and a buzzer for a voice. Rows
// keep off GPIO 0, 2, 12 and 15, which the chip reads when it starts, and columns are pins with a pull-up. The buzzer is
// not on 25 or 26: there Espruino drives the DAC. On the larger picture of the 1.54" panel the program would keep more
// than 2,000 variables.
export const board: Board = {
  ...epaper,
  title: 'ESP32 with 2.13" e-paper (250x122), keypad and buzzer',
  audio: { driver: 'buzzer', bus: { is: 'pins', pins: { OUT: 22 } }, pack: undefined },
  inputs: [
    {
      driver: 'keypad',
      bus: { is: 'pins', pins: { R1: 27, R2: 14, R3: 13, R4: 19, C1: 32, C2: 33, C3: 25, C4: 26 } },
    },
  ],
};

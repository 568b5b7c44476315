import type { Board } from './board';
import { board as cyd } from './esp32-cyd';

// The same box with a scanner for shops whose customers show a code. Connector CN1 has GND, IO22 and IO27
// (github.com/witnessmenow/ESP32-Cheap-Yellow-Display, PINS.md; QWIIC0 in espruino/Espruino boards/ESP32_CYD.py); RX is
// on 27 because 35, the other free pin, has no pull-up and would read noise without a scanner. The scanner's 5 V come
// from VIN on P1: the 3.3 V of CN1 are too little for it.
export const board: Board = {
  ...cyd,
  title: 'ESP32-2432S028R (2.8" 320x240 LCD, touch, speaker) with GM65 scanner',
  inputs: [...cyd.inputs, { driver: 'gm65', bus: { is: 'uart', baud: 9600, pins: { TX: 22, RX: 27 } } }],
};

import type { Board } from './board';
import { board as esp32Cyd } from './esp32-cyd';
import { board as esp32CydScanner } from './esp32-cyd-scanner';
import { board as esp32Epaper154 } from './esp32-epaper-154';
import { board as esp32Epaper213 } from './esp32-epaper-213';
import { board as esp32Epaper213Keypad } from './esp32-epaper-213-keypad';
import { board as linux } from './linux';
import { board as nodemcuEsp32St7789 } from './nodemcu-esp32-st7789';
import { board as nodemcuEsp8266Epaper154 } from './nodemcu-esp8266-epaper-154';

/** Every board, by id: one line each. */
export const boards: Record<string, Board> = {
  'esp32-cyd': esp32Cyd,
  'esp32-cyd-scanner': esp32CydScanner,
  'esp32-epaper-154': esp32Epaper154,
  'esp32-epaper-213': esp32Epaper213,
  'esp32-epaper-213-keypad': esp32Epaper213Keypad,
  linux,
  'nodemcu-esp32-st7789': nodemcuEsp32St7789,
  'nodemcu-esp8266-epaper-154': nodemcuEsp8266Epaper154,
};

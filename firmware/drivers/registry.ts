import type { buzzer } from './audio/buzzer/driver';
import type { dfplayer } from './audio/dfplayer/driver';
import type { esp32Dac } from './audio/esp32-dac/driver';
import type { max98357a } from './audio/max98357a/driver';
import type { espruinoGraphics } from './display/espruino-graphics/driver';
import type { buttons } from './input/buttons/driver';
import type { gm65 } from './input/gm65/driver';
import type { keypad } from './input/keypad/driver';
import type { rotary } from './input/rotary/driver';
import type { touch } from './input/touch/driver';

/** Every driver, by kind and by the name that a board uses: one line a chip. Types only: the build links in what a board names. */
export interface Drivers {
  audio: {
    buzzer: typeof buzzer;
    dfplayer: typeof dfplayer;
    'esp32-dac': typeof esp32Dac;
    max98357a: typeof max98357a;
  };
  display: {
    'espruino-graphics': typeof espruinoGraphics;
  };
  input: {
    buttons: typeof buttons;
    gm65: typeof gm65;
    keypad: typeof keypad;
    rotary: typeof rotary;
    touch: typeof touch;
  };
}

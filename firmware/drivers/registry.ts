import type { buzzer } from './audio/buzzer/driver';
import type { dfplayer } from './audio/dfplayer/driver';
import type { esp32Dac } from './audio/esp32-dac/driver';
import type { max98357a } from './audio/max98357a/driver';
import type { wavFile } from './audio/wav-file/driver';
import type { bmpFile } from './display/bmp-file/driver';
import type { espruinoGraphics } from './display/espruino-graphics/driver';
import type { ili9341 } from './display/ili9341/driver';
import type { ssd1306 } from './display/ssd1306/driver';
import type { ssd1680 } from './display/ssd1680/driver';
import type { ssd1681 } from './display/ssd1681/driver';
import type { st7789 } from './display/st7789/driver';
import type { uc8151 } from './display/uc8151/driver';
import type { buttons } from './input/buttons/driver';
import type { gm65 } from './input/gm65/driver';
import type { keypad } from './input/keypad/driver';
import type { rotary } from './input/rotary/driver';
import type { touch } from './input/touch/driver';
import type { typedKeys } from './input/typed-keys/driver';

/** Every driver, by kind and by the name that a board uses: one line a chip. Types only: the build links in what a board names. */
export interface Drivers {
  audio: {
    buzzer: typeof buzzer;
    dfplayer: typeof dfplayer;
    'esp32-dac': typeof esp32Dac;
    max98357a: typeof max98357a;
    'wav-file': typeof wavFile;
  };
  display: {
    'bmp-file': typeof bmpFile;
    'espruino-graphics': typeof espruinoGraphics;
    ili9341: typeof ili9341;
    ssd1306: typeof ssd1306;
    ssd1680: typeof ssd1680;
    ssd1681: typeof ssd1681;
    st7789: typeof st7789;
    uc8151: typeof uc8151;
  };
  input: {
    buttons: typeof buttons;
    gm65: typeof gm65;
    keypad: typeof keypad;
    rotary: typeof rotary;
    touch: typeof touch;
    'typed-keys': typeof typedKeys;
  };
}

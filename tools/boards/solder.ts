// What a person with a soldering iron must know of a part beside the GPIOs: its name in a shop and where its power comes
// from (the README of each driver has the rest).

/** A supply wire: the part's pin, and the rail of the module it goes to. */
export type Rail = [pin: string, rail: '3V3' | '5V' | 'GND'];

interface Goods {
  name: string;
  rails: Rail[];
  /** The part's own name of a signal where it differs from the board data's. */
  pinOf?: Record<string, string>;
  /** One thing that is easily done wrong. */
  mind?: string;
}

const panel = (name: string, mind?: string): Goods => ({
  name,
  rails: [
    ['VCC', '3V3'],
    ['GND', 'GND'],
  ],
  mind,
});
const CROSSED = { TX: 'RX', RX: 'TX' };

const goods: Record<string, Goods> = {
  'espruino-graphics': { name: 'panel', rails: [] },
  'bmp-file': { name: 'picture file', rails: [] },
  'wav-file': { name: 'sound file', rails: [] },
  'typed-keys': { name: 'keys by their names', rails: [] },
  ssd1306: panel('OLED module, SSD1306'),
  ssd1680: panel('e-paper module, SSD1680'),
  ssd1681: panel('e-paper module, SSD1681'),
  uc8151: panel('e-paper module, UC8151'),
  st7789: panel('LCD module, ST7789', 'BLK, the back light, goes to 3V3.'),
  ili9341: panel('LCD module, ILI9341', 'LED, the back light, goes to 3V3.'),
  'esp32-dac': {
    name: 'amplifier and loudspeaker',
    rails: [
      ['5V', '5V'],
      ['GND', 'GND'],
    ],
    pinOf: { OUT: 'IN' },
    mind: 'An amplifier such as the PAM8403, through 10 uF (+ to the pin) and a potentiometer of 10 k.',
  },
  max98357a: {
    name: 'I2S amplifier, MAX98357A',
    rails: [
      ['VIN', '5V'],
      ['GND', 'GND'],
    ],
    mind: 'SD and GAIN stay open; neither side of the loudspeaker is ground.',
  },
  dfplayer: {
    name: 'MP3 module, DFPlayer Mini',
    rails: [
      ['VCC', '5V'],
      ['GND', 'GND'],
    ],
    pinOf: CROSSED,
    mind: 'RX of the module through 1 k; neither side of the loudspeaker is ground.',
  },
  buzzer: { name: 'passive piezo sounder', rails: [['-', 'GND']], pinOf: { OUT: '+' }, mind: 'Through 100 ohms.' },
  buttons: { name: 'push buttons', rails: [['other sides', 'GND']] },
  touch: { name: 'touch', rails: [] },
  keypad: { name: 'keypad, 4x4', rails: [] },
  rotary: { name: 'rotary encoder, EC11', rails: [['C, switch', 'GND']] },
  gm65: {
    name: '2D scanner, GM65',
    rails: [
      ['VCC', '5V'],
      ['GND', 'GND'],
    ],
    pinOf: CROSSED,
  },
};

/** By the name of the part's driver; a driver that is not listed goes by its own name and has no supply wires. */
export function goodsOf(driver: string): Goods {
  return goods[driver] ?? { name: driver, rails: [] };
}

import type { InputPin, OutputPin } from '../../../drivers/ports';

/** GPIO number to NodeMCU's I/O index (docs/modules/gpio.md). */
const INDEX: Record<number, number | undefined> = {
  0: 3,
  1: 10,
  2: 4,
  3: 9,
  4: 2,
  5: 1,
  9: 11,
  10: 12,
  12: 6,
  13: 7,
  14: 5,
  15: 8,
  16: 0,
};

function indexOf(pin: number): number {
  const index = INDEX[pin];
  return index === undefined ? 0 : index;
}

/** A pin with its pull-up: open reads high. GPIO 16 has none and no interrupt. */
export function inputPin(pin: number): InputPin {
  const index = indexOf(pin);
  gpio.mode(index, gpio.INPUT, gpio.PULLUP);
  return {
    isHigh: () => gpio.read(index) === 1,
    onChange(handler) {
      gpio.mode(index, gpio.INT, gpio.PULLUP);
      gpio.trig(index, 'both', (level) => handler(level === 1));
    },
  };
}

export function outputPin(pin: number): OutputPin {
  const index = indexOf(pin);
  gpio.mode(index, gpio.OUTPUT);
  return { set: (high) => gpio.write(index, high ? 1 : 0) };
}

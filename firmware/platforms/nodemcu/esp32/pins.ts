import type { InputPin, OutputPin } from '../../../drivers/ports';

/** A pin with its pull-up: open reads high. GPIO 34 to 39 have none and need a resistor on the board. */
export function inputPin(pin: number): InputPin {
  gpio.config({ gpio: pin, dir: gpio.IN, pull: gpio.PULL_UP });
  return {
    isHigh: () => gpio.read(pin) === 1,
    onChange(handler) {
      gpio.trig(pin, gpio.INTR_UP_DOWN, (_pin, level) => handler(level === 1));
    },
  };
}

export function outputPin(pin: number): OutputPin {
  gpio.config({ gpio: pin, dir: gpio.OUT });
  return { set: (high) => gpio.write(pin, high ? 1 : 0) };
}

import type { InputPin, OutputPin } from '../../drivers/ports';

/** An input with the engine's own pull-up. */
export function inputPin(pin: Pin): InputPin {
  pinMode(pin, 'input_pullup');
  const isHigh = (): boolean => digitalRead(pin) === 1;
  return {
    isHigh,
    onChange(handler) {
      // The level is read anew: a handler may run when the pin has changed once more.
      setWatch(() => handler(isHigh()), pin, { repeat: true, edge: 'both', debounce: 0 });
    },
  };
}

/** An output that is low, or lets go. */
export function openDrainPin(pin: Pin): OutputPin {
  pinMode(pin, 'opendrain');
  return { set: (high) => digitalWrite(pin, high ? 1 : 0) };
}

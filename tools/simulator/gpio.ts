// The pins of a bare ESP32 as Espruino gives them to a program, D0 to D39, its first SPI port and its second serial port:
// they end in the panel, the keys, the buzzer and the scanner of the board.
import type { SerialModel } from './chips/serial';
import type { Life } from './life';
import { bytesOf } from './graphics';
import type { PinParts } from './pin-parts';
import { serialPort } from './scanner';
import type { WiredPanel } from './wired-panel';

export interface Gpio {
  globals: Record<string, unknown>;
  /** Pulls a pin to ground, or lets it go. */
  pull(pin: number, low: boolean): void;
}

interface Pin {
  readonly number: number;
}

const PINS = 40;

/** An input that nothing drives is high: the engine's own pull-up is on. */
export function gpioOf(life: Life, panel: WiredPanel, parts: PinParts, module: SerialModel | undefined): Gpio {
  const pins = Array.from({ length: PINS }, (_none, number): Pin => Object.freeze({ number }));
  const pulled = new Set<number>();
  const watches: { pin: number; handler: () => void }[] = [];
  const numberOf = (pin: Pin | undefined): number => {
    if (pin === undefined) throw new Error('Invalid pin!');
    return pin.number;
  };
  const openDrain = new Set<number>();
  const fire = (pin: number): void => {
    for (const watch of watches) if (watch.pin === pin) life.enter(watch.handler);
  };
  parts.onChange(fire);
  const named = Object.fromEntries(pins.map((pin) => [`D${pin.number}`, pin]));
  return {
    globals: {
      ...named,
      digitalWrite(pin: Pin, value: number) {
        const high = Number(value) !== 0;
        panel.set(numberOf(pin), high);
        parts.drive(pin.number, !high ? 'low' : openDrain.has(pin.number) ? 'open' : 'high');
      },
      analogWrite: (pin: Pin, value: number, options?: { freq?: number }) =>
        parts.tone(numberOf(pin), value > 0 ? (options?.freq ?? 0) : 0),
      pinMode(pin: Pin, mode: string) {
        if (mode === 'opendrain') openDrain.add(numberOf(pin));
        else openDrain.delete(numberOf(pin));
      },
      digitalRead: (pin: Pin) =>
        Number(panel.level(numberOf(pin)) ?? parts.level(pin.number) ?? !pulled.has(pin.number)),
      setWatch(handler: () => void, pin: Pin, options: { repeat?: boolean; edge?: string }) {
        if (options.repeat !== true || options.edge !== 'both')
          throw new Error('simulator: only repeated watches of both edges are simulated');
        return watches.push({ pin: numberOf(pin), handler });
      },
      Serial2: serialPort(life, module),
      SPI1: {
        setup: ({ sck, mosi }: { sck: Pin; mosi: Pin }) => void [numberOf(sck), numberOf(mosi)],
        write: (data: unknown) => panel.spi(typeof data === 'number' ? Uint8Array.of(data) : bytesOf(data)!),
      },
    },
    pull(pin, low) {
      if (low === pulled.has(pin)) return;
      if (low) pulled.add(pin);
      else pulled.delete(pin);
      fire(pin);
    },
  };
}

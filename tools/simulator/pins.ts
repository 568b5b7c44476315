// The pins of an ESP32_CYD (boards/ESP32_CYD.py, 2v29): three LEDs behind one red-green-blue lens and the BOOT
// button, all marked NEGATED there: to a program 1 is lit and 1 is pressed, whatever the wire does (targets/esp32/
// jshardware.c turns the value round); the speaker's DAC pin; and all pins by their numbers, D0 to D39.
import type { Life } from './life';

export interface Leds {
  red: boolean;
  green: boolean;
  blue: boolean;
}

type Pin = { readonly name: string };
interface Watch {
  handler: (event: { state: boolean; time: number }) => void;
  pin: Pin;
  edge: 'rising' | 'falling' | 'both';
  repeat: boolean;
}

export interface Pins {
  globals: Record<string, unknown>;
  leds(): Leds;
  /** Presses or lets go the BOOT button. */
  button(down: boolean): void;
}

const PINS = 40;
const NAMES = { LED1: 'D4', LED2: 'D16', LED3: 'D17', BTN1: 'D0', SPK: 'D26' };

/** `changed` is told when an LED changed. */
export function pinsOf(life: Life, changed: () => void, seconds: () => number): Pins {
  const numbered = Object.fromEntries(
    Array.from({ length: PINS }, (_none, number): [string, Pin] => [
      `D${number}`,
      Object.freeze({ name: `D${number}` }),
    ]),
  );
  const pins = Object.fromEntries(Object.entries(NAMES).map(([alias, name]) => [alias, numbered[name]])) as Record<
    keyof typeof NAMES,
    Pin
  >;
  // Espruino itself puts LED1 and LED3 out at start (jswrap_cyd_init).
  const levels = new Map<Pin, number>([
    [pins.LED1, 0],
    [pins.LED3, 0],
    [pins.BTN1, 0],
  ]);
  const watches = new Map<number, Watch>();
  const lit = (pin: Pin): boolean => levels.get(pin) === 1;
  const set = (pin: Pin, value: number): void => {
    if (pin === undefined) throw new Error('Invalid pin!');
    levels.set(pin, value);
    changed();
  };
  return {
    globals: {
      ...numbered,
      ...pins,
      digitalWrite(pin: Pin | Pin[], value: number | boolean) {
        const bits = Number(value);
        if (!Array.isArray(pin)) set(pin, bits === 0 ? 0 : 1);
        else pin.forEach((one, i) => set(one, (bits >>> (pin.length - 1 - i)) & 1));
      },
      analogWrite: (pin: Pin, value: number) => set(pin, Number(value)),
      digitalRead: (pin: Pin) => ((levels.get(pin) ?? 0) > 0 ? 1 : 0),
      setWatch(handler: Watch['handler'], pin: Pin, options: { repeat?: boolean; edge?: Watch['edge'] }) {
        const id = watches.size + 1;
        watches.set(id, { handler, pin, edge: options.edge ?? 'rising', repeat: options.repeat === true });
        return id;
      },
    },
    leds: () => ({ red: life.on && lit(pins.LED1), green: life.on && lit(pins.LED2), blue: life.on && lit(pins.LED3) }),
    button(down) {
      levels.set(pins.BTN1, down ? 1 : 0);
      const edge = down ? 'rising' : 'falling';
      for (const [id, watch] of [...watches]) {
        if (watch.pin !== pins.BTN1 || (watch.edge !== 'both' && watch.edge !== edge)) continue;
        if (!watch.repeat) watches.delete(id);
        life.enter(() => watch.handler({ state: down, time: seconds() }));
      }
    },
  };
}

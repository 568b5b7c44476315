// Parts on plain pins beside buttons: a keypad and a buzzer, each behind its model, soldered as the board's data say.
import type { Board, Pins } from '../../boards/board';
import { buzzer } from './chips/buzzer';
import type { Tone } from './chips/buzzer';
import { keypad } from './chips/keypad';
import type { Drive } from './chips/keypad';
import type { Clock } from './clock';

export interface PinParts {
  /** What the program does to an output. */
  drive(pin: number, level: Drive): void;
  tone(pin: number, hz: number): void;
  /** The level that a part gives a pin; undefined when none does. */
  level(pin: number): boolean | undefined;
  /** Hears of each pin that a part changes; the last one that asked. */
  onChange(handler: (pin: number) => void): void;
  readonly keys: string[];
  press(name: string, down: boolean): void;
  /** What the buzzer gave, pauses included. */
  tones(): Tone[];
  /** What the parts' datasheets forbid. */
  faults(): string[];
}

/** What is printed on the keypad, by the names of the box's keys (firmware/drivers/input/keypad/README.md). */
const PRINTED = [
  ['1', '2', '3', 'clear'],
  ['4', '5', '6', '00'],
  ['7', '8', '9', 'dismiss'],
  ['repeat', '0', 'enter'],
];
/** A membrane bounces for 5 ms. */
const SETTLED_MS = 6;

export function pinPartsOf(board: Board, clock: Clock): PinParts {
  const pins = soldered(board, 'keypad');
  const sounder = soldered(board, 'buzzer')?.['OUT'];
  const keys = keypad();
  const beeper = buzzer();
  const startMs = clock.nowMs();
  const nowMs = (): number => clock.nowMs() - startMs;
  const rowOf = (pin: number): number => [1, 2, 3, 4].findIndex((row) => pins?.[`R${row}`] === pin);
  const columnOf = (pin: number): number => [1, 2, 3, 4].findIndex((column) => pins?.[`C${column}`] === pin);
  let changed: (pin: number) => void = () => undefined;
  for (const column of [0, 1, 2, 3]) keys.onColumnChange(column, () => changed(pins?.[`C${column + 1}`] ?? -1));
  return {
    drive(pin, level) {
      if (rowOf(pin) >= 0) keys.drive(rowOf(pin), level);
    },
    tone(pin, hz) {
      if (pin !== sounder) return;
      beeper.tick(nowMs());
      beeper.tone(hz);
    },
    level: (pin) => (columnOf(pin) < 0 ? undefined : keys.columnIsHigh(columnOf(pin))),
    onChange: (handler) => void (changed = handler),
    keys: pins === undefined ? [] : PRINTED.flat(),
    press(name, down) {
      const row = PRINTED.findIndex((names) => names.includes(name));
      if (down) keys.press(row, PRINTED[row]!.indexOf(name));
      else keys.release(row, PRINTED[row]!.indexOf(name));
      for (let ms = 0; ms <= SETTLED_MS; ms++) clock.after(ms, () => keys.tick(nowMs()));
    },
    tones() {
      beeper.tick(nowMs());
      return beeper.heard();
    },
    faults: () => [...keys.faults, ...beeper.faults],
  };
}

function soldered({ audio, inputs }: Board, driver: string): Pins | undefined {
  const bus = [audio, ...inputs].find((part) => part.driver === driver)?.bus;
  return bus?.is === 'pins' ? bus.pins : undefined;
}

// What stands on the counter besides the program: a board's panel and keys, over all lives of the box.
import type { Board } from '../../boards/board';
import type { Clock } from './clock';
import { gpioOf } from './gpio';
import type { Gpio } from './gpio';
import { Panel, graphicsOf } from './graphics';
import type { Hardware } from './host';
import type { Life } from './life';
import type { Tone } from './chips/buzzer';
import { pinPartsOf } from './pin-parts';
import { pinsOf } from './pins';
import type { Pins } from './pins';
import { scannerOf, serialPort } from './scanner';
import { wiredPanel } from './wired-panel';
import type { Screen } from './wired-panel';

export interface Counter {
  /** What is on the glass now. */
  readonly screen: Screen;
  /** What the datasheets of panel, keypad and buzzer forbid. */
  readonly panelFaults: readonly string[];
  /** Makes what the program finds when the power comes. */
  hardware(life: Life, seconds: () => number): Hardware;
  /** The light goes with the power; paper keeps its picture. */
  dark(): void;
  /** What a buzzer gave, pauses included. */
  tones(): Tone[];
  /** The names of the board's buttons and of its keypad's keys. */
  readonly buttons: string[];
  press(name: string, down: boolean): void;
  /** A customer holds a code in front of the scanner. Throws when the board has none. */
  scan(code: string): void;
}

export function counterOf(board: Board, clock: Clock, drawn: () => void, ledsChanged: () => void): Counter {
  const changed = oncePerTurn(drawn);
  const wired = wiredPanel(board.display, () => clock.nowMs(), changed);
  if (wired === undefined) return builtIn(board, clock, changed, ledsChanged);
  const soldered = board.inputs.find(({ driver }) => driver === 'buttons')?.bus;
  const pins = soldered?.is === 'pins' ? soldered.pins : {};
  let gpio: Gpio | undefined;
  const parts = pinPartsOf(board, clock);
  const scanner = scannerOf(board, clock);
  return {
    screen: wired,
    get panelFaults() {
      return [...wired.model.faults, ...parts.faults()];
    },
    hardware(life) {
      gpio = gpioOf(life, wired, parts, scanner.module);
      return { globals: gpio.globals, leds: () => ({ red: false, green: false, blue: false }) };
    },
    dark: () => undefined,
    tones: parts.tones,
    buttons: [...Object.keys(pins), ...parts.keys],
    press: (name, down) => (name in pins ? gpio?.pull(pins[name]!, down) : parts.press(name, down)),
    scan: scanner.scan,
  };
}

/** ESP32_CYD: the panel is the engine's own, with lights and a button beside it. */
function builtIn(board: Board, clock: Clock, changed: () => void, ledsChanged: () => void): Counter {
  const { widthPx, heightPx } = board.display;
  let panel = new Panel(widthPx, heightPx, changed);
  let pins: Pins | undefined;
  const scanner = scannerOf(board, clock);
  return {
    get screen() {
      return panel;
    },
    panelFaults: [],
    hardware(life, seconds) {
      panel = new Panel(widthPx, heightPx, changed);
      pins = pinsOf(life, ledsChanged, seconds);
      const Serial2 = serialPort(life, scanner.module);
      return { globals: { ...pins.globals, Serial2, g: graphicsOf(panel) }, leds: pins.leds };
    },
    dark() {
      panel = new Panel(widthPx, heightPx, changed);
    },
    tones: () => [],
    buttons: ['boot'],
    press: (_boot, down) => pins?.button(down),
    scan: scanner.scan,
  };
}

/** Calls once for all that one turn of the event loop draws. */
function oncePerTurn(drawn: () => void): () => void {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    setImmediate(() => {
      waiting = false;
      drawn();
    });
  };
}

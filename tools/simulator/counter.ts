// What stands on the counter besides the program: a board's panel and keys, over all lives of the box.
import type { Board } from '../../boards/board';
import { gm65 } from './chips/gm65';
import type { Clock } from './clock';
import { gpioOf } from './gpio';
import type { Gpio } from './gpio';
import { Panel, graphicsOf } from './graphics';
import type { Hardware } from './host';
import type { Life } from './life';
import { pinsOf } from './pins';
import type { Pins } from './pins';
import { wiredPanel } from './wired-panel';
import type { Screen } from './wired-panel';

/** How long a customer holds a code still, and how often the scanner's line is looked at meanwhile. */
const HELD_MS = 500;
const TICK_MS = 20;

export interface Counter {
  /** What is on the glass now. */
  readonly screen: Screen;
  readonly panelFaults: readonly string[];
  /** Makes what the program finds when the power comes. */
  hardware(life: Life, seconds: () => number): Hardware;
  /** The light goes with the power; paper keeps its picture. */
  dark(): void;
  /** The names of the board's buttons. */
  readonly buttons: string[];
  press(name: string, down: boolean): void;
  /** A customer holds a code in front of the scanner. Throws when the board has none. */
  scan(code: string): void;
}

export function counterOf(board: Board, clock: Clock, drawn: () => void, ledsChanged: () => void): Counter {
  const changed = oncePerTurn(drawn);
  const wired = wiredPanel(board.display, () => clock.nowMs(), changed);
  if (wired === undefined) return builtIn(board, changed, ledsChanged);
  const soldered = board.inputs.find(({ driver }) => driver === 'buttons')?.bus;
  const pins = soldered?.is === 'pins' ? soldered.pins : {};
  let gpio: Gpio | undefined;
  const scanner = board.inputs.some(({ driver }) => driver === 'gm65') ? gm65('continuous') : undefined;
  const poweredAtMs = clock.nowMs();
  return {
    screen: wired,
    panelFaults: wired.model.faults,
    hardware(life) {
      gpio = gpioOf(life, wired, scanner);
      return { globals: gpio.globals, leds: () => ({ red: false, green: false, blue: false }) };
    },
    dark: () => undefined,
    buttons: Object.keys(pins),
    press: (name, down) => gpio?.pull(pins[name]!, down),
    scan(code) {
      if (scanner === undefined) throw new Error('simulator: the board has no scanner.');
      scanner.tick(clock.nowMs() - poweredAtMs);
      scanner.show(code, HELD_MS);
      for (let ms = TICK_MS; ms < 2 * HELD_MS; ms += TICK_MS)
        clock.after(ms, () => scanner.tick(clock.nowMs() - poweredAtMs));
    },
  };
}

/** ESP32_CYD: the panel is the engine's own, with lights and a button beside it. */
function builtIn(board: Board, changed: () => void, ledsChanged: () => void): Counter {
  const { widthPx, heightPx } = board.display;
  let panel = new Panel(widthPx, heightPx, changed);
  let pins: Pins | undefined;
  return {
    get screen() {
      return panel;
    },
    panelFaults: [],
    hardware(life, seconds) {
      panel = new Panel(widthPx, heightPx, changed);
      pins = pinsOf(life, ledsChanged, seconds);
      return { globals: { ...pins.globals, g: graphicsOf(panel) }, leds: pins.leds };
    },
    dark() {
      panel = new Panel(widthPx, heightPx, changed);
    },
    buttons: ['boot'],
    press: (_boot, down) => pins?.button(down),
    scan() {
      throw new Error('simulator: the board has no scanner.');
    },
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

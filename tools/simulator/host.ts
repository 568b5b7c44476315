// One life of the box in a context that has Espruino's API exactly as firmware/platforms/espruino/espruino.d.ts names it,
// and of ECMAScript only what Espruino has.
import { createContext, Script } from 'node:vm';
import { restrict } from './builtins';
import type { Clock } from './clock';
import type { Flash } from './flash';
import { BOOT_FILE } from './image';
import { Life } from './life';
import { nativeOf } from './native';
import { networkOf } from './network';
import type { Road } from './network';
import type { Leds } from './pins';
import { waveformClass } from './speaker';
import type { Speaker, SpeakerWatch } from './speaker';
import { Storage } from './storage';
import { timersOf } from './timers';
import { graphicsClass } from './surface';

/** Variables of 14 bytes that an ESP32_CYD has at most (boards/ESP32_CYD.py). How many are in use only the real interpreter knows. */
const JSVARS = 16_383;

/** What is soldered to the chip, for one life of the box. */
export interface Hardware {
  /** Pins, ports and built-in parts as the program names them. */
  globals: Record<string, unknown>;
  leds(): Leds;
}

export interface HostParts {
  clock: Clock;
  flash: Flash;
  /** Espruino's name of the board (process.env.BOARD). */
  runtime: string;
  hardware(life: Life, seconds: () => number): Hardware;
  road: Road;
  speaker: Speaker;
  speakerWatch: SpeakerWatch;
  /** How much faster than real the sample clock runs. */
  soundSpeed: number;
  /** One line that the firmware printed, or an error that it did not catch. */
  printed(line: string): void;
  reboot(): void;
}

export interface Host {
  leds(): Leds;
  touch(xPx: number, yPx: number, down: boolean): void;
  cutConnections(): void;
  /** The power goes: no timer, socket or handler of this life does anything any more. */
  end(): void;
}

/** Powers on: makes the context and runs the boot file from flash. */
export function powerUp(parts: HostParts): Host {
  const life = new Life(parts.clock, (error) => parts.printed(`Uncaught ${placeOf(error)}`));
  const context = createContext({});
  const realm = new Script('({ Uint8Array: Uint8Array, ArrayBuffer: ArrayBuffer })').runInContext(context) as {
    Uint8Array: Uint8ArrayConstructor;
    ArrayBuffer: ArrayBufferConstructor;
  };
  restrict(context);
  const timers = timersOf(life);
  const hardware = parts.hardware(life, timers['getTime'] as () => number);
  const reboot = (): void => {
    native.fireKill();
    parts.reboot();
  };
  const native = nativeOf(life, realm, reboot);
  const network = networkOf(life, parts.road);
  const storage = new Storage(parts.flash);
  const modules: Record<string, unknown> = {
    Storage: storageModule(storage),
    net: network.net,
    crypto: native.crypto,
    Wifi: network.wifi,
  };
  const globals: Record<string, unknown> = {
    ...timers,
    ...hardware.globals,
    E: native.E,
    Waveform: waveformClass(
      life,
      parts.speaker,
      parts.speakerWatch,
      parts.soundSpeed,
      (length) => new realm.Uint8Array(length),
    ),
    Graphics: graphicsClass((length) => new realm.Uint8Array(length)),
    print: (...values: unknown[]) => parts.printed(values.map(String).join(' ')),
    process: {
      memory: () => ({ free: JSVARS, usage: 0, total: JSVARS }),
      env: { BOARD: parts.runtime, VERSION: '2v29' },
    },
    require(name: string) {
      const found = modules[name];
      if (found === undefined) throw new Error(`Module ${name} not found`);
      return found;
    },
  };
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(context, name, { value, writable: true, configurable: true, enumerable: false });
  }
  life.enter(() => {
    const code = storage.read(BOOT_FILE);
    if (code === undefined) throw new Error('No code in Storage');
    new Script(code, { filename: BOOT_FILE }).runInContext(context);
    native.fireInit();
  });
  return {
    leds: hardware.leds,
    touch: native.touch,
    cutConnections: network.cut,
    end: () => life.end(),
  };
}

/** Only what espruino.d.ts names. */
function storageModule(storage: Storage): Record<string, unknown> {
  return {
    read: (name: string, offset?: number, length?: number) => storage.read(name, offset, length),
    write: (name: string, bytes: string, offset?: number, size?: number) => storage.write(name, bytes, offset, size),
    erase: (name: string) => storage.erase(name),
    list: () => storage.list(),
    getFree: () => storage.getFree(),
    compact: () => storage.compact(),
  };
}

/** What went wrong and where. Errors of the box's own context are not instances of our Error, and a bundle is one long line. */
function placeOf(error: unknown): string {
  const { stack } = (typeof error === 'object' && error !== null ? error : {}) as { stack?: unknown };
  const place = typeof stack === 'string' ? /\.bootcde:\d+:\d+/.exec(stack)?.[0] : undefined;
  return place === undefined ? String(error) : `${String(error)} at ${place}`;
}

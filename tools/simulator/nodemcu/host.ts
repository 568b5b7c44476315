// One life of a NodeMCU box: its Lua machine, the modules of modules.lua, and what its pins end in.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Board } from '../../../boards/board';
import type { Max98357aModel } from '../chips/max98357a';
import type { Clock } from '../clock';
import { PowerLost } from '../flash';
import { Life } from '../life';
import { networkOf } from '../network';
import type { Road } from '../network';
import type { WiredPanel } from '../wired-panel';
import type { Files } from './files';
import { PatientClock } from './patient-clock';
import type { Player } from './player';
import { i2sOf } from './sound';
import { luaMachine } from './vm';
import type { HostFunctions } from './vm';

/** Free bytes of an ESP32 with Wi-Fi up, roughly; how many a program takes only the real one knows. */
const HEAP_BYTES = 120_000;

export interface NodeHostParts {
  board: Board;
  clock: Clock;
  files: Files;
  panel: WiredPanel;
  amplifier: Max98357aModel;
  /** The serial part of a board that has one. */
  player: Player | undefined;
  road: Road;
  soundSpeed: number;
  printed(line: string): void;
  /** Bytes went to the panel. */
  drawn(): void;
  sounded(samples: Uint8Array, first: boolean): void;
  reboot(): void;
}

export interface NodeHost {
  /** A level on an input pin, low when it is pressed. */
  level(gpio: number, high: boolean): void;
  cutConnections(): void;
  end(): void;
}

/** Powers on: runs init.lua from the files. */
export function powerUp(parts: NodeHostParts): NodeHost {
  const clock = new PatientClock(parts.clock);
  const life = new Life(clock, (error) => {
    parts.printed(`Uncaught ${error instanceof Error ? error.message : String(error)}`);
    parts.reboot();
  });
  const inputs = new Map<number, boolean>();
  const work = (run: () => void): void => clock.standStill(() => life.enter(run));
  const event = (...args: Parameters<typeof machine.event>): void => work(() => machine.event(...args));
  const serial = serialOf(parts.player, event);
  const { sockets, station, cut } = roadOf(life, parts.road, event);
  const machine = luaMachine(
    {
      ...guarded(life, {
        print: (line: string) => parts.printed(line),
        panic: (wrong: string) => {
          parts.printed(`Uncaught ${wrong}`);
          parts.reboot();
        },
        restart: () => parts.reboot(),
        heap: () => HEAP_BYTES,
        microseconds: () => Math.floor(clock.nowMs() * 1000) % 2 ** 31,
        sha256: (bytes: string) => createHash('sha256').update(bytes, 'latin1').digest().toString('latin1'),
        file_size: (name: string) => parts.files.size(name),
        file_read: (name: string, at: number, bytes: number) => parts.files.read(name, at, bytes),
        file_remove: (name: string) => parts.files.remove(name),
        file_clear: (name: string) => parts.files.clear(name),
        file_write: (name: string, at: number, bytes: string) => parts.files.write(name, at, bytes),
        uart_write: (port: number, bytes: string) => serial(port, bytes),
      }),
      ...guarded(life, timersOf(life, event)),
      ...guarded(life, pinsOf(parts, inputs)),
      ...guarded(life, soundOf(life, parts, event)),
      ...guarded(life, { ...sockets, ...station }),
    },
    { CHIP: parts.board.runtime },
  );
  const folder = join(process.env['GHANTI_ROOT'] ?? process.cwd(), 'tools', 'simulator', 'nodemcu');
  for (const name of ['modules.lua', 'mqtt.lua'])
    work(() => machine.run(name, readFileSync(join(folder, name), 'latin1')));
  work(() => machine.run('init.lua', parts.files.read('init.lua', 0, parts.files.size('init.lua'))));
  return {
    level(gpio, high) {
      inputs.set(gpio, high);
      event('gpio', gpio, high ? 1 : 0);
    },
    cutConnections: cut,
    end: () => life.end(),
  };
}

/** A box without power does nothing more, whatever its program still tries on the way out. */
function guarded(life: Life, host: HostFunctions): HostFunctions {
  const safe: HostFunctions = {};
  for (const [name, run] of Object.entries(host)) {
    safe[name] = (...args) => {
      if (!life.on) return undefined;
      try {
        return run(...args);
      } catch (error) {
        if (error instanceof PowerLost) return undefined;
        throw error;
      }
    };
  }
  return safe;
}

function timersOf(life: Life, event: (name: string, id: number) => void): HostFunctions {
  const running = new Map<number, () => void>();
  life.atEnd(() => running.forEach((cancel) => cancel()));
  return {
    after(id: number, ms: number) {
      running.set(
        id,
        life.after(ms, () => {
          running.delete(id);
          event('timer', id);
        }),
      );
    },
    cancel(id: number) {
      running.get(id)?.();
      running.delete(id);
    },
  };
}

function pinsOf({ panel, drawn }: NodeHostParts, inputs: ReadonlyMap<number, boolean>): HostFunctions {
  return {
    gpio_write: (gpio: number, level: number) => panel.set(gpio, level === 1),
    gpio_read: (gpio: number) => ((panel.level(gpio) ?? inputs.get(gpio) ?? true) ? 1 : 0),
    spi(bytes: string) {
      panel.spi(Buffer.from(bytes, 'latin1'));
      drawn();
    },
  };
}

/** The ESP8266 talks on UART 1 and listens on UART 0. */
const SAYS = 1;
const HEARS = 0;

function serialOf(
  player: Player | undefined,
  event: (name: string, port: number, bytes: string) => void,
): (port: number, bytes: string) => void {
  player?.onBytes((bytes) => event('uart', HEARS, Buffer.from(bytes).toString('latin1')));
  return (port, bytes) => {
    if (port === SAYS) player?.receive(Buffer.from(bytes, 'latin1'));
  };
}

function soundOf(life: Life, parts: NodeHostParts, event: (name: string) => void): HostFunctions {
  const i2s = i2sOf(life, parts.amplifier, parts.soundSpeed, () => event('i2s'), parts.sounded);
  return {
    i2s_start: (rateHz: number, frames: number) => i2s.start(rateHz, frames),
    i2s_write: (bytes: string) => i2s.write(bytes),
    i2s_stop: () => i2s.stop(),
  };
}

/** What Espruino's simulator has of the shop's network, under NodeMCU's names. */
function roadOf(life: Life, road: Road, event: (name: string, first: number | string, second?: string) => void) {
  const network = networkOf(life, road);
  const open = new Map<number, Face>();
  let last = 0;
  const wifi = network.wifi as unknown as {
    connect(ssid: string, options: object, done: (error: string | null) => void): void;
    disconnect(): void;
    on(event: string, handler: () => void): void;
  };
  wifi.on('connected', () => event('wifi', 'got_ip'));
  wifi.on('disconnected', () => event('wifi', 'disconnected'));
  const sockets: HostFunctions = {
    tcp_open(host: string, port: number, ca?: string) {
      const id = ++last;
      const face = network.net.connect({ host, port, ca }, () => event('tcp_connected', id)) as Face;
      open.set(id, face);
      face.on('data', (bytes) => event('tcp_bytes', id, bytes));
      face.on('error', () => undefined);
      face.on('close', () => event('tcp_closed', id));
      return id;
    },
    tcp_write(id: number, bytes: string) {
      open.get(id)?.write(bytes);
    },
    tcp_close(id: number) {
      open.get(id)?.end();
      open.delete(id);
    },
  };
  const station: HostFunctions = {
    wifi_join() {
      wifi.connect('', {}, (error) => {
        if (error !== null) event('wifi', 'disconnected');
      });
    },
    wifi_leave: () => wifi.disconnect(),
  };
  return { sockets, station, cut: network.cut };
}

/** A socket as Espruino has it. */
interface Face {
  on(event: string, handler: (bytes: string) => void): void;
  write(bytes: string): void;
  end(): void;
}

// A simulated box: what a shop would have on its counter, with a hand on its plug, its Wi-Fi and its keys.
import { boards } from '../../boards/registry';
import { wavOfBytes } from '../voice/wav';
import { lineOf, saidIn } from './console';
import type { Said } from './console';
import { throughCapacitor } from './loudspeaker';
import { realClock } from './clock';
import type { Clock } from './clock';
import { counterOf } from './counter';
import { keysOf } from './keys';
import { Flash } from './flash';
import { powerUp } from './host';
import type { Host } from './host';
import type { Image } from './image';
import { Road } from './network';
import type { Leds } from './pins';
import { pngOf } from './png';
import { Speaker } from './speaker';
import { Storage } from './storage';

const CONSOLE_LINES = 2000;
const SAID = 5000;
/** A power supply takes about this long to come back after a restart that the firmware asked for. */
const RESTART_MS = 100;
const SETTINGS_FILE = 'ghanti.json';

/** The box's own settings, as they are written apart from the code. */
export interface BoxSettings {
  id: string;
  host: string;
  port: number;
  password: string;
  /** 64 hex digits. */
  key: string;
  wifi: { ssid: string; password: string };
  /** Of the authority that vouches for the broker, for a box that checks it. */
  ca?: string;
}

export interface BoxOptions {
  clock?: Clock;
  /** 1 is real; above, sentences take less time and sound the same in the recording. */
  soundSpeed?: number;
  /** Flash of an earlier box, to be powered on again; the image is then not installed. */
  flash?: Uint8Array;
  /** Called when these bytes of the flash have changed. */
  flashChanged?: (address: number, bytes: number) => void;
}

export type BoxEvent =
  | { type: 'screen' | 'leds' | 'power' | 'road' }
  | { type: 'console'; line: string }
  | { type: 'sound'; rateHz: number; samples: Uint8Array; first: boolean };

export interface SimulatedBox {
  readonly id: string;
  readonly powered: boolean;
  readonly road: Road['state'];
  readonly leds: Leds;
  readonly consoleLines: readonly string[];
  readonly widthPx: number;
  readonly heightPx: number;
  /** 16 bits a pixel, as an eye sees them. */
  readonly pixels: Uint16Array;
  screenPng(): Buffer;
  /** What the datasheets of panel, keypad and buzzer forbid and the program did; empty where they have no model. */
  readonly panelFaults: readonly string[];
  /** What a buzzer gave since the box was made, pauses included. */
  tones(): { hz: number; ms: number }[];
  /** The last sound, 8 kHz mono; a WAV without samples before the first. */
  speakerWav(): Buffer;
  readonly speaking: boolean;
  /** Everything that was said to its end, prompts such as "scan to pay" included (they announce no `seqs`). */
  said(): Said[];
  /** How many announcements the box has begun to say, also those that a power cut ended. */
  readonly announcementsBegun: number;
  /** A finger at this pixel for as long as `down`. */
  touch(xPx: number, yPx: number, down: boolean): void;
  /**
   * A key by its name, pressed and let go: repeat and dismiss on every board (on glass its left and right half), and the
   * board's own buttons. Throws for another name.
   */
  key(name: string): void;
  /** A customer holds a code in front of the scanner. Throws when the board has none. */
  scan(code: string): void;
  powerCut(): void;
  /** Lets the power go in the middle of a flash write, after this many more bytes. */
  powerCutAfterFlashBytes(bytes: number): void;
  powerOn(): void;
  offline(): void;
  online(): void;
  /** Packets vanish both ways and nobody is told. */
  stall(): void;
  cutConnections(): void;
  /** A copy of the flash as it is now. */
  flashImage(): Uint8Array;
  /** Calls at every event; returns the way to stop. */
  onEvent(handler: (event: BoxEvent) => void): () => void;
  /** The first console line, past ones included, that `wanted` accepts; rejects after `limitMs` of the wall's time. */
  line(wanted: (line: string) => boolean, limitMs: number): Promise<string>;
  close(): void;
}

/** Installs the image and the settings on fresh flash and powers the box on. */
export function startBox(image: Image, settings: BoxSettings, options: BoxOptions = {}): SimulatedBox {
  if (image.engine !== 'espruino')
    throw new Error(`simulator: image of ${image.board} is for ${image.engine}; this simulator runs espruino.`);
  const handlers = new Set<(event: BoxEvent) => void>();
  const tell = (event: BoxEvent): void => {
    for (const handler of [...handlers]) handler(event);
  };
  const clock = options.clock ?? realClock;
  const flash = new Flash(options.flash, () => cut(), options.flashChanged);
  if (options.flash === undefined) install(flash, image, settings);
  const road = new Road();
  const speaker = new Speaker();
  const lines: string[] = [];
  const said: Said[] = [];
  let begun = 0;
  const board = boards[image.board];
  if (board === undefined) throw new Error(`simulator: there is no board "${image.board}".`);
  const counter = counterOf(
    board,
    clock,
    () => tell({ type: 'screen' }),
    () => tell({ type: 'leds' }),
  );
  let host: Host | undefined;
  let stopRestart: (() => void) | undefined;
  let closed = false;

  const printed = (line: string): void => {
    lines.push(line);
    if (lines.length > CONSOLE_LINES) lines.shift();
    if (line.startsWith('{"saying":{"seqs":[') && !line.startsWith('{"saying":{"seqs":[]')) begun++;
    if (line.startsWith('{"said"')) said.push(saidIn(line, image.languages));
    if (said.length > SAID) said.shift();
    tell({ type: 'console', line });
  };
  let firstSound = false;
  const on = (): void => {
    if (closed || host !== undefined) return;
    // The boot file runs inside powerUp and may already cut the power.
    let lost = false;
    host = {
      leds: () => ({ red: false, green: false, blue: false }),
      touch: () => undefined,
      cutConnections: () => undefined,
      end: () => (lost = true),
    };
    const started = powerUp({
      clock,
      flash,
      runtime: board.runtime,
      hardware: counter.hardware,
      road,
      speaker,
      speakerWatch: {
        began: () => (firstSound = true),
        heard: (samples) => {
          tell({ type: 'sound', rateHz: 8000, samples: new Uint8Array(samples), first: firstSound });
          firstSound = false;
        },
      },
      soundSpeed: options.soundSpeed ?? 1,
      printed,
      reboot: () => {
        cut();
        stopRestart = clock.after(RESTART_MS, on);
      },
    });
    if (lost) started.end();
    else host = started;
    tell({ type: 'power' });
    tell({ type: 'leds' });
  };
  const cut = (): void => {
    stopRestart?.();
    if (host === undefined) return;
    host.end();
    host = undefined;
    flash.failAfter(undefined);
    counter.dark();
    tell({ type: 'power' });
    tell({ type: 'screen' });
    tell({ type: 'leds' });
  };
  const setRoad = (state: Road['state']): void => {
    road.set(state);
    tell({ type: 'road' });
  };
  const { widthPx, heightPx } = board.display;
  const box: SimulatedBox = {
    id: settings.id,
    get powered() {
      return host !== undefined;
    },
    get road() {
      return road.state;
    },
    get leds() {
      return host?.leds() ?? { red: false, green: false, blue: false };
    },
    consoleLines: lines,
    widthPx,
    heightPx,
    get pixels() {
      return counter.screen.pixels;
    },
    screenPng: () => pngOf(counter.screen),
    get panelFaults() {
      return counter.panelFaults;
    },
    tones: counter.tones,
    speakerWav: () => wavOfBytes(throughCapacitor(speaker.last.samples, speaker.last.rateHz), speaker.last.rateHz),
    get speaking() {
      return speaker.playing;
    },
    said: () => [...said],
    get announcementsBegun() {
      return begun;
    },
    touch: (xPx, yPx, down) => host?.touch(xPx, yPx, down),
    key: keysOf(board, counter, clock, (xPx, down) => host?.touch(xPx, heightPx / 2, down)),
    scan: counter.scan,
    powerCut: cut,
    powerCutAfterFlashBytes: (bytes) => flash.failAfter(bytes),
    powerOn: on,
    offline: () => setRoad('no-wifi'),
    online: () => setRoad('up'),
    stall: () => setRoad('stalled'),
    cutConnections: () => host?.cutConnections(),
    flashImage: () => flash.bytes.slice(),
    onEvent(handler) {
      handlers.add(handler);
      return () => handlers.delete(handler);
    },
    line: (wanted, limitMs) => lineOf(box, wanted, limitMs),
    close() {
      cut();
      closed = true;
      handlers.clear();
    },
  };
  on();
  return box;
}

function install(flash: Flash, image: Image, settings: BoxSettings): void {
  const storage = new Storage(flash);
  for (const { name, bytes } of image.files) storage.write(name, Buffer.from(bytes).toString('latin1'));
  storage.write(SETTINGS_FILE, JSON.stringify(settings));
}

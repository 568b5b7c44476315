// A simulated box on NodeMCU: the built Lua program in fengari, its pins in chip models, and a hand on its plug.
import type { Board } from '../../../boards/board';
import { boards } from '../../../boards/registry';
import { wavOfBytes } from '../../voice/wav';
import type { BoxEvent, BoxSettings, SimulatedBox } from '../box';
import { lineOf, saidIn } from '../console';
import type { Said } from '../console';
import { max98357a } from '../chips/max98357a';
import { realClock } from '../clock';
import type { Clock } from '../clock';
import type { Image } from '../image';
import { Road } from '../network';
import { pngOf } from '../png';
import { wiredPanel } from '../wired-panel';
import type { WiredPanel } from '../wired-panel';
import { Files } from './files';
import { powerUp } from './host';
import type { NodeHost } from './host';
import { playerOf } from './player';
import type { Player } from './player';

const CONSOLE_LINES = 2000;
const RESTART_MS = 100;
const PRESS_MS = 100;
const RATE_HZ = 8000;

export interface NodeBoxOptions {
  clock?: Clock;
  /** 1 is real; above, sentences take less time and sound the same in the recording. */
  soundSpeed?: number;
  /** Files of an earlier box, to be powered on again; the image is then not installed. */
  files?: ReadonlyMap<string, Uint8Array>;
}

/** What a box of the other engine has too, but for its touch panel, its scanner, its lights and its raw flash. */
export interface NodeBox extends Omit<SimulatedBox, 'touch' | 'scan' | 'leds' | 'tones' | 'flashImage'> {
  /** A copy of the files as they are now. */
  files(): Map<string, Uint8Array>;
}

/** Installs the image and the settings on fresh flash and powers the box on. */
export function startNodeBox(image: Image, settings: BoxSettings, options: NodeBoxOptions = {}): NodeBox {
  const board = boardOf(image);
  const handlers = new Set<(event: BoxEvent) => void>();
  const tell = (event: BoxEvent): void => {
    for (const handler of [...handlers]) handler(event);
  };
  const clock = options.clock ?? realClock;
  const files = new Files(options.files ?? installed(image, settings), () => cut());
  const road = new Road();
  const amplifier = max98357a();
  const lines: string[] = [];
  const said: Said[] = [];
  let begun = 0;
  let sound: Uint8Array[] = [];
  let speaking = false;
  let newSentence = false;
  const drawn = once(() => tell({ type: 'screen' }));
  const newPanel = (): WiredPanel => wiredPanel(board.display, () => clock.nowMs(), drawn)!;
  let panel = newPanel();
  let player: Player | undefined;
  let host: NodeHost | undefined;
  let closed = false;
  let stopRestart: (() => void) | undefined;

  const sounded = (samples: Uint8Array, first: boolean): void => {
    if (first) sound = [];
    sound.push(samples);
    tell({ type: 'sound', rateHz: RATE_HZ, samples, first });
  };
  const printed = (line: string): void => {
    lines.push(line);
    if (lines.length > CONSOLE_LINES) lines.shift();
    if (line.startsWith('{"saying"')) {
      speaking = true;
      newSentence = true;
      if (!line.includes('"seqs":[]')) begun++;
    }
    if (line.startsWith('{"said"')) {
      speaking = false;
      said.push(saidIn(line, image.languages));
    }
    tell({ type: 'console', line });
  };
  const on = (): void => {
    if (closed || host !== undefined) return;
    panel = newPanel();
    player = playerOf({ ...board, languages: image.languages }, clock, options.soundSpeed ?? 1, (samples) => {
      sounded(samples, newSentence);
      newSentence = false;
    });
    // The program may cut the power while it starts.
    let lost = false;
    host = { level: () => undefined, cutConnections: () => undefined, end: () => (lost = true) };
    const started = powerUp({
      ...{ board, clock, files, panel, amplifier, player, road, printed, drawn },
      soundSpeed: options.soundSpeed ?? 1,
      sounded,
      reboot() {
        cut();
        stopRestart = clock.after(RESTART_MS, on);
      },
    });
    if (lost) started.end();
    else host = started;
    tell({ type: 'power' });
  };
  const cut = (): void => {
    stopRestart?.();
    if (host === undefined) return;
    host.end();
    host = undefined;
    player?.off();
    speaking = false;
    files.failAfter(undefined);
    tell({ type: 'power' });
  };
  const setRoad = (state: Road['state']): void => {
    road.set(state);
    tell({ type: 'road' });
  };
  const keys = buttonsOf(board);

  const box: NodeBox = {
    id: settings.id,
    get powered() {
      return host !== undefined;
    },
    get road() {
      return road.state;
    },
    get pixels() {
      return panel.pixels;
    },
    get speaking() {
      return speaking;
    },
    get announcementsBegun() {
      return begun;
    },
    widthPx: board.display.widthPx,
    heightPx: board.display.heightPx,
    get panelFaults() {
      return [...panel.model.faults, ...amplifier.faults, ...(player?.faults ?? [])];
    },
    consoleLines: lines,
    screenPng: () => pngOf(panel),
    speakerWav: () => wavOfBytes(Buffer.concat(sound), RATE_HZ),
    said: () => [...said],
    files: () => files.copy(),
    key(name) {
      const gpio = keys[name];
      if (gpio === undefined)
        throw new Error(`simulator: no key "${name}"; there are ${Object.keys(keys).join(', ')}.`);
      host?.level(gpio, false);
      clock.after(PRESS_MS, () => host?.level(gpio, true));
    },
    powerCut: cut,
    powerCutAfterFlashBytes: (bytes) => files.failAfter(bytes),
    powerOn: on,
    offline: () => setRoad('no-wifi'),
    online: () => setRoad('up'),
    stall: () => setRoad('stalled'),
    cutConnections: () => host?.cutConnections(),
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

function boardOf(image: Image): Board {
  const board = boards[image.board];
  if (board === undefined || image.engine !== 'nodemcu' || board.display.bus.is !== 'spi')
    throw new Error(`simulator: ${image.board} is no NodeMCU board with a panel on SPI.`);
  return board;
}

function installed(image: Image, settings: BoxSettings): Map<string, Uint8Array> {
  const files = new Map(image.files.map(({ name, bytes }) => [name, bytes]));
  return files.set('ghanti.json', Buffer.from(JSON.stringify(settings), 'latin1'));
}

/** Key name to GPIO. */
function buttonsOf(board: Board): Readonly<Record<string, number>> {
  for (const { driver, bus } of board.inputs) if (driver === 'buttons' && bus.is === 'pins') return bus.pins;
  return {};
}

/** At most once for all that one turn of the event loop does. */
function once(run: () => void): () => void {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    setImmediate(() => {
      waiting = false;
      run();
    });
  };
}

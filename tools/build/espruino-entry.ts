// The entry of an Espruino program: the board's data become the wires of its drivers. Only what it imports is linked in.
import type { Board, Part, Pins } from '../../boards/board';
import { SIGNALS } from './wiring';

/** Remembers an import and gives the name back. */
type Use = (name: string, path: string) => string;

/** TypeScript as if it lay in firmware/. */
export function espruinoEntry(id: string, board: Board, version: string): string {
  const imports = new Set<string>();
  const use: Use = (name, path) => {
    imports.add(`import { ${name} } from './${path}';`);
    return name;
  };
  const program = [
    `${use('start', 'platforms/espruino/main')}({`,
    `board: ${JSON.stringify(id)}, version: ${JSON.stringify(version)},`,
    `languages: ${JSON.stringify(board.languages)},`,
    `machine: ${use('machine', `platforms/espruino/${onLinux(board) ? 'linux/machine' : 'esp32'}`)},`,
    `canvas: (modules, fault) => ${canvasOf(board, use)},`,
    `voice: (assets, log) => ${voiceOf(board, use)},`,
    `inputs(sink) {`,
    ...board.inputs.map((part) => `${inputOf(part, board, use)};`),
    `},`,
    `led: ${board.runtime === 'ESP32_CYD' ? use('showLed', 'platforms/espruino/cyd') : '() => undefined'} });`,
  ];
  return [...imports, ...program].join('\n');
}

/** Espruino's Linux build has files where a chip has parts. */
function onLinux(board: Board): boolean {
  return board.runtime === 'LINUX';
}

/** What the screens may ask of a board's canvas. */
export function glassOf(board: Board): Record<string, number | boolean> {
  const { widthPx, heightPx, colour, slow } = board.display;
  return { widthPx, heightPx, colour, slow, qrPx: board.qr.areaPx };
}

function canvasOf(board: Board, use: Use): string {
  const { widthPx, heightPx, rotation, bus } = board.display;
  const glass = fields(glassOf(board));
  const driver = factoryOf('display', board.display, use);
  if (onLinux(board))
    return `${use('pictureCanvas', 'platforms/espruino/linux/picture')}(${driver}, ${glass}, modules, fault)`;
  if (bus.is !== 'spi') {
    const canvas = use('graphicsCanvas', 'platforms/espruino/canvas');
    return `${canvas}(g, ${glass}, ${use('rgb565', 'canvas/palette')}, ${driver}(), modules, fault)`;
  }
  const size = fields(rotation % 2 === 0 ? { widthPx, heightPx } : { widthPx: heightPx, heightPx: widthPx });
  const wires = `${use('panelWires', 'platforms/espruino/panel-wires')}(SPI1, ${bus.clockHz}, ${wiring(bus.pins)})`;
  const canvas = use('frameCanvas', 'platforms/espruino/frame');
  return `${canvas}(${driver}(${wires}, ${size}), ${size}, ${rotation}, ${glass}, modules, fault)`;
}

function voiceOf(board: Board, use: Use): string {
  const { driver, bus } = board.audio;
  if (driver === 'buzzer' && bus.is === 'pins') {
    const pin = `${use('tonePin', 'platforms/espruino/tone-pin')}(D${bus.pins['OUT']})`;
    return `${use('beeps', 'platforms/espruino/beeps')}(${factoryOf('audio', board.audio, use)}(${pin}), log)`;
  }
  return `${use('packVoice', 'platforms/espruino/voice')}(assets, ${speakerOf(board, use)}, log)`;
}

function speakerOf(board: Board, use: Use): string {
  const driver = factoryOf('audio', board.audio, use);
  if (onLinux(board)) return `${driver}(${use('waveFile', 'platforms/espruino/linux/wave-file')}(), assets)`;
  const { bus } = board.audio;
  const pin = bus.is === 'pins' ? `D${bus.pins['OUT']}` : 'SPK';
  return `${driver}(${use('waveOut', 'platforms/espruino/wave-out')}(${pin}), assets)`;
}

function inputOf(part: Part, board: Board, use: Use): string {
  const driver = factoryOf('input', part, use);
  const { bus } = part;
  if (bus.is === 'uart')
    return `${driver}(${use('serialLine', 'platforms/espruino/serial-line')}(Serial2, ${bus.baud}, ${wiring(bus.pins)}), sink)`;
  if (bus.is === 'pins')
    return `${driver}(${pinsFor(part.driver, bus.pins, use)}, sink, ${use('timers', 'platforms/espruino/timers')})`;
  if (onLinux(board)) return `${driver}(${use('onWord', 'platforms/espruino/linux/console')}, sink)`;
  const onTouch = use('onTouch', 'platforms/espruino/cyd');
  const timers = use('timers', 'platforms/espruino/timers');
  return `${driver}({ widthPx: ${board.display.widthPx}, onTouch: ${onTouch} }, sink, ${timers})`;
}

/** The pins as each driver takes them. */
function pinsFor(driver: string, pins: Pins, use: Use): string {
  const input = use('inputPin', 'platforms/espruino/pins');
  const read = (signal: string): string => `${input}(D${pins[signal]})`;
  if (driver === 'rotary') return SIGNALS.rotary.map(read).join(', ');
  if (driver === 'keypad') {
    const row = use('openDrainPin', 'platforms/espruino/pins');
    const rows = SIGNALS.keypad.filter((signal) => signal.startsWith('R')).map((signal) => `${row}(D${pins[signal]})`);
    const columns = SIGNALS.keypad.filter((signal) => signal.startsWith('C')).map(read);
    return `[${rows.join(', ')}], [${columns.join(', ')}]`;
  }
  const keys = Object.keys(pins).map((key) => `{ key: ${JSON.stringify(key)}, pin: ${read(key)} }`);
  return `[${keys.join(', ')}]`;
}

/** { CS: 5 } is { CS: D5 }. */
function wiring(pins: Pins): string {
  const list = Object.entries(pins).map(([signal, pin]) => `${signal}: D${pin}`);
  return `{ ${list.join(', ')} }`;
}

/** A driver's factory has the chip's name: esp32-dac is esp32Dac. */
function factoryOf(kind: string, { driver }: Part, use: Use): string {
  const name = driver.replace(/-(\w)/g, (_all, letter: string) => letter.toUpperCase());
  return use(name, `drivers/${kind}/${driver}/driver`);
}

/** An object without quotes around its names, so that they are shortened like all others. */
function fields(object: Record<string, unknown>): string {
  return JSON.stringify(object).replace(/"(\w+)":/g, '$1:');
}

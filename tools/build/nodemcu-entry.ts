// The entry of a NodeMCU program: the board's data become the wires of its drivers. Only what it imports is linked in.
import type { Board, Part } from '../../boards/board';
import { chosen } from './languages';

/** Remembers an import and gives the name back. */
type Use = (name: string, path: string) => string;

/** What NodeMCU can put on glass or through a loudspeaker, and how the platform takes it. */
const FRAMES = ['ssd1680', 'ssd1681', 'uc8151', 'ssd1306'];
const PIXELS = ['st7789', 'ili9341'];
const SPEAKERS = ['max98357a'];
const PLAYERS = ['dfplayer'];

/** TypeScript as if it lay in firmware/. Throws for a chip that NodeMCU cannot drive. */
export function nodemcuEntry(id: string, board: Board, version: string): string {
  const imports = new Set<string>();
  const use: Use = (name, path) => {
    imports.add(`import { ${name} } from './${path}';`);
    return name;
  };
  const program = [
    `${use('start', 'platforms/nodemcu/main')}({`,
    `board: ${JSON.stringify(id)}, version: ${JSON.stringify(version)},`,
    `languages: ${JSON.stringify(board.languages)},`,
    `chip: ${use(board.runtime, `platforms/nodemcu/${board.runtime}/chip`)}(),`,
    `display: (assets, fault) => ${displayOf(id, board, use)},`,
    `voice: (assets) => ${voiceOf(id, board, use)},`,
    `inputs(sink) {`,
    ...board.inputs.map((part) => `${inputOf(id, board, part, use)};`),
    `} });`,
  ];
  return [...imports, ...program].join('\n');
}

function displayOf(id: string, board: Board, use: Use): string {
  const { display, qr } = board;
  const driver = factoryOf('display', display, use);
  const bus = busOf(display);
  const wires = `${use('spiPanel', `platforms/nodemcu/${board.runtime}/spi-panel`)}(${bus})`;
  const { widthPx, heightPx, rotation, slow } = display;
  const turned = rotation % 2 === 1;
  const size = { widthPx: turned ? heightPx : widthPx, heightPx: turned ? widthPx : heightPx };
  const shown = fields(size);
  if (FRAMES.includes(display.driver)) {
    const glass = fields({ size, rotation, slow, qrPx: qr.areaPx });
    const frame = use('frameDisplay', 'platforms/nodemcu/frame-display');
    return `${frame}(${driver}(${wires}, ${shown}), ${glass}, assets, fault)`;
  }
  if (PIXELS.includes(display.driver)) {
    const glass = fields({ widthPx, heightPx, qrPx: qr.areaPx });
    const pixels = use('pixelDisplay', 'platforms/nodemcu/pixel-display');
    return `${pixels}(${driver}(${wires}, ${shown}, ${rotation}), ${glass}, assets, fault)`;
  }
  throw refusal(id, 'display', display);
}

function voiceOf(id: string, board: Board, use: Use): string {
  const { audio, runtime, languages } = board;
  const driver = factoryOf('audio', audio, use);
  if (SPEAKERS.includes(audio.driver) && runtime === 'esp32') {
    const out = `${use('waveOut', 'platforms/nodemcu/esp32/wave-out')}(${busOf(audio)})`;
    const voice = `${use('packVoice', 'platforms/nodemcu/pack-voice')}(${driver}(${out}, assets), assets)`;
    return `${use('briefVoice', 'platforms/nodemcu/brief-voice')}(() => ${voice})`;
  }
  if (PLAYERS.includes(audio.driver)) {
    const line = `${use('serialLine', `platforms/nodemcu/${runtime}/serial-line`)}(${busOf(audio)})`;
    const card = use('cardVoice', 'platforms/nodemcu/card-voice');
    return `${card}(${driver}(${line}, ${busyOf(audio, runtime, use)}), assets, ${JSON.stringify(chosen(languages).map(({ tag }) => tag))})`;
  }
  throw refusal(id, 'audio', audio);
}

function busyOf({ bus }: Part, runtime: string, use: Use): string {
  const pin = bus.is === 'uart' ? bus.pins['BUSY'] : undefined;
  return pin === undefined ? 'undefined' : `${use('inputPin', `platforms/nodemcu/${runtime}/pins`)}(${pin})`;
}

/** Buttons: one pin a key, named as the key. A scanner: a serial line. */
function inputOf(id: string, board: Board, part: Part, use: Use): string {
  const { driver, bus } = part;
  if (driver === 'buttons' && bus.is === 'pins') {
    const pin = use('inputPin', `platforms/nodemcu/${board.runtime}/pins`);
    const all = Object.entries(bus.pins).map(([key, gpio]) => `{ key: '${key}', pin: ${pin}(${gpio}) }`);
    const timers = use('timers', 'platforms/nodemcu/timers');
    return `${factoryOf('input', part, use)}([${all.join(', ')}], sink, ${timers})`;
  }
  if (driver === 'gm65') {
    const line = use('serialLine', `platforms/nodemcu/${board.runtime}/serial-line`);
    return `${factoryOf('input', part, use)}(${line}(${busOf(part)}), sink)`;
  }
  throw refusal(id, 'input', part);
}

function busOf({ bus }: Part): string {
  const { is: _kind, ...wires } = bus;
  return fields(wires);
}

function refusal(id: string, kind: string, { driver }: Part): Error {
  return new Error(
    `boards/${id}.ts: NodeMCU cannot drive ${driver} as ${kind}. Choose another chip, or another engine.`,
  );
}

/** A driver's factory has the chip's name: esp32-dac is esp32Dac. */
function factoryOf(kind: string, { driver }: Part, use: Use): string {
  const name = driver.replace(/-(\w)/g, (_all, letter: string) => letter.toUpperCase());
  return use(name, `drivers/${kind}/${driver}/driver`);
}

/** An object without quotes around its names, so that they are shortened like all others. */
function fields(object: object): string {
  return JSON.stringify(object).replace(/"(\w+)":/g, '$1:');
}

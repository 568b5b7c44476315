// What a board's data must keep to: said at build time, because on the counter it would be a dark panel or a silent box.
import type { Board } from '../../boards/board';
import { chips, DAC_PINS, runtimes } from './runtimes';
import type { Runtime } from './runtimes';
import { SIGNALS, wiresOf } from './wiring';
import type { Wire } from './wiring';

/** Throws with everything that is wrong with a board: what, where, and what to do. */
export function checkBoard(id: string, board: Board): void {
  const faults = [
    ...pinsTwice(board),
    ...signalsMissing(board),
    ...pinsThatCannot(board),
    ...partsThatCannot(board),
    ...panelFaults(board),
  ];
  if (faults.length > 0) throw new Error(faults.map((fault) => `boards/${id}.ts: ${fault}`).join('\n'));
}

const called = ({ part, signal }: Wire): string => `${part} ${signal}`;

function pinsTwice(board: Board): string[] {
  const wires = wiresOf(board);
  return wires.flatMap((wire, i) => {
    const first = wires.slice(0, i).find(({ gpio }) => gpio === wire.gpio);
    if (first === undefined) return [];
    return [
      `${called(wire)} is on GPIO ${wire.gpio}, where ${called(first)} is already. Solder one of them elsewhere.`,
    ];
  });
}

function signalsMissing({ audio, inputs }: Board): string[] {
  return [audio, ...inputs].flatMap(({ driver, bus }) => {
    const wanted = (SIGNALS as Record<string, string[]>)[driver] ?? [];
    if (bus.is === 'built-in' || wanted.length === 0) return [];
    const given = Object.keys(bus.pins);
    if (bus.is === 'pins' && given.sort().join() === [...wanted].sort().join()) return [];
    return [`${driver} is wired by ${given.join(', ')}. Give it plain pins by the names ${wanted.join(', ')}.`];
  });
}

function pinsThatCannot(board: Board): string[] {
  const kind = runtimes[board.runtime]?.chip;
  if (kind === undefined) return [];
  const chip = chips[kind];
  const onConsole = board.engine === 'espruino' ? chip.console : [];
  return wiresOf(board).flatMap((wire) => {
    const where = `${called(wire)} is on GPIO ${wire.gpio}`;
    if (!chip.exists(wire.gpio)) return [`${where}, which an ${chip.name} has not. Take another pin.`];
    if (chip.flash.includes(wire.gpio)) return [`${where}, which is soldered to the module's flash. Take another pin.`];
    if (onConsole.includes(wire.gpio)) return [`${where}, which is the engine's console. Take another pin.`];
    if (wire.use === 'in' || !chip.inputOnly.includes(wire.gpio)) return [];
    const lacks = wire.use === 'out' ? 'can only be read' : 'has no pull-up';
    return [`${where}, which ${lacks} (${chip.inputOnly[0]} to ${chip.inputOnly.at(-1)}). Take another pin.`];
  });
}

/** Drivers for files of a computer, which a chip has not, and the only ones for a computer. */
const FILE_DRIVERS = ['bmp-file', 'wav-file', 'typed-keys'];

/** Panels that Espruino's own Graphics draws for, in memory, one bit a pixel. */
const FRAME_PANELS = ['ssd1306', 'ssd1680', 'ssd1681', 'uc8151'];

function partsThatCannot(board: Board): string[] {
  const { display, audio, inputs, runtime } = board;
  const found = runtimes[runtime];
  if (found === undefined) return [`runtime ${runtime} is not known. Runtimes: ${Object.keys(runtimes).join(', ')}.`];
  if (board.engine === 'nodemcu') return runtime === 'esp8266' ? pinsElsewhere(board) : [];
  const faults: string[] = [];
  if (!found.hasGraphics)
    faults.push(`Espruino's ${runtime} has no Graphics and cannot draw. Take ESP8266_4MB or an ESP32.`);
  if (display.bus.is === 'spi' && !FRAME_PANELS.includes(display.driver))
    faults.push(
      `Espruino has no room for the colours of a ${display.driver}. Take NodeMCU, or ${FRAME_PANELS.join(', ')}.`,
    );
  for (const { driver } of [display, audio, ...inputs])
    if (FILE_DRIVERS.includes(driver) !== (found.chip === undefined))
      faults.push(`${driver} is not for Espruino's ${runtime}. On LINUX take ${FILE_DRIVERS.join(', ')}.`);
  for (const { driver, bus } of [audio, ...inputs])
    if (bus.is === 'i2s') faults.push(`${driver} wants I2S, which Espruino has not. Take NodeMCU, or the ESP32's DAC.`);
  if (audio.driver === 'buzzer' && audio.bus.is === 'pins' && DAC_PINS.includes(audio.bus.pins['OUT']!))
    faults.push(
      `buzzer OUT is on GPIO ${audio.bus.pins['OUT']}, where Espruino drives the DAC and makes no tone. Take another pin.`,
    );
  if (audio.driver === 'dfplayer')
    faults.push(
      'dfplayer has no voice on Espruino: only NodeMCU composes for a card. Take esp32-dac, buzzer, or NodeMCU.',
    );
  if (inputs.filter(({ bus }) => bus.is === 'uart').length > 1)
    faults.push('two inputs want a serial line and Espruino has one beside its console. Take one of them away.');
  if (audio.driver === 'esp32-dac') faults.push(...dacFaults(board, found.chip));
  if (display.bus.is === 'spi' && chipWidthPx(board) % 8 !== 0 && display.rotation !== 0 && display.rotation !== 3)
    faults.push(`rotation ${display.rotation} would show the ends of lines of ${chipWidthPx(board)} px. Take 0 or 3.`);
  return faults;
}

/** What the ESP8266 has on these pins alone (datasheet v6, chapter 4; UART 1 has no input). */
const ESP8266_PINS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  spi: { SCLK: 14, MOSI: 13 },
  uart: { TX: 2, RX: 3 },
};

function pinsElsewhere({ display, audio, inputs }: Board): string[] {
  return [display, audio, ...inputs].flatMap(({ driver, bus }) => {
    if (bus.is === 'built-in') return [];
    return Object.entries(ESP8266_PINS[bus.is] ?? {}).flatMap(([signal, gpio]) =>
      bus.pins[signal] === gpio
        ? []
        : [`${driver} ${signal} is on GPIO ${bus.pins[signal] ?? '(none)'}; an ESP8266 has it on ${gpio} alone.`],
    );
  });
}

function dacFaults({ runtime, audio: { bus } }: Board, chip: Runtime['chip']): string[] {
  if (chip !== 'esp32')
    return [`esp32-dac is part of the classic ESP32; ${runtime} has none. Take a serial MP3 module.`];
  const pin = bus.is === 'pins' ? bus.pins['OUT'] : undefined;
  if (bus.is === 'built-in' || (pin !== undefined && DAC_PINS.includes(pin))) return [];
  return [`esp32-dac OUT is on GPIO ${pin ?? '(none)'}; the DAC is on ${DAC_PINS.join(' and ')}. Take one of them.`];
}

function chipWidthPx({ display: { widthPx, heightPx, rotation } }: Board): number {
  return rotation % 2 === 0 ? widthPx : heightPx;
}

/** 180 bytes need version 8 at level L (ISO/IEC 18004, table 7: 192 bytes; version 7 holds 154). */
const LEAST_VERSION = 8;
const QUIET_MODULES = 4;
const LEAST_MODULE_PX = 2;
const LEAST_MODULE_MM = 0.28;
const TENTH_MICRONS = 10_000;

/** An ordinary payment QR (180 characters) on this board's panel; undefined where no QR is shown. */
export function paymentQr({ display, qr }: Board): { version: number; modulePx: number; moduleMm: number } | undefined {
  if (qr.areaPx === 0) return undefined;
  const version = Math.min(...qr.versions.filter((one) => one >= LEAST_VERSION));
  const modulePx = Math.floor(qr.areaPx / (17 + 4 * version + QUIET_MODULES));
  return { version, modulePx, moduleMm: (modulePx * display.pitchTenthMicrons) / TENTH_MICRONS };
}

/** A panel on which an ordinary payment QR cannot be scanned is refused. One that shows none may be as small as it likes. */
function panelFaults(board: Board): string[] {
  const { display, qr } = board;
  const found = paymentQr(board);
  if (found === undefined) return [];
  const faults: string[] = [];
  if (found.modulePx < LEAST_MODULE_PX || found.moduleMm < LEAST_MODULE_MM) {
    const size = `${display.widthPx}x${display.heightPx} at ${display.pitchTenthMicrons / TENTH_MICRONS} mm`;
    faults.push(
      `on ${display.driver} (${size}) a payment QR of 180 characters would have modules of ${found.modulePx} px ` +
        `(${found.moduleMm} mm); a phone needs ${LEAST_MODULE_PX} px and ${LEAST_MODULE_MM} mm. ` +
        `Choose a larger panel, or show no QR on it (qr.areaPx 0).`,
    );
  }
  if (qr.areaPx > Math.min(display.widthPx, display.heightPx))
    faults.push(`qr.areaPx is ${qr.areaPx}; the panel has ${display.widthPx}x${display.heightPx}. Make it smaller.`);
  return faults;
}

interface Sized {
  name: string;
  bytes: { length: number };
}

const bytesOf = (files: Sized[]): number => files.reduce((sum, { bytes }) => sum + bytes.length, 0);
const listOf = (files: Sized[]): string => files.map(({ name, bytes }) => `${name} ${bytes.length}`).join(', ');

/** Throws when the voices of a box are larger than its board has room for. */
export function checkVoices(id: string, files: Sized[], limitBytes: number): void {
  const voices = files.filter(({ name }) => name.startsWith('voice-'));
  if (bytesOf(voices) <= limitBytes) return;
  throw new Error(
    `${id}: the voice packs take ${bytesOf(voices)} bytes (${listOf(voices)}); ${limitBytes} is the limit. Leave a ` +
      `language out, or let another speak for it: --languages ne,hi=ne has the texts of both.`,
  );
}

/** Throws when the files of an image, and what NodeMCU compiles them to, leave too little of the runtime's flash. */
export function checkFlash(id: string, runtime: string, files: Sized[]): void {
  const { storageBytes, keptFreeBytes } = runtimes[runtime]!;
  const imageBytes = bytesOf(files);
  if (storageBytes === undefined || imageBytes + keptFreeBytes <= storageBytes) return;
  throw new Error(
    `${id}: the image takes ${imageBytes} bytes (${listOf(files)}) and the journal ${keptFreeBytes}; ${runtime} keeps ${storageBytes} ` +
      `for files. Leave a language or a QR version out, let one language speak for another (--languages ne,hi=ne), or ` +
      `take a module with its own card for the voice.`,
  );
}

/** Why a program cannot run on its chip, however it is loaded; undefined when nothing is known against it. */
export function unfitness(id: string, runtime: string, heldBytes: number): string | undefined {
  const heapBytes = runtimes[runtime]?.heapBytes;
  if (heapBytes === undefined || heldBytes <= heapBytes) return undefined;
  return (
    `${id} is simulated alone: each second ${heldBytes} bytes of its program must be in memory at once, and ${runtime} ` +
    `has ${heapBytes}. Take a board with an ESP32.`
  );
}

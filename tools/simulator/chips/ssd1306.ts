// SSD1306 OLED controller on a module of 128 x 64 pixels.
// Datasheet: Solomon Systech SSD1306 rev 1.1 (April 2008), command table 9-1 (page 28), memory 8.7 (page 25), addressing
// 10.1.3 (page 34), power-on 8.9; charge pump: application note at its end. Modules are wired so that the picture stands upright with
// segment remap A1h and COM scan C8h, alternative COM pins.
import { hex } from './commands';
import type { PanelModel } from './panel';

const WIDTH_PX = 128;
const PAGES = 8;
const MOST_FAULTS = 100;

const ADDRESSING = 0x20;
const COLUMN_RANGE = 0x21;
const PAGE_RANGE = 0x22;
const CONTRAST = 0x81;
const CHARGE_PUMP = 0x8d;
const MULTIPLEX = 0xa8;
const OFFSET = 0xd3;
const COM_PINS = 0xda;

/** Commands with data of their own, which come with D/C low like the command itself (8.1.3). */
const ARGUMENTS: Partial<Record<number, number>> = {
  [ADDRESSING]: 1,
  [COLUMN_RANGE]: 2,
  [PAGE_RANGE]: 2,
  [CONTRAST]: 1,
  [CHARGE_PUMP]: 1,
  [MULTIPLEX]: 1,
  [OFFSET]: 1,
  0xd5: 1,
  0xd9: 1,
  [COM_PINS]: 1,
  0xdb: 1,
};

const HORIZONTAL = 0;
const VERTICAL = 1;
const BY_PAGE = 2;

const LIT = 0xffffff;
const DARK = 0x000000;
/** 8.9: RES# low for at least 3 us. */
const RESET_PULSE_MS = 0.003;

export function ssd1306(): PanelModel {
  const memory = Uint8Array.from({ length: WIDTH_PX * PAGES }, (_, at) => (at * 73 + 41) & 255);
  const faults: string[] = [];
  const register = defaults();
  let selected = false;
  let isData = true;
  let spiBytes = 0;
  let nowMs = 0;
  let resetAtMs: number | undefined;
  let command: number | undefined;
  let taken: number[] = [];

  function fault(text: string): void {
    if (faults.at(-1) !== text && faults.length < MOST_FAULTS) faults.push(text);
  }
  function take(byte: number): void {
    if (command === undefined) {
      command = byte;
      taken = [];
    } else taken.push(byte);
    if (taken.length < (ARGUMENTS[command] ?? 0)) return;
    const code = command;
    command = undefined;
    if (ARGUMENTS[code] === undefined) runPlain(code);
    else runLong(code, taken);
  }
  function runPlain(code: number): void {
    if (code < 0x20) setPageColumn(code);
    else if (code >= 0x40 && code < 0x80) register.startLine = code & 63;
    else if (code >= 0xb0 && code < 0xb8) register.page = code & 7;
    else if (code === 0xa0 || code === 0xa1) register.remap = code === 0xa1;
    else if (code === 0xa4 || code === 0xa5) register.allOn = code === 0xa5;
    else if (code === 0xa6 || code === 0xa7) register.inverse = code === 0xa7;
    else if (code === 0xae || code === 0xaf) register.on = code === 0xaf;
    else if (code === 0xc0 || code === 0xc8) register.fromLast = code === 0xc8;
    else if (code !== 0x2e && code !== 0xe3) fault(`command ${hex(code)} is not one of this chip's, or not modelled`);
  }
  function setPageColumn(code: number): void {
    if (register.addressing !== BY_PAGE) return fault(`${hex(code)} is for page addressing alone (10.1.1)`);
    register.column = code < 0x10 ? (register.column & 0xf0) | code : ((code & 15) << 4) | (register.column & 15);
  }
  function runLong(code: number, [a = 0, b = 0]: number[]): void {
    if (code === ADDRESSING) {
      if ((a & 3) === 3) return fault('20h: addressing mode 3 is invalid');
      register.addressing = a & 3;
    } else if (code === COLUMN_RANGE || code === PAGE_RANGE) setRange(code, a, b);
    else if (code === CHARGE_PUMP) register.pump = (a & 4) !== 0;
    else if (code === MULTIPLEX) {
      if ((a & 63) < 15) fault('A8h: 0 to 14 are invalid');
      register.lines = (a & 63) + 1;
    } else if (code === OFFSET && a !== 0) fault('D3h: an offset is not modelled');
    else if (code === COM_PINS && a !== 0x12) fault('DAh: the module has alternative COM pins, not remapped (12h)');
  }
  function setRange(code: number, start: number, end: number): void {
    const size = code === COLUMN_RANGE ? WIDTH_PX : PAGES;
    if (register.addressing === BY_PAGE) return fault(`${hex(code)} is not for page addressing (10.1.4)`);
    if (start > end || end >= size) return fault(`${hex(code)}: ${start} to ${end} is not a range of 0 to ${size - 1}`);
    if (code === COLUMN_RANGE) Object.assign(register, { column: start, firstColumn: start, lastColumn: end });
    else Object.assign(register, { page: start, firstPage: start, lastPage: end });
  }
  function put(byte: number): void {
    // A0h and A1h only turn what is written from then on (10.1.8), so the memory is kept by segment.
    const segment = register.remap ? WIDTH_PX - 1 - register.column : register.column;
    memory[register.page * WIDTH_PX + segment] = byte;
    if (register.addressing === BY_PAGE) register.column = (register.column + 1) % WIDTH_PX;
    else if (register.addressing === HORIZONTAL && nextColumn()) nextPage();
    else if (register.addressing === VERTICAL && nextPage()) nextColumn();
  }
  /** True when it starts over. */
  function nextColumn(): boolean {
    const over = register.column === register.lastColumn;
    register.column = over ? register.firstColumn : register.column + 1;
    return over;
  }
  function nextPage(): boolean {
    const over = register.page === register.lastPage;
    register.page = over ? register.firstPage : register.page + 1;
    return over;
  }
  function pixel(x: number, y: number): number {
    if (!register.on || !register.pump || resetAtMs !== undefined) return DARK;
    // The module's upper left corner is SEG127 and COM63.
    const line = register.fromLast ? register.lines - 64 + y : 63 - y;
    if (line < 0 || line >= register.lines) return DARK;
    const row = (line + register.startLine) & 63;
    const bit = (memory[(row >> 3) * WIDTH_PX + WIDTH_PX - 1 - x]! >> (row & 7)) & 1;
    return register.allOn || (bit === 1) !== register.inverse ? LIT : DARK;
  }
  return {
    widthPx: WIDTH_PX,
    heightPx: PAGES * 8,
    refreshes: { full: 0, partial: 0 },
    faults,
    get spiBytes() {
      return spiBytes;
    },
    select: (low) => (selected = low),
    dc: (high) => (isData = high),
    bytes(data) {
      if (!selected) return;
      spiBytes += data.length;
      if (resetAtMs !== undefined) return fault('bytes came while RES# is low');
      if (isData && command !== undefined) {
        fault(`the data of command ${hex(command)} came with D/C high`);
        command = undefined;
      }
      for (const byte of data) {
        if (isData) put(byte);
        else take(byte);
      }
    },
    reset(low) {
      if (!low && resetAtMs !== undefined) {
        if (nowMs - resetAtMs < RESET_PULSE_MS) fault('the pulse on RES# is too short');
        Object.assign(register, defaults());
        command = undefined;
      }
      resetAtMs = low ? (resetAtMs ?? nowMs) : undefined;
    },
    busyIsHigh: () => false,
    pixel,
    tick: (now) => (nowMs = now),
  };
}

/** Registers after RES# (table 9-1). */
function defaults() {
  return {
    addressing: BY_PAGE,
    column: 0,
    firstColumn: 0,
    lastColumn: WIDTH_PX - 1,
    page: 0,
    firstPage: 0,
    lastPage: PAGES - 1,
    startLine: 0,
    lines: 64,
    remap: false,
    fromLast: false,
    allOn: false,
    inverse: false,
    on: false,
    pump: false,
  };
}

// What SSD1680 and SSD1681 have in common: command table, reset, sleep, drive.
// Datasheets: Solomon Systech SSD1680 rev 0.14 and SSD1681 rev 0.13 (June 2019); chapters and pages as in SSD1680.
// The waveforms are the panel maker's and not in these documents. Assumed is what makers put in: mode 1 drives every
// pixel to what RAM 24h holds, by way of black and white; mode 2 drives only pixels in which RAM 26h (what is on the
// glass) differs from RAM 24h, straight to the new colour. Black and white panels only (table 6-5).
import { STREAM, spiPort } from './commands';
import type { Follow } from './commands';
import { epaperGlass } from './epaper-glass';
import type { EpaperModel } from './panel';
import { WRITE_BW, WRITE_RED, windowedRam } from './ssd168x-ram';
import type { WindowedRam } from './ssd168x-ram';
import { updateSequence } from './ssd168x-sequence';
import type { Mode } from './ssd168x-sequence';

/** What differs from chip to chip, and how a panel is wired to it. */
export interface Ssd168xChip {
  widthPx: number;
  heightPx: number;
  sources: number;
  gates: number;
  /** The source output that drives the panel's leftmost column. */
  firstSource: number;
  /** Bytes after Display Update Control 1 (21h). */
  update1: Follow;
}

const DRIVER_OUTPUT = 0x01;
const DEEP_SLEEP = 0x10;
const DATA_ENTRY = 0x11;
const SW_RESET = 0x12;
const TEMPERATURE_SENSOR = 0x18;
const WRITE_TEMPERATURE = 0x1a;
const ACTIVATE = 0x20;
const UPDATE_1 = 0x21;
const UPDATE_2 = 0x22;
const DISPLAY_OPTION = 0x37;
const WINDOW_X = 0x44;
const WINDOW_Y = 0x45;
const COUNTER_X = 0x4e;
const COUNTER_Y = 0x4f;

/** How many bytes follow each command. Voltages, border and options that nobody sees have no name here. */
const FOLLOW: Record<number, Follow> = {
  [DRIVER_OUTPUT]: [3, 3],
  0x03: [1, 1],
  0x04: [3, 3],
  0x0c: [4, 4],
  [DEEP_SLEEP]: [1, 1],
  [DATA_ENTRY]: [1, 1],
  [SW_RESET]: [0, 0],
  [TEMPERATURE_SENSOR]: [1, 1],
  [WRITE_TEMPERATURE]: [2, 2],
  [ACTIVATE]: [0, 0],
  [UPDATE_2]: [1, 1],
  [WRITE_BW]: STREAM,
  [WRITE_RED]: STREAM,
  0x2c: [1, 1],
  [DISPLAY_OPTION]: [10, 10],
  0x3c: [1, 1],
  0x3f: [1, 1],
  [WINDOW_X]: [2, 2],
  [WINDOW_Y]: [4, 4],
  [COUNTER_X]: [1, 1],
  [COUNTER_Y]: [2, 2],
  0x7f: [0, 0],
};

const KEEP_RAM = 1;
const PING_PONG = 0x40;
/** Source output mode of 21h (SSD1680 page 25): the first column of the RAM is S8 and not S0. */
const FROM_S8 = 0x80;
const BYPASS_AS_0 = 4;
const INVERSE = 8;

const SW_RESET_MS = 8;
/** Panel makers ask for 0.2 ms (some for 10) of RES#. */
const RESET_PULSE_MS = 0.2;

function defaultsOf(chip: Ssd168xChip) {
  return { mux: chip.gates, reversed: false, steps: 0xff, bwOption: 0, redOption: 0, firstSource: 0, pingPong: false };
}

export function ssd168x(chip: Ssd168xChip): EpaperModel {
  const glass = epaperGlass(chip.widthPx, chip.heightPx);
  const refreshes = { full: 0, partial: 0 };
  const register = defaultsOf(chip);
  let nowMs = 0;
  let idleAtMs = 0;
  let whenIdle: (() => void) | undefined;
  let driving: Mode | undefined;
  let resetAtMs: number | undefined;
  let asleep = false;
  /** The flow chart (chapter 9) wants a software reset after power-on and after each hardware reset. */
  let fresh = true;
  const port = spiPort({
    refusal,
    follow: (code) => (code === UPDATE_1 ? chip.update1 : FOLLOW[code]),
    run,
    stream: (code, byte) => ram.write(code, byte),
  });
  const ram = windowedRam(chip.sources >> 3, chip.gates, port.fault);
  const sequence = updateSequence(port.fault);

  function refusal(): string | undefined {
    if (resetAtMs !== undefined) return 'came while RES# is low';
    if (asleep) return 'came in deep sleep, which only RES# ends (10h, page 23)';
    return nowMs < idleAtMs ? 'came while BUSY is high (page 8)' : undefined;
  }
  function setDefaults(): void {
    Object.assign(register, defaultsOf(chip));
    sequence.setDefaults();
    ram.setDefaults();
  }
  function run(code: number, data: number[]): void {
    if (fresh && code !== SW_RESET) port.fault('not set up by SW RESET (12h) after power-on or RES# (chapter 9)');
    const [a = 0, b = 0, c = 0, d = 0, , f = 0] = data;
    switch (code) {
      case DRIVER_OUTPUT:
        return setOutput(a + (b & 1) * 256 + 1, c & 7);
      case DEEP_SLEEP:
        asleep = (a & 3) !== 0;
        if (asleep && (a & 3) !== KEEP_RAM) ram.scramble();
        return;
      case DATA_ENTRY:
        return ram.setEntry(a);
      case SW_RESET:
        fresh = false;
        setDefaults();
        idleAtMs = nowMs + SW_RESET_MS;
        return;
      case TEMPERATURE_SENSOR:
        return sequence.setSensor(a);
      case WRITE_TEMPERATURE:
        return sequence.setTemperature();
      case ACTIVATE:
        return activate(register.steps);
      case UPDATE_1:
        register.bwOption = a & 15;
        register.redOption = a >> 4;
        register.firstSource = (b & FROM_S8) === 0 ? 0 : 8;
        return;
      case UPDATE_2:
        register.steps = a;
        return;
      case DISPLAY_OPTION:
        register.pingPong = (f & PING_PONG) !== 0;
        return;
      case WINDOW_X:
        return ram.setWindowX(a & 63, b & 63);
      case WINDOW_Y:
        return ram.setWindowY(a + (b & 1) * 256, c + (d & 1) * 256);
      case COUNTER_X:
        return ram.setCounterX(a & 63);
      case COUNTER_Y:
        return ram.setCounterY(a + (b & 1) * 256);
    }
  }
  function setOutput(mux: number, scan: number): void {
    if (mux < 16 || mux > chip.gates) port.fault(`01h: ${mux} gate lines; the chip has 16 to ${chip.gates}`);
    if (scan > 1) port.fault('01h: the panel is wired for GD = 0 and SM = 0');
    register.mux = mux;
    register.reversed = (scan & 1) === 1;
  }
  function activate(steps: number): void {
    const { ms, mode } = sequence.start(steps);
    driving = mode;
    idleAtMs = nowMs + ms;
    whenIdle = () => {
      sequence.end(steps);
      if (mode !== undefined) finishDrive(mode);
      driving = undefined;
    };
    tick(nowMs);
  }
  function finishDrive(mode: Mode): void {
    eachDriven(chip, register, ram, mode, mode === 1 ? glass.settle : glass.push);
    refreshes[mode === 1 ? 'full' : 'partial']++;
    if (mode === 2 && register.pingPong) ram.swap();
  }
  function tick(now: number): void {
    nowMs = now;
    if (nowMs < idleAtMs) return;
    const then = whenIdle;
    whenIdle = undefined;
    then?.();
  }
  function reset(low: boolean): void {
    if (low && driving !== undefined) {
      port.fault('RES# during a refresh corrupts the picture (20h, page 25)');
      eachDriven(chip, register, ram, driving, glass.tear);
    }
    if (!low && resetAtMs !== undefined) {
      if (nowMs - resetAtMs < RESET_PULSE_MS) port.fault('the pulse on RES# is too short');
      setDefaults();
      fresh = true;
      asleep = false;
    }
    resetAtMs = low ? (resetAtMs ?? nowMs) : undefined;
    idleAtMs = nowMs;
    whenIdle = undefined;
    driving = undefined;
    port.clear();
  }
  return {
    widthPx: chip.widthPx,
    heightPx: chip.heightPx,
    refreshes,
    faults: port.faults,
    get spiBytes() {
      return port.spiBytes;
    },
    get ghostPx() {
      return glass.ghostPx();
    },
    select: port.select,
    dc: port.dc,
    bytes: port.bytes,
    pixel: glass.pixel,
    reset,
    busyIsHigh: () => asleep || nowMs < idleAtMs,
    tick,
  };
}

/** Every pixel that this mode drives, with the colour that it is driven to. */
function eachDriven(
  chip: Ssd168xChip,
  register: ReturnType<typeof defaultsOf>,
  ram: WindowedRam,
  mode: Mode,
  drive: (x: number, y: number, ink: boolean) => void,
): void {
  const first = chip.firstSource - register.firstSource;
  for (let line = 0; line < Math.min(register.mux, chip.gates); line++) {
    const y = register.reversed ? register.mux - 1 - line : line;
    for (let x = 0; x < chip.widthPx && y < chip.heightPx; x++) {
      const bit = throughOption(register.bwOption, ram.bit(WRITE_BW, x + first, line));
      const old = throughOption(register.redOption, ram.bit(WRITE_RED, x + first, line));
      if (mode === 1 || bit !== old) drive(x, y, bit === 0);
    }
  }
}

function throughOption(option: number, bit: number): number {
  if (option === BYPASS_AS_0) return 0;
  return option === INVERSE ? 1 - bit : bit;
}

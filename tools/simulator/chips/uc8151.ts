// UC8151C e-paper controller (IL0373 is its twin), on a panel of 128 x 296 pixels (2.9").
// Datasheet: UltraChip UC8151C A0.1 (June 2014); the polarity table of R50h is in UC8151D B0.6, page 20.
// The panel's own waveform (OTP) is not in it; assumed is the usual one: every pixel to its new colour by way of both.
import { STREAM, spiPort } from './commands';
import type { Follow } from './commands';
import { epaperGlass } from './epaper-glass';
import type { EpaperModel } from './panel';
import { planes } from './uc8151-planes';
import { LUT_BB, LUT_BW, LUT_VCOM, LUT_WB, LUT_WW, VCOM_BYTES, WAVEFORM_BYTES } from './uc8151-waveform';
import { durationMs, endOf, tableOf } from './uc8151-waveform';
import type { Tables } from './uc8151-waveform';

const PANEL_SETTING = 0x00;
const POWER_OFF = 0x02;
const POWER_ON = 0x04;
const DEEP_SLEEP = 0x07;
const WRITE_OLD = 0x10;
const REFRESH = 0x12;
const WRITE_NEW = 0x13;
const PLL = 0x30;
const INTERVAL = 0x50;
const RESOLUTION = 0x61;
const PARTIAL_WINDOW = 0x90;
const PARTIAL_IN = 0x91;
const PARTIAL_OUT = 0x92;

const FOLLOW: Record<number, Follow> = {
  [PANEL_SETTING]: [1, 2],
  0x01: [4, 5],
  [POWER_OFF]: [0, 0],
  0x03: [1, 1],
  [POWER_ON]: [0, 0],
  0x06: [3, 3],
  [DEEP_SLEEP]: [1, 1],
  [WRITE_OLD]: STREAM,
  [REFRESH]: [0, 0],
  [WRITE_NEW]: STREAM,
  [LUT_VCOM]: [VCOM_BYTES, VCOM_BYTES],
  [LUT_WW]: [WAVEFORM_BYTES, WAVEFORM_BYTES],
  [LUT_BW]: [WAVEFORM_BYTES, WAVEFORM_BYTES],
  [LUT_WB]: [WAVEFORM_BYTES, WAVEFORM_BYTES],
  [LUT_BB]: [WAVEFORM_BYTES, WAVEFORM_BYTES],
  [PLL]: [1, 1],
  0x41: [1, 1],
  [INTERVAL]: [1, 1],
  0x60: [1, 1],
  [RESOLUTION]: [3, 3],
  0x82: [1, 1],
  [PARTIAL_WINDOW]: [7, 7],
  [PARTIAL_IN]: [0, 0],
  [PARTIAL_OUT]: [0, 0],
  0xe3: [1, 1],
};

// Panel setting (R00h).
const FROM_REGISTERS = 0x20;
const BLACK_WHITE = 0x10;
const SCAN_UP = 0x08;
const SHIFT_RIGHT = 0x04;
const BOOSTER_ON = 0x02;
const NO_RESET = 0x01;
const RESOLUTIONS = [
  [96, 230],
  [96, 252],
  [128, 296],
  [160, 296],
] as const;

const SLEEP_CODE = 0xa5;
/** DDX[0] of R50h: data 1 is white. */
const ONE_IS_WHITE = 0x10;

/** Page 7: the shortest pulse on RST_N. */
const RESET_PULSE_MS = 0.05;
const widthPx = 128;
const heightPx = 296;
const POWER_ON_MS = 80;
const POWER_OFF_MS = 40;
const OTP_MS = 3000;
/**
 * `exchanges`: the planes change places after each refresh, so that the next one compares with what is on the glass. The
 * datasheet does not say so; programs that work on real panels rest on it.
 */
export function uc8151(exchanges = true): EpaperModel {
  const glass = epaperGlass(widthPx, heightPx);
  const refreshes = { full: 0, partial: 0 };
  const defaults = { setting: 0x0f, interval: 0xd7, pll: 0x3c };
  const register = { ...defaults };
  let tables: Tables = {};
  let nowMs = 0;
  let idleAtMs = 0;
  let whenIdle: (() => void) | undefined;
  let driving = false;
  let resetAtMs: number | undefined;
  let asleep = false;
  let powered = false;
  const port = spiPort({
    refusal() {
      if (resetAtMs !== undefined) return 'came while RST_N is low';
      if (asleep) return 'came in deep sleep, which only RST_N ends (R07h)';
      return nowMs < idleAtMs ? 'came while BUSY_N is low' : undefined;
    },
    follow: (code) => FOLLOW[code],
    run,
    stream: (code, byte) => ram.write(code === WRITE_NEW, byte),
  });
  const ram = planes(port.fault);

  function setDefaults(): void {
    Object.assign(register, defaults);
    tables = {};
    powered = false;
    ram.setDefaults();
  }
  function beBusy(ms: number, then: () => void): void {
    idleAtMs = nowMs + ms;
    whenIdle = then;
  }
  function run(code: number, data: number[]): void {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = data;
    switch (code) {
      case PANEL_SETTING:
        return setPanel(a);
      case POWER_OFF:
        return beBusy(POWER_OFF_MS, () => (powered = false));
      case POWER_ON:
        return beBusy(POWER_ON_MS, () => (powered = true));
      case DEEP_SLEEP:
        if (a !== SLEEP_CODE) return port.fault('R07h: the check code is A5h');
        if (powered) port.fault('R07h: deep sleep while the power is on');
        asleep = true;
        return ram.scramble();
      case WRITE_OLD:
      case WRITE_NEW:
        return void ram.begin();
      case REFRESH:
        return refresh();
      case PLL:
        register.pll = a;
        return;
      case INTERVAL:
        register.interval = a;
        return;
      case RESOLUTION:
        return ram.setResolution(a & 0xf8, (b & 1) * 256 + c);
      case PARTIAL_WINDOW:
        return ram.setWindow({
          left: a & 0xf8,
          right: b | 7,
          top: (c & 1) * 256 + d,
          bottom: (e & 1) * 256 + f,
        });
      case PARTIAL_IN:
      case PARTIAL_OUT:
        return void ram.setPartial(code === PARTIAL_IN);
      default:
        if (code >= LUT_VCOM && code <= LUT_BB) tables[code] = data;
    }
  }
  function setPanel(setting: number): void {
    if ((setting & NO_RESET) === 0) return setDefaults();
    if ((setting & BLACK_WHITE) === 0) port.fault('R00h: the panel is black and white (KW/R = 1)');
    if ((setting & BOOSTER_ON) === 0) port.fault('R00h: the booster is off');
    const [columns, lines] = RESOLUTIONS[setting >> 6]!;
    ram.setResolution(columns, lines);
    register.setting = setting;
  }
  function refresh(): void {
    if (!powered) return port.fault('R12h: refresh without power (R04h)');
    const own = (register.setting & FROM_REGISTERS) !== 0;
    const missing = [LUT_VCOM, LUT_WW, LUT_BW, LUT_WB, LUT_BB].filter((code) => tables[code] === undefined);
    if (own && missing.length > 0) return port.fault('R12h: waveforms from registers that were not loaded');
    driving = true;
    beBusy(own ? durationMs(tables, register.pll) : OTP_MS, () => {
      driving = false;
      eachDriven(own, own ? glass.push : glass.settle);
      refreshes[own ? 'partial' : 'full']++;
      if (exchanges) ram.exchange();
    });
  }
  function eachDriven(own: boolean, drive: (x: number, y: number, ink: boolean) => void): void {
    const { left, right, top, bottom } = ram.within();
    const white = (register.interval & ONE_IS_WHITE) === 0 ? 0 : 1;
    for (let y = top; y <= bottom; y++)
      for (let x = left; x <= right; x++) {
        const end = endOf(tableOf(ram.bits(x, y), white), own ? tables : undefined);
        if (end === undefined) continue;
        const across = (register.setting & SHIFT_RIGHT) === 0 ? widthPx - 1 - x : x;
        drive(across, (register.setting & SCAN_UP) === 0 ? heightPx - 1 - y : y, end === 'ink');
      }
  }
  function tick(now: number): void {
    nowMs = now;
    if (nowMs < idleAtMs) return;
    const then = whenIdle;
    whenIdle = undefined;
    then?.();
  }
  function reset(low: boolean): void {
    if (low && driving) {
      port.fault('RST_N during a refresh corrupts the picture');
      eachDriven((register.setting & FROM_REGISTERS) !== 0, glass.tear);
    }
    if (!low && resetAtMs !== undefined) {
      if (nowMs - resetAtMs < RESET_PULSE_MS) port.fault('the pulse on RST_N is too short');
      setDefaults();
      asleep = false;
    }
    resetAtMs = low ? (resetAtMs ?? nowMs) : undefined;
    idleAtMs = nowMs;
    whenIdle = undefined;
    driving = false;
    port.clear();
  }
  return {
    widthPx,
    heightPx,
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
    busyIsHigh: () => nowMs >= idleAtMs,
    tick,
  };
}

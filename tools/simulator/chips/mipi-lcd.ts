// What ILI9341 and ST7789 have in common: the display commands of MIPI DCS over a memory of 240 x 320 pixels.
// Datasheets: ILI Technology ILI9341 V1.11 (sections and pages below are its), Sitronix ST7789V 1.3 (chapter 9.1).
import { STREAM, hex, spiPort } from './commands';
import type { Follow } from './commands';
import { lcdMemory } from './mipi-lcd-memory';
import type { LcdPanel } from './mipi-lcd-memory';
import type { PanelModel } from './panel';

const SWRESET = 0x01;
const SLPIN = 0x10;
const SLPOUT = 0x11;
const INVOFF = 0x20;
const INVON = 0x21;
const DISPOFF = 0x28;
const DISPON = 0x29;
const CASET = 0x2a;
const RASET = 0x2b;
const RAMWR = 0x2c;
const MADCTL = 0x36;
const COLMOD = 0x3a;

/** The commands of both chips; those without a name change nothing that the model shows. */
const FOLLOW: Record<number, Follow> = {
  0x00: [0, 0],
  [SWRESET]: [0, 0],
  [SLPIN]: [0, 0],
  [SLPOUT]: [0, 0],
  0x13: [0, 0],
  [INVOFF]: [0, 0],
  [INVON]: [0, 0],
  0x26: [1, 1],
  [DISPOFF]: [0, 0],
  [DISPON]: [0, 0],
  [CASET]: [4, 4],
  [RASET]: [4, 4],
  [RAMWR]: STREAM,
  0x34: [0, 0],
  0x35: [1, 1],
  [MADCTL]: [1, 1],
  0x38: [0, 0],
  [COLMOD]: [1, 1],
  0x51: [1, 1],
  0x53: [1, 1],
  0x55: [1, 1],
};

// Waits of 8.2.2, 8.2.11 and 8.2.12 (pages 90, 99 and 101) and of 15.4 (page 230).
const SETTLE_MS = 5;
const SLEEP_MS = 120;
const RESET_PULSE_MS = 0.01;

/** `own` are the chip's own commands with their data bytes; they set what nobody sees. */
export function mipiLcd(panel: LcdPanel, own: Record<number, Follow>): PanelModel {
  const memory = lcdMemory(panel, (text) => port.fault(text));
  let nowMs = 0;
  let resetAtMs: number | undefined;
  /** Commands are taken from here on, sleep out and sleep in only from there on. */
  let settledAtMs = 0;
  let sleepAtMs = 0;
  let asleep = true;
  let on = false;
  const port = spiPort({
    refusal() {
      if (resetAtMs !== undefined) return 'came while RESX is low';
      return nowMs < settledAtMs ? `came within ${SETTLE_MS} ms of a reset or a change of sleep` : undefined;
    },
    follow: (code) => FOLLOW[code] ?? own[code],
    run,
    stream: (_, byte) => memory.write(byte),
  });
  function setDefaults(): void {
    // Sleep out has to wait longer when the chip was awake; after RESX always (15.4, notes 6 and 7).
    if (!asleep) sleepAtMs = nowMs + SLEEP_MS;
    settledAtMs = nowMs + SETTLE_MS;
    asleep = true;
    on = false;
    memory.setDefaults();
  }
  function setSleep(next: boolean): void {
    if (asleep === next) return;
    if (nowMs < sleepAtMs)
      port.fault(`${next ? 'SLPIN' : 'SLPOUT'} within ${SLEEP_MS} ms of a reset or of its opposite`);
    asleep = next;
    settledAtMs = nowMs + SETTLE_MS;
    sleepAtMs = nowMs + SLEEP_MS;
  }
  function run(code: number, data: number[]): void {
    memory.endWrite();
    const [a = 0, b = 0, c = 0, d = 0] = data;
    switch (code) {
      case SWRESET:
        return setDefaults();
      case SLPIN:
      case SLPOUT:
        return setSleep(code === SLPIN);
      case INVOFF:
      case INVON:
        return memory.setInverted(code === INVON);
      case DISPOFF:
      case DISPON:
        on = code === DISPON;
        return;
      case CASET:
        return memory.setColumns(a * 256 + b, c * 256 + d);
      case RASET:
        return memory.setRows(a * 256 + b, c * 256 + d);
      case RAMWR:
        return memory.beginWrite();
      case MADCTL:
        return memory.setAccess(a);
      case COLMOD:
        if (!memory.setBits(a & 7)) port.fault(`COLMOD ${hex(a)}: 16 (55h) and 18 bits (66h) are modelled`);
    }
  }
  return {
    widthPx: panel.widthPx,
    heightPx: panel.heightPx,
    refreshes: { full: 0, partial: 0 },
    faults: port.faults,
    get spiBytes() {
      return port.spiBytes;
    },
    select: port.select,
    dc: port.dc,
    bytes: port.bytes,
    pixel: (x, y) => (on && !asleep ? memory.pixel(x, y) : 0),
    busyIsHigh: () => false,
    reset(low) {
      if (!low && resetAtMs !== undefined) {
        if (nowMs - resetAtMs < RESET_PULSE_MS) port.fault('the pulse on RESX is too short (15.4)');
        asleep = false;
        setDefaults();
        port.clear();
      }
      resetAtMs = low ? (resetAtMs ?? nowMs) : undefined;
    },
    tick: (now) => (nowMs = now),
  };
}

// SSD1306 OLED controller, 128 x 64 px, for status only: no payment QR can be scanned from so few pixels.
// README.md has document, wires and limits. Parameters of commands go out as commands: D/C is low for them here.
import type { Frame, FramePanel, PanelSize, PanelWires, Region } from '../../ports';
import { idiv } from '../../../wire/idiv';
import { byte } from '../bytes';

const ADDRESSING = 0x20;
const COLUMNS = 0x21;
const PAGES = 0x22;
const START_LINE_0 = 0x40;
const CONTRAST = 0x81;
const CHARGE_PUMP = 0x8d;
const FROM_RIGHT = 0xa1;
const SHOW_MEMORY = 0xa4;
const NOT_INVERTED = 0xa6;
const LINES = 0xa8;
const DISPLAY_ON = 0xaf;
const FROM_BOTTOM = 0xc8;
const OFFSET = 0xd3;
const CLOCK = 0xd5;
const LINE_PINS = 0xda;

const HORIZONTAL = 0x00;
const PUMP_ON = 0x14;
/** The clock, contrast and pins of the datasheet's software initialization flow chart (section 3 of its application note). */
const USUAL_CLOCK = 0x80;
const USUAL_CONTRAST = 0x7f;
const ALTERNATE_PINS = 0x12;
/** RES# is low for 3 us or more. */
const RESET_MS = 1;
const PAGE_LINES = 8;

/** A panel on an SSD1306. Every picture is shown at once, whole or not. Fault: 'display-busy'. */
export function ssd1306(wires: PanelWires, size: PanelSize): FramePanel {
  let ready = false;
  let starting = false;

  function send(bytes: number[]): void {
    for (const one of bytes) wires.command(one, '');
  }

  function setUp(): void {
    send([LINES, size.heightPx - 1, OFFSET, 0, START_LINE_0, FROM_RIGHT, FROM_BOTTOM, LINE_PINS, ALTERNATE_PINS]);
    send([CONTRAST, USUAL_CONTRAST, SHOW_MEMORY, NOT_INVERTED, CLOCK, USUAL_CLOCK, CHARGE_PUMP, PUMP_ON]);
    send([ADDRESSING, HORIZONTAL]);
  }

  function write(frame: Frame, region: Region): void {
    const firstPage = idiv(region.y, PAGE_LINES);
    const lastPage = idiv(region.y + region.heightPx - 1, PAGE_LINES);
    send([COLUMNS, region.x, region.x + region.widthPx - 1, PAGES, firstPage, lastPage]);
    for (let page = firstPage; page <= lastPage; page++)
      wires.more(pageOf(frame, page * PAGE_LINES, idiv(region.x, 8), idiv(region.widthPx, 8)));
  }

  function show(frame: Frame, region: Region, _whole: boolean, done: (fault: string | undefined) => void): void {
    if (starting) {
      done('display-busy');
      return;
    }
    if (ready) {
      write(frame, region);
      done(undefined);
      return;
    }
    starting = true;
    wires.reset(true);
    wires.after(RESET_MS, () => {
      wires.reset(false);
      wires.after(RESET_MS, () => {
        setUp();
        // Memory holds noise after power-on: it is lit when the picture is in it.
        write(frame, { x: 0, y: 0, widthPx: size.widthPx, heightPx: size.heightPx });
        send([DISPLAY_ON]);
        starting = false;
        ready = true;
        done(undefined);
      });
    });
  }

  return { show };
}

/** Eight lines of the picture as the chip keeps them: a byte for each column, the top line in the lowest bit. */
function pageOf(frame: Frame, y: number, fromByte: number, lineBytes: number): string {
  const lines = frame.read(y, PAGE_LINES, fromByte, lineBytes);
  let page = '';
  for (let at = 0; at < lineBytes; at++) page += columnsOf(lines, at, lineBytes);
  return page;
}

/** An 8 x 8 block turned about its diagonal, in three rounds of exchanges (Warren, Hacker's Delight, 7-3). */
function columnsOf(lines: string, at: number, lineBytes: number): string {
  const line = (index: number): number => lines.charCodeAt(at + index * lineBytes);
  let left = (line(7) << 24) | (line(6) << 16) | (line(5) << 8) | line(4);
  let right = (line(3) << 24) | (line(2) << 16) | (line(1) << 8) | line(0);
  left = pairs(left);
  right = pairs(right);
  const halves = (left & 0xf0f0f0f0) | ((right >>> 4) & 0x0f0f0f0f);
  right = ((left << 4) & 0xf0f0f0f0) | (right & 0x0f0f0f0f);
  return bytesOf(halves) + bytesOf(right);
}

function pairs(word: number): number {
  let exchanged = (word ^ (word >>> 7)) & 0x00aa00aa;
  const once = word ^ exchanged ^ (exchanged << 7);
  exchanged = (once ^ (once >>> 14)) & 0x0000cccc;
  return once ^ exchanged ^ (exchanged << 14);
}

function bytesOf(word: number): string {
  return byte((word >>> 24) & 255) + byte((word >>> 16) & 255) + byte((word >>> 8) & 255) + byte(word & 255);
}

// What LCD controllers with 240 x 320 px of memory and the MIPI display command set have in common.
// Documents: MIPI Alliance DCS 1.1; the datasheets of ST7789V and ILI9341 name the same commands and waits.
import type { PanelSize, PanelWires, PixelPanel } from '../ports';
import { byte, highFirst, zeros } from './bytes';

const SOFT_RESET = 0x01;
const SLEEP_OUT = 0x11;
const NORMAL_MODE = 0x13;
const INVERSION_OFF = 0x20;
const INVERSION_ON = 0x21;
const DISPLAY_ON = 0x29;
const COLUMNS = 0x2a;
const ROWS = 0x2b;
const WRITE = 0x2c;
const ADDRESS_MODE = 0x36;
const PIXEL_FORMAT = 0x3a;

const RGB565 = 0x55;
const MEMORY_COLUMNS = 240;
const MEMORY_ROWS = 320;

/** Bits of the address mode: rows from the bottom, columns from the right, rows and columns change places. */
const FROM_BOTTOM = 0x80;
const FROM_RIGHT = 0x40;
const EXCHANGED = 0x20;

/** The reset line is low for 10 us or more; after it the chip takes commands in 5 ms and "sleep out" in 120 ms. */
const RESET_MS = 1;
const AFTER_RESET_MS = 5;
const BEFORE_SLEEP_OUT_MS = 120;
/** The supply needs this long after "sleep out" to settle before the glass is lit. */
const AFTER_SLEEP_OUT_MS = 120;

/**
 * @param size of the glass, which lies in the corner of memory where rows and columns begin
 * @param addressMode the bits that give this rotation on this chip's usual modules
 * @param inverted whether the glass needs inverted colours (IPS)
 */
export function mipiDcs(wires: PanelWires, size: PanelSize, addressMode: number, inverted: boolean): PixelPanel {
  const exchanged = (addressMode & EXCHANGED) !== 0;
  // Counted from the other end, the part of memory that the glass does not show comes first.
  const skippedRows = (addressMode & FROM_BOTTOM) !== 0 ? MEMORY_ROWS - size.heightPx : 0;
  const skippedColumns = (addressMode & FROM_RIGHT) !== 0 ? MEMORY_COLUMNS - size.widthPx : 0;
  const left = exchanged ? skippedRows : skippedColumns;
  const top = exchanged ? skippedColumns : skippedRows;

  function window(x: number, y: number, widthPx: number, heightPx: number): void {
    wires.command(COLUMNS, highFirst(left + x) + highFirst(left + x + widthPx - 1));
    wires.command(ROWS, highFirst(top + y) + highFirst(top + y + heightPx - 1));
    wires.command(WRITE, '');
  }

  /** Memory holds noise after power-on, which nobody should see. */
  function blacken(): void {
    const widthPx = exchanged ? size.heightPx : size.widthPx;
    const heightPx = exchanged ? size.widthPx : size.heightPx;
    const halfLine = zeros(widthPx);
    window(0, 0, widthPx, heightPx);
    for (let half = 0; half < 2 * heightPx; half++) wires.more(halfLine);
  }

  function light(): void {
    wires.command(PIXEL_FORMAT, byte(RGB565));
    wires.command(ADDRESS_MODE, byte(addressMode));
    wires.command(inverted ? INVERSION_ON : INVERSION_OFF, '');
    wires.command(NORMAL_MODE, '');
    blacken();
    wires.command(DISPLAY_ON, '');
  }

  function start(done: (fault: string | undefined) => void): void {
    wires.reset(true);
    wires.after(RESET_MS, () => {
      wires.reset(false);
      wires.after(AFTER_RESET_MS, () => {
        // Boards without a reset line start here.
        wires.command(SOFT_RESET, '');
        wires.after(BEFORE_SLEEP_OUT_MS, () => {
          wires.command(SLEEP_OUT, '');
          wires.after(AFTER_SLEEP_OUT_MS, () => {
            light();
            done(undefined);
          });
        });
      });
    });
  }

  return { start, window, pixels: (bytes) => wires.more(bytes) };
}

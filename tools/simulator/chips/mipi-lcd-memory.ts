// The frame memory of ILI9341 and ST7789: 240 columns of 320 rows, 18 bits a pixel, and how a program's columns and rows
// fall on it (ILI9341 V1.11, 9.3 memory to display address mapping, page 208; MADCTL, 8.2.29, page 127).

const COLUMNS = 240;
const ROWS = 320;

// MADCTL.
const MY = 0x80;
const MX = 0x40;
const MV = 0x20;
const BGR = 0x08;

const BITS_16 = 5;
const BITS_18 = 6;

/** How a glass is wired to the chip. */
export interface LcdPanel {
  widthPx: number;
  heightPx: number;
  /** The left column of the glass is the memory's last one. */
  mirrored: boolean;
  /** The colour filter is blue, green, red. */
  bgr: boolean;
  /** Normally black (IPS): right colours need INVON. */
  inverted: boolean;
}

export interface LcdMemory {
  setDefaults(): void;
  setInverted(on: boolean): void;
  setColumns(start: number, end: number): void;
  setRows(start: number, end: number): void;
  setAccess(bits: number): void;
  /** False for a pixel format that is not modelled. */
  setBits(format: number): boolean;
  beginWrite(): void;
  write(byte: number): void;
  /** Any next command. */
  endWrite(): void;
  pixel(x: number, y: number): number;
}

export function lcdMemory(panel: LcdPanel, fault: (text: string) => void): LcdMemory {
  const pixels = new Int32Array(COLUMNS * ROWS);
  /** Memory comes up with anything in it. */
  for (let at = 0; at < pixels.length; at++) pixels[at] = (at * 2654435) & 0xffffff;
  let access = 0;
  let format = BITS_18;
  let inverted = false;
  const columns = { start: 0, end: COLUMNS - 1, at: 0 };
  const rows = { start: 0, end: ROWS - 1, at: 0 };
  let half: number[] = [];

  function checkWindow(name: string, { start, end }: typeof columns, size: number): void {
    if (start > end) fault(`${name}: the start ${start} is behind the end ${end}`);
    else if (end >= size) fault(`${name}: ${start} to ${end} is outside the memory (0 to ${size - 1})`);
  }
  function place(): number {
    const [column, row] = (access & MV) === 0 ? [columns.at, rows.at] : [rows.at, columns.at];
    if (column >= COLUMNS || row >= ROWS) return -1;
    return (
      ((access & MY) === 0 ? row : ROWS - 1 - row) * COLUMNS + ((access & MX) === 0 ? column : COLUMNS - 1 - column)
    );
  }
  function put(value: number): void {
    const at = place();
    if (at >= 0) pixels[at] = value;
    columns.at++;
    if (columns.at <= columns.end) return;
    columns.at = columns.start;
    rows.at = rows.at === rows.end ? rows.start : rows.at + 1;
  }
  return {
    setDefaults() {
      access = 0;
      format = BITS_18;
      inverted = false;
      half = [];
      Object.assign(columns, { start: 0, end: COLUMNS - 1 });
      Object.assign(rows, { start: 0, end: ROWS - 1 });
    },
    setInverted: (on) => (inverted = on),
    setColumns: (start, end) => Object.assign(columns, { start, end }),
    setRows: (start, end) => Object.assign(rows, { start, end }),
    setAccess: (bits) => (access = bits),
    setBits(next) {
      if (next !== BITS_16 && next !== BITS_18) return false;
      format = next;
      return true;
    },
    beginWrite() {
      const turned = (access & MV) !== 0;
      checkWindow('CASET', columns, turned ? ROWS : COLUMNS);
      checkWindow('RASET', rows, turned ? COLUMNS : ROWS);
      columns.at = columns.start;
      rows.at = rows.start;
    },
    write(byte) {
      half.push(byte);
      if (half.length < (format === BITS_16 ? 2 : 3)) return;
      put(colourOf(half));
      half = [];
    },
    endWrite() {
      if (half.length > 0) fault('RAMWR ended in the middle of a pixel');
      half = [];
    },
    pixel(x, y) {
      const value = pixels[y * COLUMNS + (panel.mirrored ? COLUMNS - 1 - x : x)]!;
      const through = inverted === panel.inverted ? value : value ^ 0xffffff;
      const swapped = ((access & BGR) !== 0) !== panel.bgr;
      return swapped ? ((through & 255) << 16) | (through & 0xff00) | (through >> 16) : through;
    },
  };
}

/** Red, green and blue, 8 bits each, of a pixel of 16 (5-6-5) or 18 bits (6 in the upper part of each byte). */
function colourOf([a = 0, b = 0, c]: number[]): number {
  if (c !== undefined) return (spread(a >> 2, 63) << 16) | (spread(b >> 2, 63) << 8) | spread(c >> 2, 63);
  const green = ((a & 7) << 3) | (b >> 5);
  return (spread(a >> 3, 31) << 16) | (spread(green, 63) << 8) | spread(b & 31, 31);
}

const spread = (value: number, most: number): number => Math.round((value * 255) / most);

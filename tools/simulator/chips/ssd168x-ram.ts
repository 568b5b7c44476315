// The two picture memories of SSD1680 and SSD1681 with window, counter and entry mode (SSD1680 datasheet rev 0.14,
// 8.3 to 8.6, pages 37 and 38).

export const WRITE_BW = 0x24;
export const WRITE_RED = 0x26;

export interface WindowedRam {
  setDefaults(): void;
  setEntry(mode: number): void;
  setWindowX(start: number, end: number): void;
  setWindowY(start: number, end: number): void;
  setCounterX(x: number): void;
  setCounterY(y: number): void;
  write(plane: number, byte: number): void;
  /** The bit of a source and a line; 0 outside. */
  bit(plane: number, source: number, line: number): number;
  /** What memory holds after power was off. */
  scramble(): void;
  swap(): void;
}

/** `columns` are bytes of 8 sources. Transgressions go to `fault`. */
export function windowedRam(columns: number, lines: number, fault: (text: string) => void): WindowedRam {
  let bw = new Uint8Array(columns * lines);
  let red = new Uint8Array(columns * lines);
  let entry = 3;
  /** Start, end and counter, which runs from the one to the other. */
  const x = { start: 0, end: 0x15, at: 0 };
  const y = { start: 0, end: 0x127, at: 0 };

  function scramble(): void {
    for (let at = 0; at < bw.length; at++) {
      bw[at] = (at * 73 + 41) & 255;
      red[at] = (at * 151 + 99) & 255;
    }
  }
  function set(axis: typeof x, name: string, start: number, end: number, size: number): void {
    if (start >= size || end >= size) fault(`${name}: ${start} to ${end} is outside the memory (0 to ${size - 1})`);
    axis.start = start;
    axis.end = end;
  }
  function check(axis: typeof x, name: string, up: boolean): void {
    const { start, end, at } = axis;
    if (up ? start > end : start < end)
      fault(`the ${name} window ${start} to ${end} runs against the data entry mode (11h)`);
    else if (at < Math.min(start, end) || at > Math.max(start, end))
      fault(`the ${name} counter ${at} is outside its window ${start} to ${end} (8.6)`);
  }
  /** True when the counter was at the end and starts again. */
  function step(axis: typeof x, up: boolean): boolean {
    const wraps = axis.at === axis.end;
    axis.at = wraps ? axis.start : axis.at + (up ? 1 : -1);
    return wraps;
  }
  scramble();
  return {
    scramble,
    setDefaults() {
      entry = 3;
      Object.assign(x, { start: 0, end: 0x15, at: 0 });
      Object.assign(y, { start: 0, end: 0x127, at: 0 });
    },
    setEntry: (mode) => (entry = mode & 7),
    setWindowX: (start, end) => set(x, '44h', start, end, columns),
    setWindowY: (start, end) => set(y, '45h', start, end, lines),
    setCounterX: (at) => (x.at = at),
    setCounterY: (at) => (y.at = at),
    write(plane, byte) {
      const xUp = (entry & 1) !== 0;
      const yUp = (entry & 2) !== 0;
      check(x, 'X', xUp);
      check(y, 'Y', yUp);
      if (x.at >= 0 && x.at < columns && y.at >= 0 && y.at < lines)
        (plane === WRITE_BW ? bw : red)[y.at * columns + x.at] = byte;
      if ((entry & 4) === 0) {
        if (step(x, xUp)) step(y, yUp);
      } else if (step(y, yUp)) step(x, xUp);
    },
    bit(plane, source, line) {
      if (source < 0 || source >= columns * 8) return 0;
      return ((plane === WRITE_BW ? bw : red)[line * columns + (source >> 3)]! >> (7 - (source & 7))) & 1;
    },
    swap: () => ([bw, red] = [red, bw]),
  };
}

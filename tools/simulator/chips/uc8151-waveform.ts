// What a UC8151's waveform registers (20h to 24h) do to a pixel (UC8151C datasheet A0.1, pages 16 and 17).

/** Bytes of a pixel's table: 7 states of levels, four frame counts and a repeat count. */
export const WAVEFORM_BYTES = 42;
export const VCOM_BYTES = 44;

const STATE_BYTES = 6;
const PHASES = 4;
const VDH = 1;
const VDL = 2;

export const LUT_VCOM = 0x20;
export const LUT_WW = 0x21;
export const LUT_BW = 0x22;
export const LUT_WB = 0x23;
export const LUT_BB = 0x24;

/** What the program loaded, by command. */
export type Tables = Partial<Record<number, number[]>>;

/** R30h, page 18: the table's frame rates are M / N of this. */
const PLL_HZ = 28.7;

/** The table for a pixel's old and new bit. */
export function tableOf({ was, is }: { was: number; is: number }, white: number): number {
  if (was === white) return is === white ? LUT_WW : LUT_WB;
  return is === white ? LUT_BW : LUT_BB;
}

/**
 * Where a table leaves a pixel: undefined when no phase drives it. On e-paper films VDH drives to black, VDL to white.
 * Without tables of the program's own it is the panel maker's waveform, which drives every pixel.
 */
export function endOf(code: number, tables: Tables | undefined): 'ink' | 'paper' | undefined {
  if (tables === undefined) return code === LUT_WB || code === LUT_BB ? 'ink' : 'paper';
  let end: 'ink' | 'paper' | undefined;
  eachPhase(tables[code] ?? [], (level) => {
    if (level === VDH || level === VDL) end = level === VDH ? 'ink' : 'paper';
  });
  return end;
}

/** How long the longest table takes at the frame rate of R30h. */
export function durationMs(tables: Tables, pll: number): number {
  const frames = [LUT_WW, LUT_BW, LUT_WB, LUT_BB].map((code) => {
    let sum = 0;
    eachPhase(tables[code] ?? [], (_, count) => (sum += count));
    return sum;
  });
  return (Math.max(...frames) * 1000 * (pll & 7)) / (PLL_HZ * ((pll >> 3) & 7));
}

/** The phases that take any time, in their order. */
function eachPhase(table: number[], run: (level: number, frames: number) => void): void {
  for (let at = 0; at + STATE_BYTES <= table.length && at < WAVEFORM_BYTES; at += STATE_BYTES) {
    const repeats = table[at + PHASES + 1]!;
    for (let phase = 0; phase < PHASES; phase++) {
      const frames = table[at + 1 + phase]! * repeats;
      if (frames > 0) run((table[at]! >> (6 - 2 * phase)) & 3, frames);
    }
  }
}

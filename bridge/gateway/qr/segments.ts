// The shortest encoding of a text as a sequence of numeric, alphanumeric and byte segments (ISO/IEC 18004:2015, 7.4),
// found by dynamic programming over its bytes: exact, in the manner of the "optimal segmentation" of the literature.
const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

type Mode = 'numeric' | 'alphanumeric' | 'byte';
const MODES: readonly Mode[] = ['numeric', 'alphanumeric', 'byte'];
const INDICATOR: Record<Mode, number> = { numeric: 1, alphanumeric: 2, byte: 4 };
/** Width of the character count by mode and version range (table 3). */
const COUNT_BITS: Record<Mode, readonly [number, number, number]> = {
  numeric: [10, 12, 14],
  alphanumeric: [9, 11, 13],
  byte: [8, 16, 16],
};
/** Sixths of a bit a character costs: 10/3, 11/2 and 8 bits. */
const SIXTHS: Record<Mode, number> = { numeric: 20, alphanumeric: 33, byte: 48 };

export interface Segment {
  mode: Mode;
  /** First byte of the text and the byte behind the last one. */
  from: number;
  to: number;
}

function fits(mode: Mode, byte: number): boolean {
  if (mode === 'byte') return true;
  if (mode === 'numeric') return byte >= 48 && byte <= 57;
  return ALPHANUMERIC.includes(String.fromCharCode(byte));
}

/** The segments with the fewest bits for this version range. Bytes are taken as they are (UTF-8 of the text). */
export function segmentsOf(bytes: Uint8Array, range: 0 | 1 | 2): Segment[] {
  const head = MODES.map((mode) => (4 + COUNT_BITS[mode][range]) * 6);
  const came: (number | undefined)[][] = [];
  let costs = [...head];
  for (const byte of bytes) {
    const step: (number | undefined)[] = [undefined, undefined, undefined];
    const next = [Infinity, Infinity, Infinity];
    MODES.forEach((mode, m) => {
      if (!fits(mode, byte)) return;
      next[m] = costs[m]! + SIXTHS[mode];
      step[m] = m;
    });
    // Changing over after this byte: the old segment is rounded up to whole bits, the new one pays for its head.
    const settled = [...next];
    MODES.forEach((_mode, to) => {
      MODES.forEach((_from, from) => {
        const cost = Math.ceil(settled[from]! / 6) * 6 + head[to]!;
        if (from !== to && cost < next[to]!) {
          next[to] = cost;
          step[to] = from;
        }
      });
    });
    costs = next;
    came.push(step);
  }
  return walkBack(came, costs);
}

/** came[i][m] is the mode in which byte i was encoded when the state behind it is m. */
function walkBack(came: (number | undefined)[][], costs: number[]): Segment[] {
  let mode = costs.indexOf(Math.min(...costs));
  const segments: Segment[] = [];
  for (let i = came.length - 1; i >= 0; i--) {
    mode = came[i]![mode]!;
    const first = segments[0];
    if (first !== undefined && first.mode === MODES[mode]) first.from = i;
    else segments.unshift({ mode: MODES[mode]!, from: i, to: i + 1 });
  }
  return segments;
}

/** The bits of the segments, most significant first, without terminator and padding. */
export function bitsOf(bytes: Uint8Array, segments: Segment[], range: 0 | 1 | 2): number[] {
  const bits: number[] = [];
  const put = (value: number, width: number): void => {
    for (let i = width - 1; i >= 0; i--) bits.push((value >>> i) & 1);
  };
  for (const { mode, from, to } of segments) {
    put(INDICATOR[mode], 4);
    put(to - from, COUNT_BITS[mode][range]);
    const text = Buffer.from(bytes.subarray(from, to)).toString('latin1');
    if (mode === 'byte') for (const byte of bytes.subarray(from, to)) put(byte, 8);
    if (mode === 'numeric') {
      for (let i = 0; i < text.length; i += 3) {
        const digits = text.slice(i, i + 3);
        put(Number(digits), digits.length * 3 + 1);
      }
    }
    if (mode === 'alphanumeric') {
      for (let i = 0; i < text.length; i += 2) {
        const value = ALPHANUMERIC.indexOf(text[i]!);
        if (i + 1 < text.length) put(value * 45 + ALPHANUMERIC.indexOf(text[i + 1]!), 11);
        else put(value, 6);
      }
    }
  }
  return bits;
}

// Where every module of a QR symbol comes from, and which are inverted (ISO/IEC 18004:2015, 6.3, 7.7, 7.8).
import { sideModules } from './capacity';

/** A module that never changes. */
export const LIGHT = -1;
export const DARK = -2;
/** FORMAT - i is format bit i. */
export const FORMAT = -3;

const MASKS: ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** Row after row: the number of a codeword bit (7.7.3; behind the last codeword come a few more), or one of the above. */
export function placement(version: number): Int16Array {
  const n = sideModules(version);
  const places: (number | undefined)[] = Array<number | undefined>(n * n).fill(undefined);
  const set = (x: number, y: number, value: number): void => {
    if (x >= 0 && y >= 0 && x < n && y < n) places[y * n + x] = value;
  };
  for (let i = 0; i < n; i++) {
    const timing = i % 2 === 0 ? DARK : LIGHT;
    set(6, i, timing);
    set(i, 6, timing);
  }
  for (const [x, y] of [
    [3, 3],
    [n - 4, 3],
    [3, n - 4],
  ] as const)
    finder(set, x, y);
  alignments(set, version, n);
  formats(set, n);
  if (version >= 7) versionBits(set, version, n);
  fillData(places, n);
  return Int16Array.from(places as number[]);
}

/** The mask as codewords: the bits that it inverts, in the order of placement; `bytes` covers every placed bit. */
export function maskCodewords(version: number, mask: number, bytes: number): Uint8Array {
  const n = sideModules(version);
  const inverts = MASKS[mask]!;
  const codewords = new Uint8Array(bytes);
  placement(version).forEach((place, i) => {
    if (place >= 0 && inverts(i % n, Math.floor(i / n))) codewords[place >>> 3]! |= 0x80 >>> (place & 7);
  });
  return codewords;
}

type Set = (x: number, y: number, value: number) => void;

function finder(set: Set, cx: number, cy: number): void {
  for (let dy = -4; dy <= 4; dy++) {
    for (let dx = -4; dx <= 4; dx++) {
      const ring = Math.max(Math.abs(dx), Math.abs(dy));
      set(cx + dx, cy + dy, ring === 2 || ring === 4 ? LIGHT : DARK);
    }
  }
}

/** Centres of the alignment patterns (annex E): evenly spaced from 6 to the last, the first gap takes what is over. */
function alignmentCentres(version: number, n: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = version === 32 ? 26 : Math.ceil((n - 13) / (2 * count - 2)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_none, i) => n - 7 - step * (count - 2 - i))];
}

function alignments(set: Set, version: number, n: number): void {
  const centres = alignmentCentres(version, n);
  const last = centres.length - 1;
  centres.forEach((cx, i) => {
    centres.forEach((cy, j) => {
      if ((i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0)) return;
      for (let dy = -2; dy <= 2; dy++) {
        for (let dx = -2; dx <= 2; dx++)
          set(cx + dx, cy + dy, Math.max(Math.abs(dx), Math.abs(dy)) === 1 ? LIGHT : DARK);
      }
    });
  });
}

/** Both copies of the 15 format bits, bit 0 first (figure 25), and the module that is always dark. */
function formats(set: Set, n: number): void {
  for (let i = 0; i <= 5; i++) set(8, i, FORMAT - i);
  set(8, 7, FORMAT - 6);
  set(8, 8, FORMAT - 7);
  set(7, 8, FORMAT - 8);
  for (let i = 9; i < 15; i++) set(14 - i, 8, FORMAT - i);
  for (let i = 0; i < 8; i++) set(n - 1 - i, 8, FORMAT - i);
  for (let i = 8; i < 15; i++) set(8, n - 15 + i, FORMAT - i);
  set(8, n - 8, DARK);
}

/** Both copies of the version's 18 bits (7.10): six bits of version, twelve of its BCH code. */
function versionBits(set: Set, version: number, n: number): void {
  let rest = version;
  for (let i = 0; i < 12; i++) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
  const bits = (version << 12) | rest;
  for (let i = 0; i < 18; i++) {
    const bit = ((bits >>> i) & 1) === 1 ? DARK : LIGHT;
    const a = n - 11 + (i % 3);
    const b = Math.floor(i / 3);
    set(a, b, bit);
    set(b, a, bit);
  }
}

/** The zigzag through all modules that no pattern took (7.7.3). */
function fillData(places: (number | undefined)[], n: number): void {
  let k = 0;
  for (let right = n - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < n; step++) {
      const upward = ((right + 1) & 2) === 0;
      const y = upward ? n - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (places[y * n + x] === undefined) places[y * n + x] = k++;
      }
    }
  }
}

// How hard a symbol is to read (ISO/IEC 18004:2015, 7.8.3): the lower, the better the mask.
const RUN = 3;
const SQUARE = 3;
const FINDER = 40;
const BALANCE = 10;
/** The penalty of a square symbol, row after row, 1 is dark. */
export function penalty(modules: Uint8Array): number {
  const n = Math.round(Math.sqrt(modules.length));
  const runs = new Int16Array(n + 2);
  let score = 0;
  for (let i = 0; i < n; i++) score += line(modules, i * n, 1, runs) + line(modules, i, n, runs);
  let dark = 0;
  for (let y = 0; y < n; y++) {
    for (let x = 0, at = y * n; x < n; x++, at++) {
      const module = modules[at]!;
      dark += module;
      if (x + 1 === n || y + 1 === n || module !== modules[at + 1]) continue;
      if (module === modules[at + n] && module === modules[at + n + 1]) score += SQUARE;
    }
  }
  // Each 5 % that the share of dark modules is away from a half.
  const steps = Math.ceil(Math.abs(dark * 20 - modules.length * 10) / modules.length) - 1;
  return score + BALANCE * Math.max(0, steps);
}

/**
 * Runs of five or more modules, and what looks like a finder, along one row or column. `runs` is room for the lengths, in
 * turn light and dark; all around the symbol is light.
 */
function line(modules: Uint8Array, from: number, step: number, runs: Int16Array): number {
  const n = runs.length - 2;
  let score = 0;
  let dark = 0;
  let last = 0;
  runs[0] = 0;
  for (let i = 0, at = from; i < n; i++, at += step) {
    const module = modules[at]!;
    if (module !== dark) runs[++last] = 0;
    dark = module;
    const length = ++runs[last]!;
    if (length >= 5) score += length === 5 ? RUN : 1;
  }
  if (dark === 1) runs[++last] = 0;
  runs[0]! += n;
  runs[last]! += n;
  for (let i = 1; i + 5 <= last; i += 2) {
    if (runs[i + 2] === 3 * runs[i]!) score += FINDER * finders(runs, i);
  }
  return score;
}

/** Dark from run i on as 1 : 1 : 3 : 1 : 1, four times as much light before or behind it: how many of the two. */
function finders(runs: Int16Array, i: number): number {
  const unit = runs[i]!;
  const core = runs[i + 1] === unit && runs[i + 2] === 3 * unit && runs[i + 3] === unit && runs[i + 4] === unit;
  if (!core) return 0;
  const before = runs[i - 1]!;
  const behind = runs[i + 5]!;
  return Number(before >= 4 * unit && behind >= unit) + Number(behind >= 4 * unit && before >= unit);
}

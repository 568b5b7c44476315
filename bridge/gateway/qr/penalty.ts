// How hard a symbol is to read (ISO/IEC 18004:2015, 7.8.3): the lower, the better the mask.
const RUN = 3;
const SQUARE = 3;
const FINDER = 40;
const BALANCE = 10;
/** The penalty of a square symbol, row after row, 1 is dark. */
export function penalty(modules: Uint8Array): number {
  const n = Math.round(Math.sqrt(modules.length));
  let score = 0;
  for (let i = 0; i < n; i++) score += line(modules, i * n, 1, n) + line(modules, i, n, n);
  for (let y = 0; y + 1 < n; y++) {
    for (let x = 0; x + 1 < n; x++) {
      const at = y * n + x;
      const dark = modules[at]! + modules[at + 1]! + modules[at + n]! + modules[at + n + 1]!;
      if (dark === 0 || dark === 4) score += SQUARE;
    }
  }
  const dark = modules.reduce((sum, module) => sum + module, 0);
  // Each 5 % that the share of dark modules is away from a half.
  const steps = Math.ceil(Math.abs(dark * 20 - modules.length * 10) / modules.length) - 1;
  return score + BALANCE * Math.max(0, steps);
}

/** Runs of five or more modules, and what looks like a finder. */
function line(modules: Uint8Array, from: number, step: number, n: number): number {
  // Runs in turn light and dark; all around the symbol is light.
  const runs = [0];
  let score = 0;
  let dark = 0;
  for (let i = 0; i < n; i++) {
    const module = modules[from + i * step]!;
    if (module !== dark) runs.push(0);
    dark = module;
    const length = ++runs[runs.length - 1]!;
    if (length === 5) score += RUN;
    if (length > 5) score += 1;
  }
  if (dark === 1) runs.push(0);
  runs[0]! += n;
  runs[runs.length - 1]! += n;
  for (let i = 1; i + 5 < runs.length; i += 2) score += FINDER * finders(runs, i);
  return score;
}

/** Dark from run i on as 1 : 1 : 3 : 1 : 1, four times as much light before or behind it: how many of the two. */
function finders(runs: readonly number[], i: number): number {
  const unit = runs[i]!;
  const core = runs[i + 1] === unit && runs[i + 2] === 3 * unit && runs[i + 3] === unit && runs[i + 4] === unit;
  if (!core) return 0;
  const before = runs[i - 1]!;
  const behind = runs[i + 5]!;
  return Number(before >= 4 * unit && behind >= unit) + Number(behind >= 4 * unit && before >= unit);
}

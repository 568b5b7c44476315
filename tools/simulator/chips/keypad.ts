// A membrane keypad: a contact at every crossing of rows and columns, and no diodes. Columns have pull-ups.
// Document: Parallax, 4x4 Matrix Membrane Keypad (27899): layout and how it is scanned. Without diodes, three keys on the
// corners of a rectangle connect the fourth.
import { contact } from './contact';

/** How a row is driven: an open-drain output is low or open, a push-pull one low or high. */
export type Drive = 'low' | 'high' | 'open';

export interface KeypadModel {
  press(row: number, column: number): void;
  release(row: number, column: number): void;
  drive(row: number, level: Drive): void;
  columnIsHigh(column: number): boolean;
  onColumnChange(column: number, handler: (high: boolean) => void): void;
  /** Sets the clock that bounces go by; it never goes back. */
  tick(nowMs: number): void;
  /** What may not be done to it, in words, oldest first. */
  readonly faults: string[];
}

/** Usual for membranes. */
const BOUNCE_MS = 5;

export function keypad(rows = 4, columns = 4): KeypadModel {
  const keys = Array.from({ length: rows }, () => Array.from({ length: columns }, () => contact(BOUNCE_MS)));
  const drives = new Array<Drive>(rows).fill('open');
  const handlers: ((high: boolean) => void)[][] = Array.from({ length: columns }, () => []);
  const faults: string[] = [];
  let levels = new Array<boolean>(columns).fill(true);
  let now = 0;

  /** The rows that closed keys connect with this column, over other rows and columns too. */
  function rowsOf(column: number): Set<number> {
    const found = new Set<number>();
    const seen = new Set([column]);
    for (const at of seen)
      for (let row = 0; row < rows; row++) {
        if (!keys[row]![at]!.closed) continue;
        found.add(row);
        keys[row]!.forEach((key, other) => key.closed && seen.add(other));
      }
    return found;
  }
  function levelOf(column: number): boolean {
    const driven = new Set([...rowsOf(column)].map((row) => drives[row]));
    if (driven.has('low') && driven.has('high')) {
      const text =
        'two keys short a row that is driven high to one that is driven low: drive rows low or leave them open';
      if (faults.at(-1) !== text) faults.push(text);
    }
    return !driven.has('low');
  }
  function settle(): void {
    const before = levels;
    levels = levels.map((_, column) => levelOf(column));
    levels.forEach((high, column) => {
      if (high !== before[column]) for (const handler of handlers[column]!) handler(high);
    });
  }
  return {
    faults,
    press: (row, column) => keys[row]![column]!.set(true, now),
    release: (row, column) => keys[row]![column]!.set(false, now),
    drive(row, level) {
      drives[row] = level;
      settle();
    },
    columnIsHigh: (column) => levels[column]!,
    onColumnChange: (column, handler) => void handlers[column]!.push(handler),
    tick(nowMs) {
      now = nowMs;
      for (const row of keys) for (const key of row) key.tick(nowMs);
      settle();
    },
  };
}

// A 4x4 matrix of keys without diodes, for keying in an amount. README.md has wires, layout and limits.
import type { InputPin, InputSink, KeyName, OutputPin, Timers } from '../../ports';
import { heldKey } from '../held';

/** Row after row, as it is printed. One text takes less memory than sixteen. */
const LAYOUT = '123A456B789C*0#D';
const COLUMNS = 4;

/** A key counts when two scans see it alone; contacts bounce for less than one. */
const SCAN_MS = 20;

const NONE = -1;
const SEVERAL = -2;

/**
 * Gives one key a press. `rows` are open drain: high lets go, or two keys would short two outputs. While several keys are
 * down nothing counts, until all are up: without diodes three keys look like four.
 */
export function keypad(rows: OutputPin[], columns: InputPin[], sink: InputSink, timers: Timers): void {
  let scanning = false;
  let seen = NONE;
  let counted = false;
  let held: ((closed: boolean) => void) | undefined = undefined;

  function allRows(high: boolean): void {
    for (const row of rows) row.set(high);
  }

  function pressed(): number {
    let found = NONE;
    allRows(true);
    for (let row = 0; row < rows.length; row++) {
      rows[row].set(false);
      for (let column = 0; column < columns.length; column++) {
        if (!columns[column].isHigh()) found = found === NONE ? row * COLUMNS + column : SEVERAL;
      }
      rows[row].set(true);
    }
    allRows(false);
    return found;
  }

  /** Digits count at once, keys that can be held when they are let go. */
  function press(key: KeyName): void {
    if (key !== 'repeat' && key !== 'dismiss') {
      sink.key(key);
      return;
    }
    held = heldKey(key, sink, timers);
    held(true);
  }

  function scan(): void {
    const now = pressed();
    const settled = now === seen;
    seen = now;
    if (now === SEVERAL) counted = true;
    if (settled && now === NONE) {
      scanning = false;
      counted = false;
      if (held !== undefined) held(false);
      held = undefined;
      return;
    }
    if (settled && !counted) {
      counted = true;
      press(meaningOf(LAYOUT.substring(now, now + 1)));
    }
    timers.after(SCAN_MS, scan);
  }

  function wake(high: boolean): void {
    if (scanning || high) return;
    scanning = true;
    seen = NONE;
    timers.after(SCAN_MS, scan);
  }

  // Between presses all rows are low: any key pulls its column down, and nothing runs until one does.
  allRows(false);
  for (const column of columns) column.onChange(wake);
}

function meaningOf(printed: string): KeyName {
  if (printed === 'A') return 'clear';
  if (printed === 'B') return '00';
  if (printed === 'C') return 'dismiss';
  if (printed === '*') return 'repeat';
  return printed === '#' || printed === 'D' ? 'enter' : (printed as KeyName);
}

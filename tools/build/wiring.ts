import type { Board, Part } from '../../boards/board';

/** One wire of a board: which part's signal is soldered to which GPIO. */
export interface Wire {
  part: string;
  signal: string;
  gpio: number;
  /** What the box does with the pin: drives it, reads it, or reads it with the engine's own pull-up. */
  use: 'out' | 'in' | 'pull-up';
}

/** All wires of a board, in the order of its data; parts of the engine's own build have none. */
export function wiresOf(board: Board): Wire[] {
  return [board.display, board.audio, ...board.inputs].flatMap(wiresOfPart);
}

/** The wires of one part. */
export function wiresOfPart({ driver, bus }: Part): Wire[] {
  if (bus.is === 'built-in') return [];
  return Object.entries(bus.pins).map(([signal, gpio]) => ({ part: driver, signal, gpio, use: useOf(driver, signal) }));
}

/** What parts on plain pins must have wired, by the names of their data. */
export const SIGNALS = {
  'esp32-dac': ['OUT'],
  buzzer: ['OUT'],
  keypad: ['R1', 'R2', 'R3', 'R4', 'C1', 'C2', 'C3', 'C4'],
  rotary: ['A', 'B', 'SW'],
};

const READ = ['BUSY', 'RX'];

function useOf(driver: string, signal: string): Wire['use'] {
  if (READ.includes(signal)) return 'in';
  if (driver === 'buttons' || driver === 'rotary') return 'pull-up';
  return driver === 'keypad' && signal.startsWith('C') ? 'pull-up' : 'out';
}

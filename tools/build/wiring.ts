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

const READ = ['BUSY', 'RX'];

function useOf(driver: string, signal: string): Wire['use'] {
  if (READ.includes(signal)) return 'in';
  if (driver === 'buttons' || driver === 'rotary') return 'pull-up';
  return driver === 'keypad' && signal.startsWith('C') ? 'pull-up' : 'out';
}

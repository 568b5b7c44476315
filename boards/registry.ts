import type { Board } from './board';
import { board as esp32Cyd } from './esp32-cyd';

/** Every board, by id: one line each. */
export const boards: Record<string, Board> = {
  'esp32-cyd': esp32Cyd,
};

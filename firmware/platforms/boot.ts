import type { Event, Settings } from '../app/events';
import type { Journal } from './journal';

/** What a build says of its board. */
export interface Build {
  board: string;
  version: string;
  /** Whose voices are on the box. */
  languages: string[];
}

/**
 * What a box knows when it starts; `boot` is a random number that is not 0. In a function of its own, so that no closure
 * keeps the journal's entries in memory.
 */
export function bootEvent(build: Build, journal: Journal, settings: Settings, boot: number, motif: string): Event {
  const memory = journal.recall();
  return {
    on: 'boot',
    journal: memory.entries,
    floor: memory.floor,
    health: journal.health,
    settings,
    boot,
    firmware: build.version,
    board: build.board,
    motif,
    languages: build.languages,
  };
}

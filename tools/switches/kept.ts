// What a pretended switch must have again at its next run: the keys of the clearing house, a token that was given out.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivately } from '../../bridge/cli/settings';

const fileOf = (id: string, folder: string): string => join(folder, `switch-sim-${id}.json`);

/** @returns undefined on the first run in this folder */
export function keptFor(id: string, folder: string): unknown {
  const file = fileOf(id, folder);
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new Error(`switch-sim: ${file} cannot be read as JSON; delete it, and settings that name its keys.`);
  }
}

export function keepFor(id: string, folder: string, keeps: unknown): void {
  writePrivately(fileOf(id, folder), `${JSON.stringify(keeps)}\n`);
}

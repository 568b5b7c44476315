import { existsSync, mkdirSync, renameSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { inject } from 'vitest';
import { buildImage } from '../../tools/build/image';
import './run-folder';

const LOOK_AGAIN_MS = 50;

/**
 * A board's image as `ghanti build` makes it, built by the first who asks and then the same for every file of the run.
 * @returns the folder, to be read alone
 */
export async function builtImage(board: string, languages?: string): Promise<string> {
  const folder = join(inject('runFolder'), `${board} ${languages ?? ''}`);
  while (!existsSync(folder)) {
    if (!claimed(`${folder}.lock`)) {
      await after(LOOK_AGAIN_MS);
      continue;
    }
    try {
      if (!existsSync(folder)) await build(board, folder, languages);
    } finally {
      rmdirSync(`${folder}.lock`);
    }
  }
  return folder;
}

/** Whole or not at all, whoever looks meanwhile. */
async function build(board: string, folder: string, languages: string | undefined): Promise<void> {
  await buildImage(board, `${folder}.new`, languages);
  renameSync(`${folder}.new`, folder);
}

/** Only one process makes a folder. */
function claimed(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

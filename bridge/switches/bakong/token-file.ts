// The renewed token on disk. Only the owner may read it, and a power cut leaves the old one or the new one.
import { createHash } from 'node:crypto';
import { chmodSync, closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';

const OWNER_ALONE = 0o600;

export interface KeptToken {
  token: string;
  issuedAtMs: number;
  /** Which configured token it descends from: a new one in the configuration beats what is kept of the old one. */
  of: string;
}

/** A name for a token that gives nothing of it away. */
export function markOf(token: string): string {
  return createHash('sha256').update(token).digest('hex').slice(0, 32);
}

/** @returns undefined when there is no such file yet. @throws when it cannot be read or is no token file */
export function readKept(file: string): KeptToken | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const { token, issuedAtMs, of } = JSON.parse(text) as Partial<KeptToken>;
  if (typeof token !== 'string' || typeof issuedAtMs !== 'number' || typeof of !== 'string')
    throw new Error('it is no token file');
  return { token, issuedAtMs, of };
}

/** Writes beside the file and puts it in its place. @throws as the file system does */
export function keep(file: string, kept: KeptToken): void {
  const beside = `${file}.new`;
  const descriptor = openSync(beside, 'w', OWNER_ALONE);
  try {
    // A file that was left behind keeps its old mode.
    chmodSync(beside, OWNER_ALONE);
    writeSync(descriptor, `${JSON.stringify(kept)}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(beside, file);
}

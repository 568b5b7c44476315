import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const FORM = 'it must be 64 hexadecimal digits (32 bytes), or one such line for each master key, "<version>:<digits>"';
const KEYS_LIMIT = 16;
const HIGHEST_VERSION = 1_000_000_000;

/** The master key cannot be used; the message says what to do and never what the key is. */
export class MasterKeyError extends Error {
  override readonly name = 'MasterKeyError';
}

/** 32 bytes, from which the boxes' keys of this version and of those up to the next master key's are derived. */
export interface MasterKey {
  fromVersion: number;
  bytes: Buffer;
}

/**
 * The fleet's master keys, oldest first: from `given` (GHANTI_MASTER_KEY) when there is one, else from the file, which is
 * made with mode 0600 when it is not there.
 * @throws MasterKeyError when a key has the wrong form or others may read the file
 */
export function masterKeys(given: string | undefined, file: string): MasterKey[] {
  try {
    return existingMasterKeys(given, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  create(file);
  return readKeyFile(file);
}

/** The same of keys that are there already. @throws MasterKeyError, or ENOENT when there are none */
export function existingMasterKeys(given: string | undefined, file: string): MasterKey[] {
  return given === undefined || given === '' ? readKeyFile(file) : parseKeys(given, 'GHANTI_MASTER_KEY');
}

/** Reads an existing key file. @throws MasterKeyError, or ENOENT when there is none */
export function readKeyFile(file: string): MasterKey[] {
  const { mode } = statSync(file);
  if ((mode & 0o077) !== 0) {
    const now = (mode & 0o777).toString(8).padStart(4, '0');
    throw new MasterKeyError(`${file} has mode ${now}: others may read the master key. Run: chmod 600 ${file}`);
  }
  return parseKeys(readFileSync(file, 'utf8'), file);
}

/** A new master key, which takes over with this version. */
export function newMasterKey(fromVersion: number): MasterKey {
  return { fromVersion, bytes: randomBytes(32) };
}

/** Puts these keys in the place of what is in the file. A power cut leaves the one or the other. */
export function writeKeyFile(file: string, keys: MasterKey[]): void {
  const beside = `${file}.new`;
  write(openSync(beside, 'w', 0o600), keys);
  renameSync(beside, file);
  const folder = openSync(dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

function create(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  let descriptor: number;
  try {
    descriptor = openSync(file, 'wx', 0o600);
  } catch (error) {
    // Another process was first: its key counts.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw error;
  }
  write(descriptor, [newMasterKey(1)]);
}

/** A box that was given settings under a key that a power cut then loses would be locked out. */
function write(descriptor: number, keys: MasterKey[]): void {
  const lines = keys.map(
    ({ fromVersion, bytes }) => `${fromVersion === 1 ? '' : `${fromVersion}:`}${bytes.toString('hex')}`,
  );
  try {
    writeSync(descriptor, `${lines.join('\n')}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Keys by blanks, lines or commas, each with the version from which on it counts; without one from the first. */
function parseKeys(text: string, where: string): MasterKey[] {
  const keys = text
    .trim()
    .split(/[\s,]+/)
    .map((part) => {
      const [, version = '1', digits] = /^(?:(\d{1,10}):)?([0-9a-fA-F]{64})$/.exec(part) ?? [];
      if (digits === undefined) throw new MasterKeyError(`${where} holds no master key; ${FORM}.`);
      return { fromVersion: Number(version), bytes: Buffer.from(digits, 'hex') };
    });
  const rising = keys.every(({ fromVersion }, at) => fromVersion > (keys[at - 1]?.fromVersion ?? 0));
  if (!rising || keys.length > KEYS_LIMIT || keys.at(-1)!.fromVersion > HIGHEST_VERSION)
    throw new MasterKeyError(`${where} holds master keys whose versions do not rise; ${FORM}.`);
  return keys;
}

import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const FORM = 'it must be 64 hexadecimal digits (32 bytes)';

/** The master key cannot be used; the message says what to do and never what the key is. */
export class MasterKeyError extends Error {
  override readonly name = 'MasterKeyError';
}

/**
 * The fleet's master key: from `given` (GHANTI_MASTER_KEY) when there is one, else from the file, which is made with
 * mode 0600 when it is not there.
 * @throws MasterKeyError when the key has the wrong form or others may read the file
 */
export function masterKey(given: string | undefined, file: string): Buffer {
  if (given !== undefined && given !== '') return parse(given, 'GHANTI_MASTER_KEY');
  try {
    return readKeyFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  create(file);
  return readKeyFile(file);
}

/** Reads an existing key file. @throws MasterKeyError, or ENOENT when there is none */
export function readKeyFile(file: string): Buffer {
  const { mode } = statSync(file);
  if ((mode & 0o077) !== 0) {
    const now = (mode & 0o777).toString(8).padStart(4, '0');
    throw new MasterKeyError(`${file} has mode ${now}: others may read the master key. Run: chmod 600 ${file}`);
  }
  return parse(readFileSync(file, 'utf8').trim(), file);
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
  // A box that was given settings under a key that a power cut then loses would be locked out.
  writeSync(descriptor, `${randomBytes(32).toString('hex')}\n`);
  fsyncSync(descriptor);
  closeSync(descriptor);
}

function parse(text: string, where: string): Buffer {
  if (!/^[0-9a-fA-F]{64}$/.test(text)) throw new MasterKeyError(`${where} holds no master key; ${FORM}.`);
  return Buffer.from(text, 'hex');
}

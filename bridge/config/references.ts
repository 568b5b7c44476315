// Texts of ghanti.yaml that say where a value is: 'env:NAME', 'file:path', 'sealed:...'.
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { MasterKeyError, existingMasterKeys } from '../gateway/master-key';
import type { MasterKey } from '../gateway/master-key';
import { DEFAULT_KEY_FILE } from './schema';
import { unseal } from './sealed';

const FILE_LIMIT_BYTES = 64 * 1024;

export interface Sources {
  folder: string;
  environment: NodeJS.ProcessEnv;
  faults: string[];
  /** Opens what is sealed. Throws when there is no master key; absent where nothing sealed may be. */
  masters?: () => MasterKey[];
}

/** The master keys as the settings name them, read when something sealed is met. */
export function mastersOf(raw: Record<string, unknown>, sources: Sources): () => MasterKey[] {
  let masters: MasterKey[] | undefined;
  return () => {
    // What is wrong with these settings is said where all of them are read.
    const keys = resolveReferences(raw['keys'] ?? {}, ['keys'], { ...sources, faults: [] }) as Record<string, unknown>;
    const { masterKey, masterKeyFile = DEFAULT_KEY_FILE } = keys as { masterKey?: string; masterKeyFile?: string };
    return (masters ??= existingMasterKeys(masterKey, resolve(sources.folder, masterKeyFile)));
  };
}

/** Puts what 'env:NAME' and 'file:path' refer to in their place, anywhere in the tree. */
export function resolveReferences(value: unknown, path: string[], sources: Sources): unknown {
  if (typeof value === 'string') return resolveText(value, path, sources);
  if (Array.isArray(value)) return value.map((item, at) => resolveReferences(item, [...path, String(at)], sources));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, resolveReferences(item, [...path, name], sources)]),
  );
}

function resolveText(value: string, path: string[], { folder, environment, faults, masters }: Sources): unknown {
  const [, scheme, rest = ''] = /^(env|file|sealed):(.+)$/.exec(value) ?? [];
  if (scheme === undefined) return value;
  const fault = (why: string): string => {
    faults.push(`${path.join('.')}: ${why}`);
    return value;
  };
  if (scheme === 'env') return environment[rest] ?? fault(`the environment variable ${rest} is not set`);
  if (scheme === 'sealed')
    return (
      opened(rest, masters) ?? fault('cannot be opened: it was changed, or sealed with a master key that is not here')
    );
  try {
    if (isShared(resolve(folder, rest))) return fault(`${rest} can be read by others. Run: chmod 600 ${rest}`);
    const text = readFileSync(resolve(folder, rest), 'utf8');
    return text.length > FILE_LIMIT_BYTES ? fault(`${rest} is too large`) : text.replace(/\r?\n$/, '');
  } catch (error) {
    return fault(`${rest} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
  }
}

function opened(text: string, masters: (() => MasterKey[]) | undefined): string | undefined {
  try {
    return masters === undefined ? undefined : unseal(text, masters());
  } catch (error) {
    if (error instanceof MasterKeyError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Can anybody but its owner read the file? */
export function isShared(file: string): boolean {
  return (statSync(file).mode & 0o077) !== 0;
}

import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { YAMLParseError, parse } from 'yaml';
import type { z } from 'zod';
import { configSchema } from './schema';
import type { BridgeConfig } from './schema';

/** A configuration that cannot be used: one line for each field that is wrong, each with its path. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(
    readonly file: string,
    readonly faults: string[],
  ) {
    super(`${file}:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  }
}

/** The part of a switch kind that the configuration needs. */
export type ConfigKinds = Record<string, { config: z.ZodType }>;

type Tree = Record<string, unknown>;

/** Environment variables that stand above the file: variable -> path. */
const ENVIRONMENT: Record<string, string[]> = {
  GHANTI_HTTP_HOST: ['http', 'host'],
  GHANTI_HTTP_PORT: ['http', 'port'],
  GHANTI_LOG_LEVEL: ['log', 'level'],
  GHANTI_MASTER_KEY: ['keys', 'masterKey'],
  GHANTI_MQTT_HOST: ['mqtt', 'host'],
  GHANTI_MQTT_PORT: ['mqtt', 'port'],
  GHANTI_MQTT_PASSWORD: ['mqtt', 'external', 'password'],
  GHANTI_STORE_FILE: ['store', 'file'],
};
const NUMBERS = ['port'];
const FILE_LIMIT_BYTES = 64 * 1024;

/**
 * Reads ghanti.yaml with the environment above it. File names in it are relative to its folder; a value 'env:NAME' or
 * 'file:path' is taken from there, so that no secret need be in it.
 * @throws ConfigError that names every field that is wrong
 */
export function readConfig(file: string, environment: NodeJS.ProcessEnv, kinds: ConfigKinds): BridgeConfig {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError(file, [
      code === 'ENOENT'
        ? 'there is no such file; start from bridge/config/ghanti.example.yaml'
        : `cannot be read (${code})`,
    ]);
  }
  return parseConfig(text, file, environment, kinds);
}

/** The same for a text; `file` gives the folder and the name in errors. */
export function parseConfig(
  text: string,
  file: string,
  environment: NodeJS.ProcessEnv,
  kinds: ConfigKinds,
): BridgeConfig {
  const faults: string[] = [];
  const folder = dirname(resolve(file));
  const tree = resolveReferences(withEnvironment(parseYaml(text, file), environment), [], {
    folder,
    environment,
    faults,
  });
  const read = configSchema.safeParse(tree);
  if (!read.success) faults.push(...read.error.issues.flatMap((issue) => describe(issue, [])));
  const switches: Tree = {};
  for (const [id, raw] of Object.entries(switchesOf(tree))) {
    const kind = kinds[id];
    if (kind === undefined) {
      faults.push(`switches.${id}: there is no such switch; known: ${Object.keys(kinds).join(', ')}`);
      continue;
    }
    const part = kind.config.safeParse(raw);
    if (part.success) switches[id] = part.data;
    else faults.push(...part.error.issues.flatMap((issue) => describe(issue, ['switches', id])));
  }
  if (faults.length > 0 || !read.success) throw new ConfigError(file, faults);
  const config = read.data;
  const near = (name: string): string => (isAbsolute(name) ? name : resolve(folder, name));
  return {
    ...config,
    store: { file: near(config.store.file) },
    keys: { ...config.keys, masterKeyFile: near(config.keys.masterKeyFile) },
    switches,
  };
}

function parseYaml(text: string, file: string): Tree {
  try {
    const tree: unknown = parse(text, { maxAliasCount: 0 }) ?? {};
    if (typeof tree === 'object' && !Array.isArray(tree)) return tree as Tree;
    throw new ConfigError(file, ['must be a map of settings']);
  } catch (error) {
    if (error instanceof YAMLParseError) {
      const line = error.linePos?.[0].line;
      throw new ConfigError(file, [`line ${line ?? '?'}: ${error.message.split('\n')[0] ?? 'no YAML'}`]);
    }
    throw error;
  }
}

function withEnvironment(tree: Tree, environment: NodeJS.ProcessEnv): Tree {
  const changed = structuredClone(tree);
  for (const [variable, path] of Object.entries(ENVIRONMENT)) {
    const value = environment[variable];
    if (value === undefined || value === '') continue;
    const name = path.at(-1)!;
    let at = changed;
    for (const step of path.slice(0, -1)) {
      // A broker that the file does not name is not made up from a password alone.
      if (step === 'external' && at[step] === undefined) at = {};
      else at = (at[step] ??= {}) as Tree;
    }
    at[name] = NUMBERS.includes(name) && /^\d+$/.test(value) ? Number(value) : value;
  }
  return changed;
}

interface Sources {
  folder: string;
  environment: NodeJS.ProcessEnv;
  faults: string[];
}

/** Puts what 'env:NAME' and 'file:path' refer to in their place, anywhere in the tree. */
function resolveReferences(value: unknown, path: string[], sources: Sources): unknown {
  if (typeof value === 'string') return resolveText(value, path, sources);
  if (Array.isArray(value)) return value.map((item, at) => resolveReferences(item, [...path, String(at)], sources));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, resolveReferences(item, [...path, name], sources)]),
  );
}

function resolveText(value: string, path: string[], { folder, environment, faults }: Sources): unknown {
  const [, scheme, rest = ''] = /^(env|file):(.+)$/.exec(value) ?? [];
  if (scheme === undefined) return value;
  const fault = (why: string): string => {
    faults.push(`${path.join('.')}: ${why}`);
    return value;
  };
  if (scheme === 'env') return environment[rest] ?? fault(`the environment variable ${rest} is not set`);
  try {
    const text = readFileSync(resolve(folder, rest), 'utf8');
    return text.length > FILE_LIMIT_BYTES ? fault(`${rest} is too large`) : text.replace(/\r?\n$/, '');
  } catch (error) {
    return fault(`${rest} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
  }
}

function switchesOf(tree: unknown): Tree {
  const found = (tree as Tree)['switches'];
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Tree) : {};
}

/** One line for each field. Values are never shown: they may be secrets. */
function describe(issue: z.core.$ZodIssue, above: string[]): string[] {
  const path = [...above, ...issue.path.map(String)];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => `${[...path, key].join('.')}: there is no such setting`);
  return [`${path.join('.')}: ${issue.message}`];
}

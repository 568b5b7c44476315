import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { YAMLParseError, parse } from 'yaml';
import { z } from 'zod';
import { isShared, mastersOf, resolveReferences } from './references';
import { configSchema } from './schema';
import type { BridgeConfig } from './schema';
import { plainSecrets } from './secrets';

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

/**
 * Reads ghanti.yaml with the environment above it. File names in it are relative to its folder; a value 'env:NAME' or
 * 'file:path' is taken from there and 'sealed:...' is opened with the master key. A file that holds a secret in plain,
 * this one too, must be its owner's alone.
 * @throws ConfigError that names every field that is wrong
 */
export function readConfig(file: string, environment: NodeJS.ProcessEnv, kinds: ConfigKinds): BridgeConfig {
  let text: string;
  let shared: boolean;
  try {
    text = readFileSync(file, 'utf8');
    shared = isShared(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError(file, [
      code === 'ENOENT'
        ? 'there is no such file; start from bridge/config/ghanti.example.yaml'
        : `cannot be read (${code})`,
    ]);
  }
  return parseConfig(text, file, environment, kinds, shared);
}

/** The same for a text; `file` gives the folder and the name in errors. */
export function parseConfig(
  text: string,
  file: string,
  environment: NodeJS.ProcessEnv,
  kinds: ConfigKinds,
  shared = false,
): BridgeConfig {
  const faults: string[] = [];
  const folder = dirname(resolve(file));
  const written = parseYaml(text, file);
  if (shared) faults.push(...inPlain(written, kinds, file));
  const raw = withEnvironment(written, environment);
  const masters = mastersOf(raw, { folder, environment, faults });
  const tree = resolveReferences(raw, [], { folder, environment, faults, masters });
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
    mqtt: { ...config.mqtt, tls: nearTls(config.mqtt.tls, near), external: nearExternal(config.mqtt.external, near) },
    store: { file: near(config.store.file) },
    keys: { ...config.keys, masterKeyFile: near(config.keys.masterKeyFile) },
    switches,
  };
}

type Mqtt = BridgeConfig['mqtt'];

function nearTls(tls: Mqtt['tls'], near: (name: string) => string): Mqtt['tls'] {
  return tls && { ...tls, certFile: near(tls.certFile), keyFile: near(tls.keyFile) };
}

function nearExternal(external: Mqtt['external'], near: (name: string) => string): Mqtt['external'] {
  return external && { ...external, caFile: external.caFile === undefined ? undefined : near(external.caFile) };
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

/** Secrets of ours and of the switches that stand in a file that others can read. */
function inPlain(written: Tree, kinds: ConfigKinds, file: string): string[] {
  const { switches: _theirs, ...ours } = written;
  const found = plainSecrets(configSchema, ours);
  for (const [id, part] of Object.entries(switchesOf(written)))
    found.push(...plainSecrets(kinds[id]?.config ?? z.unknown(), part).map((path) => `switches.${id}.${path}`));
  const help = `stands in plain where others can read it. Run: chmod 600 ${file}, or better: ghanti secret seal`;
  return found.map((path) => `${path}: ${help}`);
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

import { z } from 'zod';

type Json = Record<string, unknown>;

/** Each item of a list, each value of a map. */
const EACH = '*';
const REFERENCE = /^(env|file|sealed):/;

/**
 * Paths of the secrets that stand in plain in a part of the settings, by what its schema marks as `writeOnly`.
 * @param raw as it is written, before references are followed
 */
export function plainSecrets(schema: z.ZodType, raw: unknown): string[] {
  const described = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json;
  return secretsOf(described, []).flatMap((path) => plainAt(raw, path, []));
}

function secretsOf(schema: Json, path: string[]): string[][] {
  if (schema['writeOnly'] === true) return [path];
  const found: string[][] = [];
  for (const [name, part] of Object.entries((schema['properties'] ?? {}) as Record<string, Json>))
    found.push(...secretsOf(part, [...path, name]));
  for (const name of ['items', 'additionalProperties']) {
    const part = schema[name];
    if (typeof part === 'object' && part !== null) found.push(...secretsOf(part as Json, [...path, EACH]));
  }
  for (const name of ['anyOf', 'oneOf', 'allOf'])
    for (const part of (schema[name] ?? []) as Json[]) found.push(...secretsOf(part, path));
  return found;
}

function plainAt(value: unknown, [step, ...rest]: string[], walked: string[]): string[] {
  if (step === undefined) return typeof value === 'string' && !REFERENCE.test(value) ? [walked.join('.')] : [];
  if (typeof value !== 'object' || value === null) return [];
  const parts = step === EACH ? Object.entries(value) : [[step, (value as Json)[step]] as const];
  return parts.flatMap(([name, part]) => plainAt(part, rest, [...walked, name]));
}

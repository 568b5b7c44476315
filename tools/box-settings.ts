import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { isDeviceId } from '../firmware/wire/index';

const settings = z.object({
  id: z.string().refine(isDeviceId, 'is no device id'),
  host: z.string().min(1),
  port: z.number().int().min(1).max(65_535),
  password: z.string().min(1),
  key: z.string().regex(/^[0-9a-f]{64}$/, 'is not 64 hexadecimal digits'),
  ca: z.string().max(3_000).optional(),
  wifi: z.object({ ssid: z.string().min(1).max(32), password: z.string().max(64) }).optional(),
});

/** Who a box is, as `ghanti device add` writes it for `ghanti flash` and `ghanti sim`. */
export type BoxSettings = z.output<typeof settings>;

/** Reads and checks them: a box with wrong ones never comes online. @throws without telling a value: they may be secrets */
export function readBoxSettings(path: string): BoxSettings {
  if (!existsSync(path)) throw new Error(`--settings: there is no ${path}; "ghanti device add" writes one.`);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new Error(`--settings: ${path} is no JSON; "ghanti device reset" writes a new one.`);
  }
  const checked = settings.safeParse(json);
  if (checked.success) return checked.data;
  const faults = checked.error.issues.map(({ path: field, message }) => `${field.join('.')}: ${message}`);
  throw new Error(`--settings: ${path} will not do: ${faults.join('; ')}.`);
}

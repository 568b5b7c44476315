// What must outlive a restart: where a QR's events come, and what its socket has said of the amount.
import { z } from 'zod';
import type { Keep } from '../../payments/ports';

/** What is kept of a QR is of use this long after its end. */
export const KEEP_MS = 3_600_000;

const keptSchema = z.object({
  url: z.string().max(400).optional(),
  /** The socket told a payment over this; undefined: it told none, or no amount. */
  claimedMinor: z.number().int().min(1).optional(),
  untilMs: z.number(),
});
export type Kept = z.output<typeof keptSchema>;

/** Everything that is still of use. What cannot be read or is over is removed. */
export async function readKept(keep: Keep, nowMs: number): Promise<Map<string, Kept>> {
  const found = new Map<string, Kept>();
  for (const { key, json } of await keep.all()) {
    const read = keptSchema.safeParse(parse(json));
    if (read.success && read.data.untilMs > nowMs) found.set(key, read.data);
    else await keep.remove(key);
  }
  return found;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

// Everything that Pockyt needs to know of a shop. README.md says of each field where it comes from.
import { z } from 'zod';

const text = (longest: number) => z.string().min(1).max(longest);
/** What a thief could use: never in plain in a file that others can read. */
const secret = (longest: number) => text(longest).meta({ writeOnly: true });
const milliseconds = (ms: number) => z.number().int().min(1).max(3_600_000).default(ms);

/** Tests shorten these; a shop has no reason to. */
const timing = z.strictObject({
  requestMs: milliseconds(10_000),
  /** The pay call, in which the wallet may ask the customer. */
  payMs: milliseconds(20_000),
  /** All tries of one add together. */
  createMs: milliseconds(15_000),
  /** From handing in the code until the payment is given up and cancelled. */
  patienceMs: milliseconds(60_000),
  /** The gap before a question about an open payment grows by this, up to pollMostMs. */
  pollStepMs: milliseconds(1_000),
  pollMostMs: milliseconds(5_000),
  /** Between two questions of any kind but add, pay and cancel. */
  queryGapMs: milliseconds(200),
  retryMinMs: milliseconds(1_000),
  retryMaxMs: milliseconds(60_000),
  /** Without other traffic the road is tried this often. */
  probeMs: milliseconds(60_000),
});

export const pockytConfig = z.strictObject({
  /** Without a slash at the end. */
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .default('https://mapi.pockyt.io'),
  merchantNo: text(32),
  storeNo: text(32),
  storeAdminNo: text(32).optional(),
  /** Only for group accounts. */
  merGroupNo: text(32).optional(),
  /** The API token: signs what we send and what is pushed to us. */
  token: secret(200),
  /** Some contracts have .../prepay for the same step. */
  payPath: z
    .string()
    .regex(/^\/[\w./-]+$/, 'must be a path like /app-instore/v3/pay')
    .default('/app-instore/v3/pay'),
  settleCurrency: z.string().length(3).default('USD'),
  /** Where Pockyt reaches POST /v1/webhooks/pockyt/ipn of this bridge. Without it payments are found by asking. */
  ipnUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** A vendor for every payment; 'sniff' guesses it from the code. Without it none is sent. */
  vendor: text(32).optional(),
  timing: timing.prefault({}),
});

export type PockytConfig = z.output<typeof pockytConfig>;

// Everything that Fonepay needs to know of a shop. README.md says of each field where it comes from.
import { z } from 'zod';

const text = (longest: number) => z.string().min(1).max(longest);
/** What a thief could use: never in plain in a file that others can read. */
const secret = (longest: number) => text(longest).meta({ writeOnly: true });
const milliseconds = (ms: number) => z.number().int().min(1).max(3_600_000).default(ms);

/** Tests shorten these; a shop has no reason to. */
const timing = z.strictObject({
  requestMs: milliseconds(10_000),
  /** All tries of one QR together. */
  createMs: milliseconds(15_000),
  openMs: milliseconds(15_000),
  /** WebSocket pings, which find a dead road. */
  pingMs: milliseconds(25_000),
  retryMinMs: milliseconds(1_000),
  retryMaxMs: milliseconds(30_000),
  /** Between status look-ups of all QRs together. */
  gapMs: milliseconds(50),
  /** Between look-ups of one QR while its socket is up, and while nobody would tell. */
  coveredMs: milliseconds(15_000),
  pollMs: milliseconds(4_000),
  /** Between look-ups once the socket has told a payment, until the status confirms it. */
  confirmMs: milliseconds(500),
  /** How long a payment that the status found waits for the socket's word, which alone names the amount. */
  graceMs: milliseconds(1_500),
  /** Integrators watch a QR for 15 minutes. */
  qrLifetimeMs: milliseconds(900_000),
});

export const fonepayConfig = z.strictObject({
  /** API base, without a slash at the end. */
  baseUrl: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, '')),
  merchantCode: text(15),
  username: text(100),
  password: secret(200),
  secretKey: secret(200),
  remarks: text(25).default('Payment'),
  /** Domains that a QR's event socket may be at. */
  socketDomains: z.array(text(100)).min(1).max(10).default(['fonepay.com']),
  /** Sockets at once, one a QR; QRs beyond are followed by status look-ups. */
  sockets: z.number().int().min(1).max(10_000).default(200),
  timing: timing.prefault({}),
});

export type FonepayConfig = z.output<typeof fonepayConfig>;

// Everything that NEPALPAY needs to know of a shop. README.md says of each field where it comes from.
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** PEM text itself; of a public key also the path of a file that holds it. */
const pem = (kind: 'private' | 'public') =>
  z.string().transform((value, check) => {
    try {
      const text = kind === 'private' || value.includes('-----BEGIN') ? value : readFileSync(value, 'utf8');
      const key = kind === 'private' ? createPrivateKey(text) : createPublicKey(text);
      if (key.asymmetricKeyType === 'rsa') return text;
      check.addIssue({ code: 'custom', message: `must be an RSA ${kind} key` });
    } catch (error) {
      const why = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
      check.addIssue({
        code: 'custom',
        message:
          kind === 'private'
            ? "must be an RSA private key as PEM; take it from its file with 'file:path'"
            : `must be an RSA public key as PEM, or the path of such a file (${why})`,
      });
    }
    return z.NEVER;
  });

const text = (longest: number) => z.string().min(1).max(longest);
/** What a thief could use: never in plain in a file that others can read. */
const secret = (longest: number) => text(longest).meta({ writeOnly: true });
const milliseconds = (ms: number) => z.number().int().min(1).max(3_600_000).default(ms);

const merchant = z.strictObject({
  /** Eight characters, NCHL's number of the acquiring bank. */
  acquirerId: z.string().length(8),
  merchantId: text(20),
  name: text(25),
  categoryCode: z.string().regex(/^\d{4}$/, 'must be four digits'),
  city: text(15),
  country: z.string().length(2).default('NP'),
  postalCode: text(10),
  storeLabel: text(25),
  terminalLabel: text(25),
  purpose: text(25).default('Bill payment'),
});

/** Tests shorten these; a shop has no reason to. */
const timing = z.strictObject({
  requestMs: milliseconds(10_000),
  /** All tries of one QR together. */
  createMs: milliseconds(15_000),
  /** How long a COMPLETED record waits for the report before it is told without the report's amount. */
  confirmMs: milliseconds(1_500),
  connectedMs: milliseconds(15_000),
  heartBeatMs: milliseconds(10_000),
  heartBeatGraceMs: milliseconds(5_000),
  /** WebSocket pings, which find a dead road even where the server grants no heart-beats. */
  pingMs: milliseconds(25_000),
  retryMinMs: milliseconds(1_000),
  retryMaxMs: milliseconds(60_000),
  /** Between report look-ups of QRs whose events cannot be trusted to arrive. */
  sweepMs: milliseconds(10_000),
  qrLifetimeMs: milliseconds(300_000),
  /** Between report look-ups of a printed QR, whose payments the socket and the push tell sooner. */
  printedMs: milliseconds(60_000),
});

export const nepalpayConfig = z.strictObject({
  /** REST base, without a slash at the end. */
  baseUrl: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, '')),
  wsUrl: z.url({ protocol: /^wss?$/ }).default('wss://ws.nepalpay.com.np/nqrws'),
  wsHeaders: z.record(z.string(), z.string().meta({ writeOnly: true })).default({}),
  wsProtocol: z.string().optional(),
  tls: z
    .strictObject({
      ca: z.string().optional(),
      cert: z.string().optional(),
      key: z.string().meta({ writeOnly: true }).optional(),
    })
    .optional(),
  merchant,
  /** HTTP Basic of generateQR. */
  api: z.strictObject({ username: text(100), password: secret(200) }),
  /** The NPI user at the end of the token string. */
  userId: text(50),
  signingKey: pem('private').meta({ writeOnly: true }),
  oauth: z.strictObject({ clientId: text(100), clientSecret: secret(200), username: text(100), password: secret(200) }),
  channel: z.strictObject({
    username: text(100),
    apiToken: secret(200),
    publicKey: pem('public'),
    /** Default: the terminal label, which working clients send. */
    merchantId: text(25).optional(),
    /** Registrations on the socket; QRs beyond are followed by report look-ups. */
    limit: z.number().int().min(1).max(10_000).default(100),
  }),
  push: z.strictObject({ username: text(100), password: secret(200), publicKey: pem('public') }).optional(),
  timing: timing.prefault({}),
});

export type NepalpayConfig = z.output<typeof nepalpayConfig>;

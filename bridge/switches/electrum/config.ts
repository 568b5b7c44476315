// Everything that the interface needs to know of a shop. README.md says of each field where it comes from.
import { z } from 'zod';
import { SCHEMES, merchant } from './model';
import { PROVIDER_LONGEST } from './qr';

const text = (longest: number) => z.string().min(1).max(longest);
/** What a thief could use: never in plain in a file that others can read. */
const secret = (longest: number) => text(longest).meta({ writeOnly: true });
const milliseconds = (ms: number) => z.number().int().min(1).max(300_000_000).default(ms);
const url = z.url({ protocol: /^https?$/ }).transform((address) => address.replace(/\/+$/, ''));
const party = z.strictObject({ id: text(100), name: text(40) });
const terminal = z.string().length(8, 'must be exactly 8 characters');
const provider = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'must be plain characters without blanks')
  .max(PROVIDER_LONGEST);

/** Tests shorten these; a shop has no reason to, but for payMs. */
const timing = z.strictObject({
  /** One createQrCode or one advice. */
  requestMs: milliseconds(10_000),
  /** All tries of one QR together. */
  createMs: milliseconds(15_000),
  /** How long a pay is held open: the interface's 60 s, or what was agreed. */
  payMs: milliseconds(60_000),
  /** The QR ends this long before its pay does, so that a customer who scans last can still pay. */
  marginMs: milliseconds(15_000),
  /** How long an answer that is too late is still listened for, to log it. */
  lateMs: milliseconds(60_000),
  /** How long a QR that was made may be without a charge. */
  adoptMs: milliseconds(10_000),
  /** Before the next pay for a QR that is still shown. */
  retryMinMs: milliseconds(500),
  retryMaxMs: milliseconds(15_000),
  /** Between repeats of an advice. */
  adviceMinMs: milliseconds(5_000),
  adviceMaxMs: milliseconds(300_000),
  adviceGiveUpMs: milliseconds(72 * 3_600_000),
  /** Intermediate: how long a client's pay waits for a scan. */
  parkMs: milliseconds(55_000),
  /** Intermediate: how long a partner may take over a pay. */
  forwardMs: milliseconds(30_000),
});

const shop = {
  /** Who we are: its id is the user name of HTTP Basic. */
  client: party,
  originator: z.strictObject({
    institution: party,
    terminalId: terminal,
    /** Of boxes that are terminals of their own, by device id. */
    terminals: z.record(z.string(), terminal).default({}),
    merchant,
    operatorId: text(30).optional(),
  }),
  /** What a payment whose answer has no approvedAmount is: the document says zero. */
  absentApprovedAmount: z.enum(['zero', 'as-requested']).default('zero'),
  timing: timing.prefault({}),
};

const retailer = z.strictObject({
  mode: z.literal('retailer'),
  ...shop,
  /** Of the intermediate, with its /qr/v1 and without a slash at the end. */
  baseUrl: url,
  password: secret(200),
  /** When set, a QR of another provider is not shown. */
  providerId: provider.optional(),
  /** How qrProperties say when the QR ends. */
  expiryDate: z.enum(['text', 'object', 'none']).default('text'),
  /** qrProperties.scheme; left out unless set. */
  scheme: z.enum(SCHEMES).optional(),
});

const intermediate = z.strictObject({
  mode: z.literal('intermediate'),
  ...shop,
  /** Ours, in sub-tag 00 of every QR. */
  providerId: provider,
  /** Wallets: `password` is what they show us, `ours` what we show them with client.id as the user. */
  partners: z
    .array(z.strictObject({ ...party.shape, password: secret(200), baseUrl: url, ours: secret(200) }))
    .min(1)
    .max(100),
  /** Other shops whose tills make QRs here. */
  clients: z
    .array(z.strictObject({ ...party.shape, password: secret(200) }))
    .max(1_000)
    .default([]),
});

export const electrumConfig = z
  .discriminatedUnion('mode', [retailer, intermediate])
  .refine((config) => config.mode === 'retailer' || areDistinct(config), {
    message: 'client, clients and partners must have different ids: the id is what they are known by',
  });

export type ElectrumConfig = z.output<typeof electrumConfig>;
export type RetailerConfig = z.output<typeof retailer>;
export type IntermediateConfig = z.output<typeof intermediate>;

function areDistinct(config: IntermediateConfig): boolean {
  const ids = [config.client, ...config.partners, ...config.clients].map(({ id }) => id);
  return new Set(ids).size === ids.length;
}

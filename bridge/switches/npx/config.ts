// Everything that NPX needs to know of a shop. README.md says of each field where it comes from.
import { z } from 'zod';

const text = (longest: number) => z.string().min(1).max(longest);
/** What a thief could use: never in plain in a file that others can read. */
const secret = (longest: number) => text(longest).meta({ writeOnly: true });
const milliseconds = (ms: number) => z.number().int().min(1).max(3_600_000).default(ms);
const address = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));

/** Tests shorten these; a shop has no reason to. */
const timing = z.strictObject({
  requestMs: milliseconds(10_000),
  /** All tries of one payment link together. */
  createMs: milliseconds(15_000),
  retryMinMs: milliseconds(1_000),
  retryMaxMs: milliseconds(30_000),
  /** Between status look-ups of all QRs together. */
  gapMs: milliseconds(50),
  /** The polling plan of one QR: every pollMs for pollEagerMs, then every pollLaterMs until afterEndMs after its end. */
  pollMs: milliseconds(2_000),
  pollEagerMs: milliseconds(12_000),
  pollLaterMs: milliseconds(5_000),
  afterEndMs: milliseconds(60_000),
  /** Between look-ups of a payment that is still in process after that. */
  pollLateMs: milliseconds(30_000),
  /** At most one look-up in this time for notifications about payments that this bridge does not know. */
  strangerMs: milliseconds(1_000),
  /** The life of a payment link, unless the charge ends earlier. */
  qrLifetimeMs: milliseconds(600_000),
});

const link = z.strictObject({
  /** How the yes/no and kind fields are written: letters (f, c, n) or words (ALL, MERCHANT, false). */
  dialect: z.enum(['letters', 'words']).default('letters'),
  /** Default by dialect: f or ALL. */
  paymentType: z.string().max(20).optional(),
  /** Default by dialect: c or MERCHANT. */
  chargeCategory: z.string().max(20).optional(),
  /** The zone of ValidityTime. */
  validityZone: z.enum(['utc', 'npt']).default('utc'),
  /** Domains that a payment link may lead to. */
  domains: z.array(text(100)).min(1).max(10).default(['nepalpayment.com']),
  /** Show the address of the bridge's own redirect instead of the link, and so learn that it was opened. */
  ownPage: z.boolean().default(false),
});

const page = z.strictObject({
  /** The hosted page that the customer's browser posts to. */
  url: address,
  /** Empty: the customer picks the bank or wallet there. */
  instrumentCode: z.string().max(20).default(''),
  signed: z.boolean().default(true),
});

export const npxConfig = z
  .strictObject({
    /** API base, without a slash at the end. */
    baseUrl: address,
    merchantId: text(50),
    /** The API user's name; NPX calls it MerchantName. */
    merchantName: text(100),
    apiPassword: secret(200),
    secretKey: secret(200),
    /** link: a payment link is the QR. page: a page of the bridge is, which posts to the hosted page. */
    mode: z.enum(['link', 'page']).default('link'),
    link: link.prefault({}),
    page: page.optional(),
    /** Who is said to pay: NPX wants a name, an address and a number, and a counter knows none. */
    customer: z.strictObject({ name: text(50).default('Walk In'), email: text(100), mobile: text(20) }),
    remarks: text(50).default('Payment'),
    limits: z
      .strictObject({
        leastMinor: z.number().int().min(1).default(1_000),
        mostMinor: z.number().int().max(2_147_483_647).default(20_000_000),
      })
      .prefault({}),
    /** Cards may be billed in other money, which the status then names; Amount is read as rupees only when this is on. */
    foreignCards: z.boolean().default(false),
    /** Where customers and NPX reach this switch's webhooks: https://<your address>/v1/webhooks/npx */
    publicUrl: address.optional(),
    timing: timing.prefault({}),
  })
  .superRefine((config, check) => {
    const wants = (path: string[], message: string) => check.addIssue({ code: 'custom', path, message });
    if (config.mode === 'page' && config.page === undefined) wants(['page'], 'mode page needs page.url');
    if (config.publicUrl !== undefined) return;
    if (config.mode === 'page') wants(['publicUrl'], 'mode page needs an address that customers reach');
    else if (config.link.ownPage) wants(['publicUrl'], 'link.ownPage needs an address that customers reach');
  });

export type NpxConfig = z.output<typeof npxConfig>;

// Everything that Bakong needs to know of a shop. README.md says of each field where it comes from.
import { z } from 'zod';
import { generateKhqr } from './qr';

const text = (longest: number) => z.string().min(1).max(longest);
const milliseconds = (ms: number, most = 3_600_000) => z.number().int().min(1).max(most).default(ms);

/** What stands in every QR; lengths and characters are judged by making one. */
const merchant = z
  .strictObject({
    kind: z.enum(['individual', 'merchant']).default('individual'),
    /** name@bank: where the money goes. */
    bakongAccountID: text(32),
    merchantName: text(25),
    merchantCity: text(15).default('Phnom Penh'),
    /** Both needed for kind merchant. */
    merchantID: text(32).optional(),
    acquiringBank: text(32).optional(),
    accountInformation: text(32).optional(),
    merchantCategoryCode: z
      .string()
      .regex(/^\d{4}$/, 'must be four digits')
      .default('5999'),
    mobileNumber: text(25).optional(),
    storeLabel: text(25).optional(),
    terminalLabel: text(25).optional(),
    /** Two letters; with it a name in that language. */
    languagePreference: z.string().length(2).optional(),
    merchantNameAlternateLanguage: text(25).optional(),
    merchantCityAlternateLanguage: text(15).optional(),
  })
  .superRefine((info, check) => {
    const billNumber = 'X'.repeat(24);
    const made = generateKhqr({ ...info, billNumber, amount: 1, expirationTimestamp: 1_700_000_600_000 }, SOME_DAY_MS);
    if (!made.ok) check.addIssue({ code: 'custom', message: `no KHQR can be made: ${made.message} (${made.code})` });
  });
const SOME_DAY_MS = 1_700_000_000_000;

/** Tests shorten these; a shop has no reason to. */
const timing = z.strictObject({
  requestMs: milliseconds(20_000),
  /** Between any two requests with one token. */
  gapMs: milliseconds(1_000),
  /** Between two looks at one QR while it is young. */
  pollFirstMs: milliseconds(2_000),
  pollEagerMs: milliseconds(60_000),
  pollGrowth: z.number().min(1).max(10).default(1.5),
  pollLongestMs: milliseconds(10_000),
  /** From the QR's end to the last look. */
  lastLookMs: milliseconds(15_000),
  retryMinMs: milliseconds(2_000),
  retryMaxMs: milliseconds(60_000),
  /** The road is tried this often when nobody pays. */
  probeMs: milliseconds(300_000),
  /** Ten minutes is the document's limit. */
  qrLifetimeMs: milliseconds(600_000, 600_000),
  /** Between looks at the token's age. */
  tokenCheckMs: milliseconds(3_600_000),
  /** Between two tries to renew it. */
  renewGapMs: milliseconds(300_000),
});

export const bakongConfig = z
  .strictObject({
    /** Without a slash at the end. */
    baseUrl: z
      .url({ protocol: /^https?$/ })
      .transform((url) => url.replace(/\/+$/, ''))
      .default('https://api-bakong.nbc.gov.kh'),
    merchant,
    /** The access token that NBC has mailed. */
    token: z
      .string()
      .regex(/^[\x21-\x7e]{1,4096}$/, 'must be the token alone, without blanks')
      .meta({ writeOnly: true }),
    /** The day of that mail; only needed when the token does not say its own end. */
    tokenIssuedAt: z.iso.date().optional(),
    /** Where renewed tokens are kept over restarts. */
    tokenFile: text(4096).optional(),
    /** The address that the token was registered with; without it nothing is renewed. */
    email: z.email().max(254).optional(),
    /** The body of check_transaction_by_md5_list: a bare array, {md5List}, or never ask by list. */
    list: z.enum(['array', 'object', 'off']).default('array'),
    /** For links that open a banking app. */
    deeplink: z
      .strictObject({ appIconUrl: z.url().max(500), appName: text(100), appDeepLinkCallback: text(500) })
      .optional(),
    timing: timing.prefault({}),
  })
  .superRefine((config, check) => {
    if (config.email !== undefined && config.tokenFile === undefined) {
      const message = 'is needed with email: a renewed token would be lost at the next restart';
      check.addIssue({ code: 'custom', path: ['tokenFile'], message });
    }
  });

export type BakongConfig = z.output<typeof bakongConfig>;

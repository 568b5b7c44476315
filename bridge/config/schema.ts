// Everything that the operator can set, with its default. ghanti.example.yaml shows it with words.
import { z } from 'zod';
import { isWebhookSecret, isWebhookUrl } from '../net/signed-webhook';

export const DEFAULT_KEY_FILE = 'master.key';

const port = z.int().min(0).max(65_535);
const rate = z.strictObject({ burst: z.int().min(1), perSecond: z.number().positive() });
/** 'HH:MM' as seconds of the day. */
const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time like '21:30', in quotes")
  .transform((time) => Number(time.slice(0, 2)) * 3600 + Number(time.slice(3)) * 60);
const seconds = (least: number, most: number) => z.int().min(least).max(most);

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** MQTT addresses of an external broker. */
const brokerUrl = z.url({ protocol: /^mqtts?$/, error: 'must be an address like mqtt://127.0.0.1:1883' });

export const configSchema = z.strictObject({
  http: z
    .strictObject({
      host: z.string().default('127.0.0.1'),
      port: port.default(8080),
      webhookPaths: z
        .record(z.string().startsWith('/'), z.string().regex(/^[a-z0-9-]+\/.+$/, 'must be <switch>/<path>'))
        .default({}),
    })
    .prefault({}),
  mqtt: z
    .strictObject({
      host: z.string().default('0.0.0.0'),
      port: port.default(1883),
      /** Boxes may connect without TLS. */
      plain: z.boolean().default(true),
      /** A port for TLS beside the plain one: files in PEM, read again when they change. */
      tls: z.strictObject({ port: port.default(8883), certFile: z.string(), keyFile: z.string() }).optional(),
      limits: z
        .strictObject({
          connections: z.int().min(1).max(1_000_000).default(12_000),
          rate: rate.default({ burst: 500, perSecond: 200 }),
          ratePerAddress: rate.default({ burst: 60, perSecond: 20 }),
          connectTimeoutMs: z.int().min(100).max(60_000).default(10_000),
          keepaliveSeconds: seconds(10, 65_535).default(1200),
        })
        .prefault({}),
      /** When set, boxes meet the bridge at this broker, and the one above is not started. */
      external: z
        .strictObject({
          url: brokerUrl,
          username: z.string().optional(),
          password: z.string().meta({ writeOnly: true }).optional(),
          /** Authorities that the broker's certificate must come from; default: those of Node. */
          caFile: z.string().optional(),
        })
        .optional(),
    })
    .refine(({ plain, tls }) => plain || tls !== undefined, { path: ['plain'], message: 'false needs mqtt.tls' })
    .prefault({}),
  store: z.strictObject({ file: z.string().default('ghanti.db') }).prefault({}),
  keys: z
    .strictObject({
      masterKey: z.string().meta({ writeOnly: true }).optional(),
      masterKeyFile: z.string().default(DEFAULT_KEY_FILE),
    })
    .prefault({}),
  boxes: z
    .strictObject({
      timeZone: z.string().refine(isTimeZone, 'must be a time zone like Asia/Kathmandu').default('Asia/Kathmandu'),
      freshSeconds: seconds(5, 3600).default(60),
      keepaliveSeconds: seconds(10, 1200).default(240),
      watchSeconds: seconds(30, 3600).default(600),
      chargeSeconds: seconds(30, 3600).default(300),
      /** From one time of day to another, in the shop's zone, no box is louder than this. */
      night: z
        .strictObject({ from: timeOfDay, to: timeOfDay, volume: z.int().min(1).max(10) })
        .refine(({ from, to }) => from !== to, { path: ['to'], message: 'must be another time than from' })
        .optional(),
    })
    .prefault({}),
  payments: z
    .strictObject({
      /** For so long a paid charge is asked about now and again, where the switch can tell that it was reversed. */
      reversalHours: z.int().min(0).max(168).default(24),
    })
    .prefault({}),
  alarms: z
    .strictObject({
      /** What no box has said aloud for so long is told to the operator. */
      afterSeconds: seconds(10, 3600).default(60),
      webhook: z
        .strictObject({
          url: z
            .string()
            .refine(isWebhookUrl, 'must be an https address (http only to this machine), without a password'),
          secret: z
            .string()
            .refine(isWebhookSecret, 'must be whsec_ and 24 to 64 random bytes in base64')
            .meta({ writeOnly: true }),
        })
        .optional(),
    })
    .prefault({}),
  log: z.strictObject({ level: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info') }).prefault({}),
  /** By id; each is read by its own folder under bridge/switches. */
  switches: z.record(z.string(), z.unknown()).default({}),
});

/** What startBridge takes. `switches` holds what each switch's own schema has made of its part. */
export type BridgeConfig = z.output<typeof configSchema>;
export type BridgeConfigInput = z.input<typeof configSchema>;

import { encodeMessage, seal } from '../../firmware/wire/index';
import type { Down, Up } from '../../firmware/wire/index';
import { nativeSha256, toHex } from './wire';

// What test/golden/wire is made from. The files are what counts: other implementations are held against them.

/** A published test key, 00 01 02 ... 1f; no box has it. */
export const goldenKey = Array.from({ length: 32 }, (_, i) => String.fromCharCode(i)).join('');
export const goldenTopic = { down: 'g/demo-1/d', up: 'g/demo-1/u' } as const;
export type Direction = keyof typeof goldenTopic;

/** Strings of `message` are binary, one char a byte. `payload` and `sealed` are hex. */
export interface GoldenMessage {
  name: string;
  direction: Direction;
  message: Down | Up;
  payload: string;
  sealed: string;
}
const utf8 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
const money = { amountMinor: 125050, currency: 524 };
const most = 2147483647;
const bytes = (count: number): string =>
  Array.from({ length: count }, (_, i) => String.fromCharCode((i * 37) & 255)).join('');

const down: [string, Down][] = [
  [
    'a QR of version 10',
    {
      is: 'show-qr',
      seq: 65535,
      charge: 65535,
      ...money,
      expiresAt: 1790000300,
      version: 10,
      level: 1,
      mask: 3,
      codewords: bytes(137),
    },
  ],
  [
    'the largest QR',
    {
      is: 'show-qr',
      seq: most,
      charge: most,
      amountMinor: most,
      currency: 999,
      expiresAt: most,
      version: 40,
      level: 3,
      mask: 7,
      codewords: bytes(800),
    },
  ],
  ['a customer who opened the page', { is: 'progress', seq: 6, charge: 3, stage: 'opened' }],
  ['a customer who scanned', { is: 'progress', seq: 7, charge: 3, stage: 'scanned' }],
  ['a customer who pays', { is: 'progress', seq: 8, charge: 3, stage: 'pending' }],
  ['a customer who shall show a code', { is: 'progress', seq: 8, charge: 4, stage: 'present', ...money }],
  ['a customer who confirms on the phone', { is: 'progress', seq: 9, charge: 4, stage: 'confirm', ...money }],
  ['a payment', { is: 'paid', seq: 9, charge: 3, ...money, paidAt: 1790000012, again: false }],
  ['a payment told again', { is: 'paid', seq: 9, charge: 3, ...money, paidAt: 1790000012, again: true }],
  [
    'a payment at every limit',
    { is: 'paid', seq: most, charge: most, amountMinor: most, currency: 999, paidAt: most, again: true },
  ],
  [
    'a payment of no charge',
    { is: 'paid', seq: 1, charge: 0, amountMinor: 1, currency: 116, paidAt: 1790000012, again: false },
  ],
  ['a try that failed', { is: 'closed', seq: 24, charge: 24, how: 'failed' }],
  ['a charge that expired', { is: 'closed', seq: 255, charge: 255, how: 'expired' }],
  ['a charge that was cancelled', { is: 'closed', seq: 256, charge: 256, how: 'cancelled' }],
  ['a reversal', { is: 'reversed', seq: 65535, charge: 3, ...money, paidAt: 1790000012 }],
  ['a recap', { is: 'recap', seq: 65536, count: 17, amountMinor: 2125850, currency: 524, paidAt: 1790000012 }],
  [
    'a welcome',
    { is: 'welcome', seq: 2, boot: 1234567890, now: 1790000000, count: 17, amountMinor: 2125850, currency: 524 },
  ],
  [
    'a configuration',
    {
      is: 'config',
      seq: 3,
      shop: utf8('आमा किराना'),
      language: 'ne',
      volume: 7,
      freshSeconds: 60,
      keepaliveSeconds: 240,
    },
  ],
  [
    'a configuration without a name',
    { is: 'config', seq: 3, shop: '', language: 'en', volume: 0, freshSeconds: 0, keepaliveSeconds: 0 },
  ],
  [
    'a configuration at night',
    { is: 'config', seq: 3, shop: '', language: 'en', volume: 7, freshSeconds: 60, keepaliveSeconds: 240, loudest: 3 },
  ],
  [
    'the watched switches',
    {
      is: 'watch',
      seq: 4,
      ttlSeconds: 90,
      switches: [
        { name: 'nepalpay', health: 'ok' },
        { name: 'khqr', health: 'trouble' },
      ],
    },
  ],
  ['no watched switch', { is: 'watch', seq: 4, ttlSeconds: 90, switches: [] }],
  ...(['restart', 'test', 'repeat', 'clear'] as const).map((command): [string, Down] => [
    `the command ${command}`,
    { is: 'command', seq: 10, command },
  ]),
  [
    'an update',
    {
      is: 'update',
      seq: 11,
      firmware: '1.4.0',
      url: 'http://127.0.0.1/images/esp32-cyd/app.js',
      sizeBytes: 38011,
      hash: bytes(32),
    },
  ],
  ['a static QR', { is: 'static-qr', seq: 12, version: 6, level: 1, mask: 2, codewords: bytes(80) }],
  ['no static QR any more', { is: 'static-qr', seq: 13, version: 1, level: 0, mask: 0, codewords: '' }],
  ['a request that is declined', { is: 'declined', seq: 14, request: 99, reason: 'Over the limit of the shop' }],
  ['a request that is declined without a reason', { is: 'declined', seq: 14, request: most, reason: '' }],
];

const up: [string, Up][] = [
  [
    'a hello',
    {
      is: 'hello',
      seq: 65536,
      boot: 1234567890,
      last: 9,
      floor: 0,
      firmware: '0.1.0',
      board: 'esp32-cyd',
      journal: 'ok',
    },
  ],
  [
    'a hello after a lost journal',
    { is: 'hello', seq: 131072, boot: 1, last: 0, floor: 0, firmware: '0.1.0', board: 'esp32-cyd', journal: 'lost' },
  ],
  [
    'a hello after a repaired journal',
    { is: 'hello', seq: 196608, boot: 2, last: 9, floor: 8, firmware: '0.1.0', board: 'linux', journal: 'repaired' },
  ],
  ['an ack of what was received', { is: 'ack', seq: 65537, of: 9, stage: 'received', reason: undefined }],
  ['an ack of what was spoken', { is: 'ack', seq: 65538, of: 9, stage: 'spoken', reason: undefined }],
  ...(['old', 'malformed', 'unsupported', 'full', 'no-voice'] as const).map((reason): [string, Up] => [
    `a refusal: ${reason}`,
    { is: 'ack', seq: 65539, of: 9, stage: 'refused', reason },
  ]),
  ['an amount keyed in', { is: 'charge-request', seq: 65540, request: 99, ...money }],
  ['a code shown by a customer', { is: 'scan', seq: 65541, charge: 3, code: 'hQVDUFYwMWETTwegAAAAVVVV' }],
  [
    'telemetry',
    {
      is: 'telemetry',
      seq: 65542,
      uptimeSeconds: 86400,
      freeMemory: 5120,
      rssi: 61,
      restarts: 4,
      fault: 'audio-timeout',
    },
  ],
  ['a key', { is: 'key', seq: 65543, key: 'ok' }],
  ...(['started', 'verified', 'applied', 'failed'] as const).map((stage): [string, Up] => [
    `an update ${stage}`,
    { is: 'update-status', seq: 65544, of: 11, stage, reason: stage === 'failed' ? 'hash-differs' : '' },
  ]),
];

const golden = (direction: Direction, [name, message]: [string, Down | Up]): GoldenMessage => {
  const payload = encodeMessage(message);
  return {
    name,
    direction,
    message,
    payload: toHex(payload),
    sealed: toHex(seal(nativeSha256, goldenKey, goldenTopic[direction], payload)),
  };
};

export const goldenMessages = (): GoldenMessage[] => [
  ...down.map((one) => golden('down', one)),
  ...up.map((one) => golden('up', one)),
];

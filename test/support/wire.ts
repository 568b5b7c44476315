import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { Down, Up } from '../../firmware/wire/index';

export const nativeSha256 = (bytes: string): string => createHash('sha256').update(bytes, 'latin1').digest('binary');
export const fromHex = (hex: string): string => Buffer.from(hex, 'hex').toString('latin1');
export const toHex = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('hex');

const uint31 = fc.oneof(
  fc.integer({ min: 0, max: 2147483647 }),
  fc.constantFrom(0, 23, 24, 255, 256, 65535, 65536, 2147483647),
);
const upTo = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max });
const positive = uint31.map((n) => Math.max(1, n));
const money = { amountMinor: uint31, currency: upTo(999) };
const is = <T extends string>(name: T): fc.Arbitrary<T> => fc.constant(name);
const oneOf = <T extends string>(...words: T[]): fc.Arbitrary<T> => fc.constantFrom(...words);
const binary = (min: number, max: number): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength: min, maxLength: max }).map((bytes) => Buffer.from(bytes).toString('latin1'));
/** UTF-8 of min to max bytes, as a binary string. */
const text = (min: number, max: number): fc.Arbitrary<string> =>
  fc
    .string({ unit: 'binary', minLength: min, maxLength: max })
    .map((unicode) => Buffer.from(unicode, 'utf8').toString('latin1'))
    .filter((bytes) => bytes.length >= min && bytes.length <= max);

const stage = oneOf('opened', 'scanned', 'pending', 'present', 'confirm');
const symbol = { version: fc.integer({ min: 1, max: 40 }), level: upTo(3), mask: upTo(7) };

const config = {
  is: is('config'),
  seq: positive,
  shop: text(0, 40),
  language: text(2, 16),
  volume: upTo(10),
  freshSeconds: upTo(86400),
  keepaliveSeconds: upTo(65535),
};

/** Every downward message within its limits. */
export const downs: fc.Arbitrary<Down> = fc.oneof(
  fc.record({
    is: is('show-qr'),
    seq: positive,
    charge: positive,
    ...money,
    expiresAt: uint31,
    ...symbol,
    codewords: binary(1, 800),
  }),
  fc.record({ is: is('progress'), seq: positive, charge: positive, stage }),
  fc.record({ is: is('progress'), seq: positive, charge: positive, ...money, stage }),
  fc.record({ is: is('paid'), seq: positive, charge: uint31, ...money, paidAt: uint31, again: fc.boolean() }),
  fc.record({ is: is('closed'), seq: positive, charge: positive, how: oneOf('failed', 'expired', 'cancelled') }),
  fc.record({ is: is('reversed'), seq: positive, charge: uint31, ...money, paidAt: uint31 }),
  fc.record({ is: is('recap'), seq: positive, count: uint31, ...money, paidAt: uint31 }),
  fc.record({
    is: is('welcome'),
    seq: positive,
    boot: uint31,
    now: uint31,
    count: uint31,
    amountMinor: uint31,
    currency: upTo(999),
  }),
  fc.record(config),
  fc.record({ ...config, loudest: fc.integer({ min: 1, max: 10 }) }),
  fc.record({
    is: is('watch'),
    seq: positive,
    ttlSeconds: upTo(86400),
    switches: fc.array(fc.record({ name: text(1, 12), health: oneOf('ok', 'trouble') }), { maxLength: 8 }),
  }),
  fc.record({ is: is('command'), seq: positive, command: oneOf('restart', 'test', 'repeat', 'clear') }),
  fc.record({
    is: is('update'),
    seq: positive,
    firmware: text(1, 24),
    url: text(1, 200),
    sizeBytes: uint31,
    hash: binary(32, 32),
  }),
  fc.record({ is: is('static-qr'), seq: positive, ...symbol, codewords: binary(0, 800) }),
  fc.record({ is: is('declined'), seq: positive, request: uint31, reason: text(0, 40) }),
);

/** Every upward message within its limits. */
export const ups: fc.Arbitrary<Up> = fc.oneof(
  fc.record({
    is: is('hello'),
    seq: positive,
    boot: uint31,
    last: uint31,
    floor: uint31,
    firmware: text(1, 24),
    board: text(1, 32),
    journal: oneOf('ok', 'repaired', 'lost'),
  }),
  fc.record({
    is: is('ack'),
    seq: positive,
    of: uint31,
    stage: oneOf('received', 'spoken'),
    reason: fc.constant(undefined),
  }),
  fc.record({
    is: is('ack'),
    seq: positive,
    of: uint31,
    stage: is('refused'),
    reason: oneOf('old', 'malformed', 'unsupported', 'full', 'no-voice'),
  }),
  fc.record({ is: is('charge-request'), seq: positive, request: uint31, ...money }),
  fc.record({ is: is('scan'), seq: positive, charge: uint31, code: text(1, 512) }),
  fc.record({
    is: is('telemetry'),
    seq: positive,
    uptimeSeconds: uint31,
    freeMemory: uint31,
    rssi: upTo(255),
    restarts: uint31,
    fault: text(0, 40),
  }),
  fc.record({ is: is('key'), seq: positive, key: text(1, 16) }),
  fc.record({
    is: is('update-status'),
    seq: positive,
    of: uint31,
    stage: oneOf('started', 'verified', 'applied', 'failed'),
    reason: text(0, 40),
  }),
);

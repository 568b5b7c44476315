// Every reader of foreign bytes: on the box (wire, MQTT, serial lines) and in the bridge (upward messages, switches).
import { createHash } from 'node:crypto';
import { packetsIn } from '../../firmware/platforms/espruino/mqtt-packets';
import { gm65 } from '../../firmware/drivers/input/gm65/driver';
import { dfplayer } from '../../firmware/drivers/audio/dfplayer/driver';
import { decodeDown, decodeUp, encodeMessage, open, seal } from '../../firmware/wire/index';
import type { Down, Up } from '../../firmware/wire/index';
import { publishPacket, pubackPacket } from '../../firmware/platforms/espruino/mqtt-packets';
import { readIdentity, readSettings } from '../../firmware/platforms/espruino/settings';
import { ConfigError, parseConfig } from '../../bridge/config/read';
import type { Target } from './fuzz';
import { switchTargets } from './switches';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const bytes = (binary: string): Uint8Array => Buffer.from(binary, 'latin1');
const sha256 = (binary: string): string => createHash('sha256').update(binary, 'latin1').digest().toString('latin1');

const downs: Down[] = [
  {
    ...{ is: 'show-qr', seq: 7, charge: 3, amountMinor: 125_050, currency: 524, expiresAt: 1_800_000_000 },
    ...{ version: 9, level: 1, mask: 3, codewords: '\x40\x13abc' },
  },
  { is: 'paid', seq: 8, charge: 3, amountMinor: 125_050, currency: 524, paidAt: 1_800_000_000, again: true },
  { is: 'closed', seq: 9, charge: 3, how: 'expired' },
  { is: 'config', seq: 10, shop: 'Kirana', language: 'en', volume: 7, freshSeconds: 60, keepaliveSeconds: 60 },
  { is: 'watch', seq: 11, ttlSeconds: 60, switches: [{ name: 'NEPALPAY', health: 'ok' }] },
];
const ups: Up[] = [
  { is: 'hello', seq: 1, boot: 5, last: 0, floor: 0, firmware: '0.1.0', board: 'esp32-cyd', journal: 'ok' },
  { is: 'ack', seq: 2, of: 8, stage: 'refused', reason: 'no-voice' },
  { is: 'scan', seq: 3, charge: 1, code: '281234567890123456' },
  { is: 'key', seq: 4, key: 'repeat' },
];

/** A message that is taken says the same after it was written and read again. */
function roundTrip(decode: (bytes: string) => Down | Up | string, input: Uint8Array): string {
  const message = decode(text(input));
  if (typeof message === 'string') return message;
  const again = decode(encodeMessage(message));
  if (JSON.stringify(again) !== JSON.stringify(message)) throw new Error(`${message.is} changes when it is written`);
  return `${message.is} ${Object.keys(message).length}`;
}

const KEY = 'k'.repeat(32);
const sealed = downs.map((message) => bytes(seal(sha256, KEY, 'g/box/d', encodeMessage(message))));

/** The tag is over what was sent: nothing else may be taken, and nothing that was sent on another topic. */
function opened(input: Uint8Array): string {
  if (open(sha256, KEY, 'g/other/d', text(input)) !== undefined) throw new Error("taken on another box's topic");
  const payload = open(sha256, KEY, 'g/box/d', text(input));
  if (payload === undefined) return 'refused';
  if (!sealed.some((one) => Buffer.compare(one, input) === 0)) throw new Error('a forged message was taken');
  return 'taken';
}

function packets(input: Uint8Array): string {
  const found = packetsIn(text(input));
  if (found.used > input.length) throw new Error('more was used than there is');
  return `${found.packets.map(({ is }) => is).join(' ')} ${found.hostile}`;
}

/** A serial line whose timers run only when the input is over. */
function overLine(use: (line: Parameters<typeof gm65>[0]) => void, input: Uint8Array): void {
  let handler: (piece: string) => void = () => undefined;
  const timers = new Map<number, () => void>();
  let last = 0;
  use({
    write: () => undefined,
    onBytes: (given) => (handler = given),
    after: (_ms, run) => {
      timers.set(++last, run);
      return last;
    },
    cancel: (timer) => void timers.delete(timer),
  });
  for (let at = 0; at < input.length; at += 7) handler(text(input.subarray(at, at + 7)));
  for (let round = 0; round < 4; round++)
    for (const [timer, run] of [...timers]) {
      timers.delete(timer);
      run();
    }
}

function scanned(input: Uint8Array): string {
  let codes = 0;
  overLine((line) => {
    gm65(line, {
      key: () => {
        throw new Error('a scanner has no keys');
      },
      code: (code) => {
        if (code.length < 1 || code.length > 512) throw new Error(`a code of ${code.length} bytes`);
        codes++;
      },
    });
  }, input);
  return `${codes} codes`;
}

function played(input: Uint8Array): string {
  const ends: string[] = [];
  overLine((line) => dfplayer(line, undefined).play(1, [1, 2], 5, (fault) => ends.push(fault ?? 'ok')), input);
  if (ends.length > 1) throw new Error('a sentence ended twice');
  return ends.join();
}

/** Either a whole identity or what is wrong with it; settings always, each within its limits. */
function boxSettings(input: Uint8Array): string {
  const files = { read: () => text(input), write: () => true };
  const identity = readIdentity(files as unknown as Parameters<typeof readIdentity>[0]);
  const settings = readSettings(files as unknown as Parameters<typeof readSettings>[0]);
  if (JSON.stringify(settings) === undefined) throw new Error('settings that cannot be written');
  return `${typeof identity === 'string' ? identity : identity.id} ${typeof settings.volume}`;
}

/** Settings, or an error that names the field and no value. */
function bridgeSettings(input: Uint8Array): string {
  try {
    return `taken ${parseConfig(text(input), '/shop/ghanti.yaml', {}, {}).log.level}`;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.faults.map((fault) => fault.split(':')[0]).join();
  }
}

export const targets: readonly Target[] = [
  { name: 'wire, down', seeds: downs.map((m) => bytes(encodeMessage(m))), read: (b) => roundTrip(decodeDown, b) },
  { name: 'wire, up', seeds: ups.map((m) => bytes(encodeMessage(m))), read: (b) => roundTrip(decodeUp, b) },
  { name: 'COSE_Mac0', seeds: sealed, read: opened },
  {
    name: 'MQTT into the box',
    seeds: [publishPacket(1, 'g/box/d', 'payload'), pubackPacket(2), '\x20\x02\0\0', '\x90\x03\0\x01\x01'].map(bytes),
    read: packets,
  },
  {
    name: 'scanner line',
    seeds: ['281234567890\r', '00020101\r\n', '\x02\0\0\x01\0\x33\x31'].map(bytes),
    read: scanned,
  },
  {
    name: 'MP3 module line',
    seeds: ['\x7e\xff\x06\x3f\0\0\x02\xfe\xba\xef', '\x7e\xff\x06\x3d\0\0\x01\xfe\xbd\xef'].map(bytes),
    read: played,
  },
  {
    name: 'settings on the box',
    seeds: [
      '{"id":"counter-1","host":"192.168.1.10","port":1883,"password":"p","key":"' + '5a'.repeat(32) + '"}',
      '["Kirana","ne",7,60,240]',
    ].map(bytes),
    read: boxSettings,
  },
  {
    name: 'ghanti.yaml',
    seeds: ['http:\n  port: 8080\nboxes: { timeZone: UTC }\n', ''].map(bytes),
    read: bridgeSettings,
  },
  ...switchTargets,
];

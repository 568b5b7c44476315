// GM65 barcode reader module, serial output.
// Document: Hangzhou Grow Technology, GM65 Bar Code Reader Module User Manual V1.3 (2016): read modes (3), serial commands and
// zone bits (9, 10). The same frames serve GM61, GM67-S, GM805 and GM861.
import { lineOut } from './serial';
import type { SerialModel } from './serial';

export interface Gm65Model extends SerialModel {
  /** A customer holds a code (bytes, one a character) in front of the window for this long. */
  show(code: string, ms: number): void;
  /** The module's own button, which reads in manual mode. */
  button(): void;
  /** Bytes that nobody sent: a long cable beside a motor. */
  disturb(bytes: Uint8Array): void;
  /** The plug comes loose: what has not left the module is lost. */
  unplug(): void;
}

const HEAD = 0x7e;
const READ_ZONE = 0x07;
const WRITE_ZONE = 0x08;
const SAVE_ZONE = 0x09;
const ANSWER = 0x02;

/** "AB CD" instead of a checksum: the module does not look (10.1). */
const UNCHECKED = 0xabcd;

const WORK = 0x0000;
const TRIGGER = 0x0002;
const BETWEEN_READS = 0x0005;
const SINGLE_READ = 0x0006;
const SAME_CODE = 0x0013;
const TAIL = 0x0060;
const RESTORE = 0x00d9;
const ZONE_BYTES = 0x0100;

const MANUAL = 0;
const CONTINUOUS = 2;
const INDUCTION = 3;

/** From the window to the decoded text. */
const DECODE_MS = 80;
/** A half command is forgotten after this silence. */
const HALF_MS = 300;
const TENTH_MS = 100;

/** Lamps on, sound on, manual mode; 1 s between reads, 5 s for one; the same code at once; CR behind each code. */
function factoryZone(): Uint8Array {
  const zone = new Uint8Array(ZONE_BYTES);
  zone[WORK] = 0xd4;
  zone[BETWEEN_READS] = 10;
  zone[SINGLE_READ] = 50;
  zone[TAIL] = 0x01;
  return zone;
}

/** Reads at once when `mode` is continuous; as it leaves the factory, only when its button is pressed. */
export function gm65(mode: 'manual' | 'command' | 'continuous' | 'induction' = 'manual'): Gm65Model {
  const line = lineOut();
  const faults: string[] = [];
  const zone = factoryZone();
  zone[WORK] = (zone[WORK]! & 0xfc) | ['manual', 'command', 'continuous', 'induction'].indexOf(mode);
  let saved = Uint8Array.from(zone);
  let nowMs = 0;
  let lastByteMs = 0;
  let frame: number[] = [];
  let shown: { code: string; fromMs: number; untilMs: number; read: boolean } | undefined;
  let readUntilMs = -1;
  let nextReadMs = 0;
  let last: { code: string; atMs: number } | undefined;

  const fault = (text: string): void => void faults.push(text);
  const workMode = (): number => zone[WORK]! & 3;

  function read(code: string): void {
    last = { code, atMs: nowMs };
    nextReadMs = nowMs + zone[BETWEEN_READS]! * TENTH_MS;
    readUntilMs = -1;
    zone[TRIGGER] = 0;
    line.send(Buffer.from(code + tailOf(zone[TAIL]!), 'latin1'), nowMs);
  }
  function look(): void {
    if (shown === undefined || nowMs < shown.fromMs + DECODE_MS || shown.fromMs + DECODE_MS > shown.untilMs) return;
    const steady = workMode() === CONTINUOUS || workMode() === INDUCTION;
    if (steady ? nowMs < nextReadMs : nowMs > readUntilMs) return;
    const delay = zone[SAME_CODE]!;
    // Bit 7 holds the same code back: for ever (0) or for tenths of a second.
    const again = last?.code === shown.code && (delay & 0x80) !== 0;
    const held = again && ((delay & 0x7f) === 0 || nowMs < last!.atMs + (delay & 0x7f) * TENTH_MS);
    // Induction waits for a new picture.
    if (held || (workMode() === INDUCTION && shown.read)) return;
    shown.read = true;
    read(shown.code);
  }
  function openWindow(): void {
    readUntilMs = zone[SINGLE_READ] === 0 ? Infinity : nowMs + zone[SINGLE_READ]! * TENTH_MS;
  }
  function answer(data: readonly number[]): void {
    const body = [0x00, data.length, ...data];
    const sum = crc16(body);
    line.send([ANSWER, 0x00, ...body, sum >> 8, sum & 255], nowMs);
  }
  function write(address: number, data: readonly number[]): void {
    data.forEach((byte, i) => (zone[address + i] = byte));
    if (address === RESTORE) zone.set(data[0] === 0x50 ? factoryZone() : saved);
    const triggered = address <= TRIGGER && address + data.length > TRIGGER && (zone[TRIGGER]! & 1) === 1;
    answer([0]);
    if (triggered && workMode() === 1) openWindow();
    else if (triggered) fault('a trigger (zone bit 0002h) is for command mode (3.4)');
  }
  function take(type: number, count: number, body: readonly number[], sum: number): void {
    if (sum !== UNCHECKED && sum !== crc16([type, count, ...body]))
      return fault(`a command with the checksum ${sum.toString(16)}, which is wrong; it is ignored`);
    const address = body[0]! * 256 + body[1]!;
    const bytes = type === READ_ZONE ? body[2]! || 256 : count;
    if (type === SAVE_ZONE) {
      saved = Uint8Array.from(zone);
      answer([0]);
    } else if (address + bytes > ZONE_BYTES) fault(`zone bytes from ${address} on: there is no such zone bit (9)`);
    else if (type === READ_ZONE) answer([...zone.subarray(address, address + bytes)]);
    else write(address, body.slice(2));
  }
  /** 7E 00, type, number of data bytes, address (2), data, checksum (2). */
  function takeByte(byte: number): void {
    frame.push(byte);
    const [head, zero, type = 0, count = 0] = frame;
    const known = frame.length < 3 || type === READ_ZONE || type === WRITE_ZONE || type === SAVE_ZONE;
    if (head !== HEAD || (frame.length > 1 && zero !== 0) || !known) {
      fault('bytes that are no command (10)');
      frame = byte === HEAD ? [byte] : [];
      return;
    }
    if (frame.length < 4 || frame.length < 8 + count) return;
    const body = frame.slice(4, 6 + count);
    const sum = frame[6 + count]! * 256 + frame[7 + count]!;
    frame = [];
    take(type, count, body, sum);
  }
  function tick(toMs: number): void {
    // In steps, so that a long tick reads as often as the module would.
    while (nowMs < toMs) {
      nowMs = Math.min(toMs, nowMs + 5);
      if (shown !== undefined && nowMs > shown.untilMs) shown = undefined;
      look();
    }
    line.tick(nowMs);
  }
  return {
    faults,
    tick,
    onBytes: line.onBytes,
    receive(bytes) {
      if (frame.length > 0 && nowMs - lastByteMs > HALF_MS) frame = [];
      lastByteMs = nowMs;
      bytes.forEach(takeByte);
    },
    show: (code, ms) => (shown = { code, fromMs: nowMs, untilMs: nowMs + ms, read: false }),
    button() {
      if (workMode() === MANUAL) openWindow();
    },
    disturb: (bytes) => line.send(bytes, nowMs),
    unplug: () => line.cut(),
  };
}

/** Zone bit 0060h: bit 0 allows a tail, bits 6 and 5 choose CR, CR LF, TAB or none. */
function tailOf(setting: number): string {
  if ((setting & 1) === 0) return '';
  return ['\r', '\r\n', '\t', ''][(setting >> 5) & 3]!;
}

/** CRC-CCITT, x^16 + x^12 + x^5 + 1, from 0, from the type to the last data byte. */
function crc16(bytes: readonly number[]): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ ((crc & 0x8000) !== 0 ? 0x1021 : 0)) & 0xffff;
  }
  return crc;
}

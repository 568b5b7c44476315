// GM65 barcode reader module, serial output.
// Document: Hangzhou Grow Technology, GM65 Bar Code Reader Module User Manual V1.3 (2016): read modes (3), serial commands and
// zone bits (9, 10). The same frames serve GM61, GM67-S, GM805 and GM861.
import { READ_ZONE, SAVE_ZONE, answerOf, commandReader } from './gm65-command';
import type { Command } from './gm65-command';
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
  const answer = (data: readonly number[]): void => line.send(answerOf(data), nowMs);
  function write(address: number, data: readonly number[]): void {
    data.forEach((byte, i) => (zone[address + i] = byte));
    if (address === RESTORE) zone.set(data[0] === 0x50 ? factoryZone() : saved);
    const triggered = address <= TRIGGER && address + data.length > TRIGGER && (zone[TRIGGER]! & 1) === 1;
    answer([0]);
    if (triggered && workMode() === 1) openWindow();
    else if (triggered) fault('a trigger (zone bit 0002h) is for command mode (3.4)');
  }
  function take({ type, address, data }: Command): void {
    const bytes = type === READ_ZONE ? data[0]! || 256 : data.length;
    if (type === SAVE_ZONE) {
      saved = Uint8Array.from(zone);
      answer([0]);
    } else if (address + bytes > ZONE_BYTES) fault(`zone bytes from ${address} on: there is no such zone bit (9)`);
    else if (type === READ_ZONE) answer([...zone.subarray(address, address + bytes)]);
    else write(address, data);
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
  const commands = commandReader(take, fault);
  return {
    faults,
    tick,
    onBytes: line.onBytes,
    receive(bytes) {
      if (commands.isWithin && nowMs - lastByteMs > HALF_MS) commands.forget();
      lastByteMs = nowMs;
      bytes.forEach((byte) => commands.byte(byte));
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

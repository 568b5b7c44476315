// The native functions on E, the crypto module and process: what they do with bytes (src/jswrap_espruino.c, 2v29).
import { createHash, randomInt } from 'node:crypto';
import { crc32 } from '../voice/crc32';
import { bytesOf } from './graphics';
import type { Life } from './life';
import { Emitter } from './life';

export interface Native {
  E: Record<string, unknown>;
  crypto: Record<string, unknown>;
  /** A finger on the panel, in pixels; `down` is false when it leaves. */
  touch(xPx: number, yPx: number, down: boolean): void;
  /** After the boot file, and before a restart that was asked for. */
  fireInit(): void;
  fireKill(): void;
}
interface ByteConstructors {
  Uint8Array: Uint8ArrayConstructor;
  ArrayBuffer: ArrayBufferConstructor;
}

/** `realm` has the array constructors of the box's own context; `reboot` is what E.reboot and the watchdog do. */
export function nativeOf(life: Life, realm: ByteConstructors, reboot: () => void): Native {
  const events = new Emitter(life);
  let watchdog: (() => void) | undefined;
  let watchdogSeconds = 0;
  const feed = (): void => {
    watchdog?.();
    if (watchdogSeconds > 0) watchdog = life.clock.after(watchdogSeconds * 1000, reboot);
  };
  life.atEnd(() => watchdog?.());
  const arrayOf = (bytes: Uint8Array): Uint8Array => new realm.Uint8Array(bytes);
  return {
    E: {
      on: events.on,
      mapInPlace,
      toString: (...parts: unknown[]) => Buffer.concat(parts.map(partBytes)).toString('latin1'),
      toUint8Array: (...parts: unknown[]) => arrayOf(Buffer.concat(parts.map(partBytes))),
      toArrayBuffer: (text: string) => arrayOf(Buffer.from(text, 'latin1')).buffer,
      hwRand: () => randomInt(-(2 ** 31), 2 ** 31),
      CRC32: (text: unknown) => crc32(partBytes(text)),
      reboot,
      // Fed by the idle loop when automatic: our loop idles by nature, so only the firmware's own feeding can fail.
      enableWatchdog(seconds: number, automatic = true) {
        watchdogSeconds = automatic ? 0 : seconds;
        feed();
      },
      kickWatchdog: feed,
    },
    crypto: {
      SHA256: (text: unknown) => arrayOf(createHash('sha256').update(partBytes(text)).digest()).buffer,
    },
    touch: (xPx, yPx, down) => events.fire('touch', { x: xPx, y: yPx, b: down ? 1 : 0 }),
    fireInit: () => events.fire('init'),
    fireKill: () => events.fire('kill'),
  };
}

/** Espruino's way to say bytes: a string, an array (also nested), a view, a buffer or a number. */
function partBytes(part: unknown): Uint8Array {
  if (typeof part === 'number') return Uint8Array.of(part & 255);
  const bytes = bytesOf(part);
  if (bytes !== undefined) return bytes;
  if (Array.isArray(part)) return Buffer.concat(part.map(partBytes));
  throw new Error(`If specifying an object, it must be of the form {data : ..., count : N} - got ${String(part)}`);
}

type Numbers = ArrayBufferView & {
  readonly BYTES_PER_ELEMENT: number;
  readonly length: number;
  [index: number]: number;
};

/**
 * to[i] = map[element i of from], with elements of `bits` bits, most significant first. Elements are collected in a
 * 32-bit word, as there; what is missing at the end is read as 0, and what the map does not have becomes 0.
 */
function mapInPlace(
  from: Numbers,
  to: Numbers,
  map?: ArrayLike<number> | ((value: number, index: number) => number),
  bits = 0,
): void {
  if (!ArrayBuffer.isView(from) || !ArrayBuffer.isView(to))
    throw new Error('First 2 arguments should be array buffers');
  if (map !== undefined && typeof map !== 'function' && typeof map !== 'object')
    throw new Error('Third argument should be a function or array');
  const bitsFrom = 8 * from.BYTES_PER_ELEMENT;
  const wanted = bits === 0 ? bitsFrom : bits;
  // From 32 bits on, Espruino's own arithmetic gives 0 or worse (seen); a firmware that asks for it has a fault.
  if (wanted < 0 || wanted >= 32 || (wanted !== bitsFrom && bitsFrom > 16))
    throw new Error('simulator: mapInPlace with 32 bits is not defined');
  let word = 0;
  let have = 0;
  let read = 0;
  for (let put = 0; put < to.length && (read < from.length || have >= wanted); put++) {
    while (have < wanted) {
      word = (word << bitsFrom) | (from[read++] ?? 0);
      have += bitsFrom;
    }
    have -= wanted;
    const value = (word >>> have) & (2 ** wanted - 1);
    to[put] = map === undefined ? value : typeof map === 'function' ? map(value, read - 1) : (map[value] ?? 0);
  }
}

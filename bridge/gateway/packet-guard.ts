import type { Socket } from 'node:net';
import { Rates } from '../net/rates';

/**
 * The largest MQTT packet that a box has a reason to send: 900 bytes of message, its topic and the packet's numbers
 * (MQTT 3.1.1 section 2.2.3 counts them as the remaining length).
 */
export const PACKET_LIMIT_BYTES = 960;

/** Packets of any kind on one connection: far above what a box sends that has been away for a week. */
const PACKETS = { burst: 2_000, perSecond: 500 };

/** Follows the packets of a byte stream by their lengths alone; holds no bytes. */
export class PacketLengths {
  /** Bytes of the packet at hand that are still to come. */
  #left = 0;
  #length = 0;
  #lengthBytes = 0;
  #inLength = false;
  /** That have begun. */
  packets = 0;

  constructor(private readonly limitBytes: number) {}

  /** False when the bytes announce a packet above the limit, or a length that is none. */
  take(bytes: Uint8Array): boolean {
    for (let at = 0; at < bytes.length;) {
      if (this.#inLength) {
        if (!this.#takeLength(bytes[at++]!)) return false;
      } else if (this.#left > 0) {
        const step = Math.min(this.#left, bytes.length - at);
        this.#left -= step;
        at += step;
      } else {
        this.#inLength = true;
        this.packets++;
        this.#length = 0;
        this.#lengthBytes = 0;
        at++;
      }
    }
    return true;
  }

  /** Seven bits a byte, the lowest first, at most four bytes (MQTT 3.1.1 section 2.2.3). */
  #takeLength(byte: number): boolean {
    this.#length += (byte & 127) * 128 ** this.#lengthBytes;
    this.#lengthBytes++;
    if (this.#length > this.limitBytes) return false;
    if (byte > 127) return this.#lengthBytes < 4;
    this.#inLength = false;
    this.#left = this.#length;
    return true;
  }
}

/**
 * Lets `refused` know, once, when the socket brings a packet above the limit, or too many; from then on nothing more is
 * read from it.
 * The broker reads with `read()`, so this is the one place that every byte passes before a parser may collect it.
 */
export function guardPackets(
  socket: Socket,
  nowMs: () => number,
  refused: (reason: 'packet-too-large' | 'flood') => void,
): void {
  const lengths = new PacketLengths(PACKET_LIMIT_BYTES);
  const rate = new Rates(PACKETS, nowMs);
  const read = socket.read.bind(socket);
  let closed = false;
  let counted = 0;
  socket.read = (size?: number): unknown => {
    const bytes = read(size) as Uint8Array | null;
    if (bytes === null || closed) return null;
    const small = lengths.take(bytes);
    let few = true;
    for (; few && counted < lengths.packets; counted++) few = rate.admit('');
    if (small && few) return bytes;
    closed = true;
    refused(small ? 'flood' : 'packet-too-large');
    return null;
  };
}

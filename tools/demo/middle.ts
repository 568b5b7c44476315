// The road between the box and the broker, as somebody sees it who owns the broker: everything can be read, and anything
// can be put between two packets on its way to the box. Without a story it only passes bytes on.
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

const PUBLISH = 3;
/** MQTT 3.1.1 section 2.2.3: at most four bytes of length. */
const LENGTH_BYTES = 4;

/** A PUBLISH that went down to the box. */
interface Published {
  topic: string;
  payload: Buffer;
}

export interface Middle {
  port: number;
  /** The last messages that were published to the box, oldest first, as this road saw them. */
  seen(): readonly Published[];
  /** Puts a QoS 0 PUBLISH on the road to the box. False when no box is connected. */
  inject(topic: string, payload: Uint8Array): boolean;
  close(): Promise<void>;
}

const SEEN = 50;

/** Listens on a free port of this machine and leads every connection on to `brokerPort`. */
export async function openMiddle(brokerPort: number): Promise<Middle> {
  const boxes = new Set<Socket>();
  const sockets = new Set<Socket>();
  const seen: Published[] = [];
  const server = createServer((box) => {
    const broker = connect({ host: '127.0.0.1', port: brokerPort });
    for (const socket of [box, broker]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        boxes.delete(box);
        box.destroy();
        broker.destroy();
      });
    }
    boxes.add(box);
    box.pipe(broker);
    let rest = Buffer.alloc(0);
    broker.on('data', (bytes) => {
      // Only whole packets go on, so that one of ours never lands inside another.
      rest = Buffer.concat([rest, bytes]);
      for (let end = packetEnd(rest); end > 0; end = packetEnd(rest)) {
        const packet = rest.subarray(0, end);
        rest = rest.subarray(end);
        remember(seen, packet);
        box.write(packet);
      }
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    seen: () => seen,
    inject(topic, payload) {
      for (const box of boxes) box.write(publish(topic, payload));
      return boxes.size > 0;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Where the first packet ends; 0 while it is not all there. */
function packetEnd(bytes: Buffer): number {
  let length = 0;
  for (let at = 1; at <= LENGTH_BYTES && at < bytes.length; at++) {
    length += (bytes[at]! & 127) * 128 ** (at - 1);
    if (bytes[at]! < 128) return bytes.length >= at + 1 + length ? at + 1 + length : 0;
  }
  return 0;
}

function remember(seen: Published[], packet: Buffer): void {
  if (packet[0]! >>> 4 !== PUBLISH) return;
  const qos = (packet[0]! >>> 1) & 3;
  let at = 1;
  while (packet[at]! >= 128) at++;
  const topicBytes = packet.readUInt16BE(at + 1);
  const topicEnd = at + 3 + topicBytes;
  const payload = Buffer.from(packet.subarray(topicEnd + (qos > 0 ? 2 : 0)));
  seen.push({ topic: packet.toString('utf8', at + 3, topicEnd), payload });
  if (seen.length > SEEN) seen.shift();
}

function publish(topic: string, payload: Uint8Array): Buffer {
  const name = Buffer.from(topic, 'utf8');
  const body = Buffer.concat([Buffer.of(name.length >>> 8, name.length & 255), name, payload]);
  const length: number[] = [];
  let left = body.length;
  do {
    length.push((left & 127) | (left > 127 ? 128 : 0));
    left >>>= 7;
  } while (left > 0);
  return Buffer.concat([Buffer.of(PUBLISH << 4, ...length), body]);
}

// As much of MQTT 3.1.1 as a box and the least server of boxes need. Section numbers are the specification's.

export const PUBLISH = 3;
export const CONNECT = 1;
export const SUBSCRIBE = 8;
export const PUBACK = 4;
export const CONNACK = 2;
export const SUBACK = 9;

export interface Packet {
  kind: number;
  flags: number;
  body: Buffer;
}

/** Fixed header and body (2.2). */
export function packet(kind: number, flags: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = [(kind << 4) | flags];
  let left = body.length;
  do {
    head.push(left > 127 ? (left & 127) | 128 : left);
    left >>= 7;
  } while (left > 0);
  return Buffer.concat([Buffer.from(head), body]);
}

/** A string with its length in front (1.5.3). */
export function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([number(bytes.length), bytes]);
}

export function number(value: number): Buffer {
  return Buffer.from([value >> 8, value & 255]);
}

/** CONNECT with a user name and a password, a clean session, keepalive 1,200 s (3.1). */
export function connectPacket(id: string, password: string): Buffer {
  const protocol = Buffer.from([4, 0b1100_0010]);
  return packet(CONNECT, 0, text('MQTT'), protocol, number(1200), text(id), text(id), text(password));
}

/** PUBLISH at QoS 1 (3.3). */
export function publishPacket(topic: string, id: number, payload: Buffer): Buffer {
  return packet(PUBLISH, 2, text(topic), number(id), payload);
}

/** Topic, id and payload of a PUBLISH; id 0 at QoS 0. */
export function readPublish({ flags, body }: Packet): { topic: string; id: number; payload: Buffer } {
  const end = 2 + body.readUInt16BE(0);
  const hasId = (flags & 6) !== 0;
  const topic = body.toString('latin1', 2, end);
  return { topic, id: hasId ? body.readUInt16BE(end) : 0, payload: body.subarray(hasId ? end + 2 : end) };
}

/** Takes bytes as they come and hands on whole packets. */
export function packets(take: (packet: Packet) => void): (bytes: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (bytes) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    for (let at = 0; ;) {
      const head = headAt(rest, at);
      if (head === undefined || head.end > rest.length) {
        rest = rest.subarray(at);
        return;
      }
      take({ kind: rest[at]! >> 4, flags: rest[at]! & 15, body: rest.subarray(head.body, head.end) });
      at = head.end;
    }
  };
}

function headAt(bytes: Buffer, at: number): { body: number; end: number } | undefined {
  let length = 0;
  for (let i = 1; i < 5; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return undefined;
    length |= (byte & 127) << (7 * (i - 1));
    if (byte < 128) return { body: at + i + 1, end: at + i + 1 + length };
  }
  throw new Error('a packet whose length is no length');
}

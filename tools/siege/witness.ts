// What was really sent to the boxes, read from the wire: that no sequence number stands for two messages.
import { createHash } from 'node:crypto';
import { decodeDown, open, topicOf } from '../../firmware/wire/index';
import type { Down } from '../../firmware/wire/index';

const sha256 = (bytes: string): string => createHash('sha256').update(bytes, 'latin1').digest('binary');
const PUBLISH = 3;

export interface Witness {
  /** Takes one connection's bytes from the broker to the box. */
  line(): (bytes: Buffer) => void;
  /** Numbers that stood for two different messages, each with both. */
  reused(): string[];
  /** Different messages that were seen. */
  messages(): number;
}

/** @param key of the box's messages, 64 hex digits */
export function witnessOf(device: string, key: string): Witness {
  const secret = Buffer.from(key, 'hex').toString('latin1');
  const topic = topicOf(device, 'd');
  const bySeq = new Map<number, string>();
  const twice: string[] = [];
  const see = (payload: string): void => {
    const opened = open(sha256, secret, topic, payload);
    const message = opened === undefined ? 'forged' : decodeDown(opened);
    if (typeof message === 'string') return;
    const now = meaning(message);
    const before = bySeq.get(message.seq);
    if (before !== undefined && before !== now) twice.push(`${device} ${message.seq}: ${before} and ${now}`);
    bySeq.set(message.seq, now);
  };
  return {
    line: () => packets((topicBytes, payload) => topicBytes === topic && see(payload)),
    reused: () => twice,
    messages: () => bySeq.size,
  };
}

/** The same announcement may be sent again with "again" in front. */
function meaning(message: Down): string {
  return JSON.stringify(message.is === 'paid' ? { ...message, again: false } : message);
}

/** The PUBLISH packets of a stream (MQTT 3.1.1 sections 2.2 and 3.3). A stream with a hole is dropped by its reader, too. */
function packets(publish: (topic: string, payload: string) => void): (bytes: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    for (;;) {
      let length = 0;
      let at = 1;
      for (let shift = 1; at < rest.length; shift *= 128) {
        length += (rest[at]! & 127) * shift;
        if (rest[at++]! < 128) break;
      }
      if (rest.length < 2 || rest[at - 1]! > 127 || rest.length < at + length) return;
      const packet = rest.subarray(at, at + length);
      const kind = rest[0]!;
      rest = rest.subarray(at + length);
      if (kind >> 4 !== PUBLISH || packet.length < 2) continue;
      const topicEnd = 2 + packet.readUInt16BE(0);
      const start = topicEnd + ((kind & 6) === 0 ? 0 : 2);
      publish(packet.toString('latin1', 2, topicEnd), packet.toString('latin1', start));
    }
  };
}

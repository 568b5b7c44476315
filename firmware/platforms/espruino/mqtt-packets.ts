// The bytes of MQTT 3.1.1 (OASIS standard, 2014), as far as a box speaks it. Nothing here has a memory.
import { half, halfAt } from '../bytes';
import { OFFLINE } from '../link';
import { topicOf } from '../../wire/topics';

/** What a box may get from a broker. */
export type Packet =
  | { is: 'connack'; code: number }
  | { is: 'suback'; code: number }
  | { is: 'publish'; id: number; topic: string; payload: string }
  | { is: 'puback'; id: number }
  | { is: 'pingresp' };

export interface Packets {
  packets: Packet[];
  /** How many bytes of the input they took. */
  used: number;
  /** The rest can never become a packet that a box takes. */
  hostile: boolean;
}

/** A message is at most 900 bytes (wire.cddl); topic and packet id come on top. */
const REMAINING_LIMIT_BYTES = 1000;
const WILL_QOS1_USER_PASSWORD_CLEAN = 0xce;
const CONNECT = 0x10;
const CONNACK = 0x20;
const PUBLISH = 0x30;
const PUBACK = 0x40;
const SUBSCRIBE = 0x82;
const SUBACK = 0x90;
const PINGREQ = 0xc0;
const PINGRESP = 0xd0;
const QOS1 = 2;

/** CONNECT (3.1): clean session, user and password, last will at QoS 1 and not retained. */
export function connectPacket(who: { id: string; password: string }, keepaliveSeconds: number): string {
  return packet(
    CONNECT,
    text('MQTT') +
      String.fromCharCode(4) +
      String.fromCharCode(WILL_QOS1_USER_PASSWORD_CLEAN) +
      // The broker gives up after one and a half times this (3.1.2.10); the ping and its answer fit in between.
      half(keepaliveSeconds) +
      text(who.id) +
      text(topicOf(who.id, 's')) +
      text(OFFLINE) +
      text(who.id) +
      text(who.password),
  );
}

/** SUBSCRIBE (3.8) to one topic at QoS 1. */
export function subscribePacket(id: number, topic: string): string {
  return packet(SUBSCRIBE, half(id) + text(topic) + String.fromCharCode(1));
}

/** PUBLISH (3.3) at QoS 1, not retained. */
export function publishPacket(id: number, topic: string, payload: string): string {
  return packet(PUBLISH + QOS1, text(topic) + half(id) + payload);
}

export function pubackPacket(id: number): string {
  return packet(PUBACK, half(id));
}

export function pingPacket(): string {
  return packet(PINGREQ, '');
}

/** All whole packets at the beginning of the bytes. Never throws; lengths are believed only up to the limit. */
export function packetsIn(bytes: string): Packets {
  const found: Packets = { packets: [], used: 0, hostile: false };
  for (;;) {
    const at = found.used;
    let remaining = 0;
    let scale = 1;
    let head = 1;
    // Remaining length (2.2.3): 7 bits a byte, low ones first; our limit needs two of them.
    for (;;) {
      if (at + head >= bytes.length) return found;
      const digit = bytes.charCodeAt(at + head);
      remaining += (digit & 127) * scale;
      scale *= 128;
      head++;
      if (digit < 128) break;
      if (head > 2) {
        found.hostile = true;
        return found;
      }
    }
    if (remaining > REMAINING_LIMIT_BYTES) {
      found.hostile = true;
      return found;
    }
    if (at + head + remaining > bytes.length) return found;
    const read = readPacket(bytes.charCodeAt(at), bytes.substring(at + head, at + head + remaining));
    if (read === undefined) {
      found.hostile = true;
      return found;
    }
    found.packets.push(read);
    found.used = at + head + remaining;
  }
}

function readPacket(first: number, body: string): Packet | undefined {
  if ((first & 0xf0) === PUBLISH) return readPublish((first >>> 1) & 3, body);
  if (first === CONNACK && body.length === 2) return { is: 'connack', code: body.charCodeAt(1) };
  if (first === SUBACK && body.length === 3) return { is: 'suback', code: body.charCodeAt(2) };
  if (first === PUBACK && body.length === 2) return { is: 'puback', id: halfAt(body, 0) };
  if (first === PINGRESP && body.length === 0) return { is: 'pingresp' };
  return undefined;
}

function readPublish(qos: number, body: string): Packet | undefined {
  if (qos > 1 || body.length < 2) return undefined;
  const topicEnd = 2 + halfAt(body, 0);
  const start = topicEnd + (qos === 1 ? 2 : 0);
  if (start > body.length) return undefined;
  const id = qos === 1 ? halfAt(body, topicEnd) : 0;
  return { is: 'publish', id, topic: body.substring(2, topicEnd), payload: body.substring(start) };
}

function packet(first: number, body: string): string {
  const low = body.length & 127;
  const high = body.length >>> 7;
  const length = high > 0 ? String.fromCharCode(low + 128) + String.fromCharCode(high) : String.fromCharCode(low);
  return String.fromCharCode(first) + length + body;
}

/** A string with its length in front (1.5.3). */
function text(bytes: string): string {
  return half(bytes.length) + bytes;
}

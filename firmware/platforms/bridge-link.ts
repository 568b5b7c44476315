// Sealed messages over MQTT. The broker is not trusted: what does not carry the box's own MAC is as if it never came.
import type { Event } from '../app/events';
import { decodeDown, encodeMessage, peekSeq } from '../wire/codec';
import { open, seal } from '../wire/mac';
import { motifOf } from '../wire/motif';
import type { Sha256 } from '../wire/mac';
import type { Up } from '../wire/messages';
import { topicOf } from '../wire/topics';

/** Takes bytes for a topic; they may be lost. */
export interface Publisher {
  publish(topic: string, payload: string): void;
}

/** What came on the box's own topic as an event; undefined when it is not from our bridge. */
export function eventOf(sha256: Sha256, key: string, topic: string, bytes: string): Event | undefined {
  const payload = open(sha256, key, topic, bytes);
  if (payload === undefined) return undefined;
  const message = decodeDown(payload);
  if (typeof message !== 'string') return { on: 'down', message };
  const of = peekSeq(payload);
  return of === 0 ? undefined : { on: 'unusable', of, reason: message };
}

/** The box's own three notes. */
export function ownMotif(sha256: Sha256, key: string): string {
  return motifOf(sha256, key);
}

/** Publishes a message on the box's upward topic; one outside the wire's limits is not sent at all. */
export function sendUp(sha256: Sha256, mqtt: Publisher, id: string, key: string, message: Up): void {
  const payload = encodeMessage(message);
  if (payload === '') return;
  const topic = topicOf(id, 'u');
  mqtt.publish(topic, seal(sha256, key, topic, payload));
}

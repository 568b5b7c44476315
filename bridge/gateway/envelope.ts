import { createHash } from 'node:crypto';
import { decodeUp, encodeMessage, open, seal, topicOf } from '../../firmware/wire/index';
import type { Down, Up } from '../../firmware/wire/index';

/** Messages in and out of their COSE_Mac0 envelope, under a box's key (a binary string). The topic is authenticated. */

const sha256 = (bytes: string): string => createHash('sha256').update(bytes, 'latin1').digest('binary');

/** Undefined when a field of the message is outside the wire's limits. */
export function sealDown(key: string, device: string, message: Down): Uint8Array | undefined {
  const sealed = seal(sha256, key, topicOf(device, 'd'), encodeMessage(message));
  return sealed === '' ? undefined : Buffer.from(sealed, 'latin1');
}

/** The message, or why it is refused. The tag is checked before anything else is looked at. */
export function openUp(key: string, device: string, bytes: Uint8Array): Up | 'mac' | 'malformed' | 'unsupported' {
  const payload = open(sha256, key, topicOf(device, 'u'), Buffer.from(bytes).toString('latin1'));
  return payload === undefined ? 'mac' : decodeUp(payload);
}

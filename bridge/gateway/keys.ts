import { createHash, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { MasterKey } from './master-key';

const MAC_KEY_BYTES = 32;
const PASSWORD_BYTES = 24;

/** A box's two secrets: independent derivations of the master key, so that the one tells nothing about the other. */
export interface BoxKeys {
  /** The lowest version of the newest master key. */
  newestVersion: number;
  /** The key of the box's messages, 32 bytes as a binary string. */
  mac(device: string, version: number): string;
  /** Its MQTT password, base64url. */
  password(device: string, version: number): string;
  /** Is this the box's password? In constant time. */
  isPassword(device: string, version: number, given: Uint8Array): boolean;
}

/**
 * HKDF-SHA256 (RFC 5869) of the master key with salt 'ghanti'; info is 'mac/<version>/<device>' or 'mqtt/<version>/<device>'.
 * @param masters oldest first; a version is derived from the newest that it is not too low for
 */
export function boxKeys(masters: readonly MasterKey[]): BoxKeys {
  const masterOf = (version: number): Uint8Array =>
    (masters.findLast(({ fromVersion }) => fromVersion <= version) ?? masters[0]!).bytes;
  const derive = (use: string, device: string, version: number, bytes: number): Buffer =>
    Buffer.from(hkdfSync('sha256', masterOf(version), 'ghanti', `${use}/${version}/${device}`, bytes));
  /** Of each box, the one that was asked for last. */
  const macs = new Map<string, { version: number; key: string }>();
  const password = (device: string, version: number): string =>
    derive('mqtt', device, version, PASSWORD_BYTES).toString('base64url');
  return {
    newestVersion: masters.at(-1)!.fromVersion,
    mac: (device, version) => {
      const known = macs.get(device);
      if (known?.version === version) return known.key;
      // Every message needs the key; a fleet that outgrows the memory starts it afresh.
      if (macs.size >= REMEMBERED_KEYS) macs.clear();
      const key = derive('mac', device, version, MAC_KEY_BYTES).toString('latin1');
      macs.set(device, { version, key });
      return key;
    },
    password,
    isPassword: (device, version, given) =>
      timingSafeEqual(digest(given), digest(Buffer.from(password(device, version), 'latin1'))),
  };
}

const REMEMBERED_KEYS = 20_000;

/** Equal lengths for the comparison, whatever was given. */
function digest(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

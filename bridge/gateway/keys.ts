import { createHash, hkdfSync, timingSafeEqual } from 'node:crypto';

const MAC_KEY_BYTES = 32;
const PASSWORD_BYTES = 24;

/** A box's two secrets: independent derivations of the master key, so that the one tells nothing about the other. */
export interface BoxKeys {
  /** The key of the box's messages, 32 bytes as a binary string. */
  mac(device: string, version: number): string;
  /** Its MQTT password, base64url. */
  password(device: string, version: number): string;
  /** Is this the box's password? In constant time. */
  isPassword(device: string, version: number, given: Uint8Array): boolean;
}

/**
 * HKDF-SHA256 (RFC 5869) of the master key with salt 'ghanti'; info is 'mac/<version>/<device>' or 'mqtt/<version>/<device>'.
 * @param master 32 bytes
 */
export function boxKeys(master: Uint8Array): BoxKeys {
  if (master.length !== 32) throw new RangeError(`the master key has ${master.length} bytes; it must have 32`);
  const derive = (use: string, device: string, version: number, bytes: number): Buffer =>
    Buffer.from(hkdfSync('sha256', master, 'ghanti', `${use}/${version}/${device}`, bytes));
  const macs = new Map<string, string>();
  const password = (device: string, version: number): string =>
    derive('mqtt', device, version, PASSWORD_BYTES).toString('base64url');
  return {
    mac: (device, version) => {
      const name = `${version}/${device}`;
      const known = macs.get(name);
      if (known !== undefined) return known;
      // Every message needs the key; a fleet that outgrows the memory starts it afresh.
      if (macs.size >= REMEMBERED_KEYS) macs.clear();
      const key = derive('mac', device, version, MAC_KEY_BYTES).toString('latin1');
      macs.set(name, key);
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

import { closeSync, existsSync, openSync, writeSync } from 'node:fs';
import { readConfig } from '../config/read';
import type { BridgeConfig } from '../config/schema';
import { parseConfig } from '../config/read';
import type { BoxKeys } from '../gateway/keys';
import type { Device } from '../store/port';
import { switches } from '../switches/registry';

const DEFAULT_FILE = 'ghanti.yaml';

/** The bridge's settings: from the file, or the defaults when nobody named one and the usual one is not there. */
export function configAt(file: string): BridgeConfig {
  if (file === DEFAULT_FILE && !existsSync(file)) return parseConfig('', file, process.env, switches);
  return readConfig(file, process.env, switches);
}

/** Where and how the box gets onto the network. */
export interface BoxNetwork {
  host: string;
  port: number;
  wifi: { ssid: string; password: string } | undefined;
  /** PEM of the authority that vouches for the broker; undefined for a plain link. */
  ca: string | undefined;
}

/** The box's own settings file: who it is, where the broker is, and its two secrets. */
export interface BoxSettingsFile {
  id: string;
  host: string;
  port: number;
  password: string;
  /** The key of its messages, 64 hexadecimal digits. */
  key: string;
  wifi?: { ssid: string; password: string };
  ca?: string;
}

export function boxSettings(
  device: Pick<Device, 'id' | 'keyVersion'>,
  keys: BoxKeys,
  network: BoxNetwork,
): BoxSettingsFile {
  const { id, keyVersion } = device;
  return {
    id,
    host: network.host,
    port: network.port,
    password: keys.password(id, keyVersion),
    key: Buffer.from(keys.mac(id, keyVersion), 'latin1').toString('hex'),
    ...(network.wifi && { wifi: network.wifi }),
    ...(network.ca !== undefined && { ca: network.ca }),
  };
}

/** Writes a file that only its owner may read. Refuses to write over another one: it may be another box's only copy. */
export function writePrivately(file: string, text: string): void {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new Error(`${file} is there already; move it away or name another with --output.`);
    throw error;
  }
  writeSync(descriptor, text);
  closeSync(descriptor);
}

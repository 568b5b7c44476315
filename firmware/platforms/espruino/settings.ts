// What a box is told about itself: its identity, written when it is paired, and its configuration, told by the bridge.
import type { Settings } from '../../app/events';
import { isDeviceId } from '../../wire/index';

const IDENTITY = 'ghanti.json';
const CONFIG = 'config';
const KEY_BYTES = 32;

/** Who the box is and where its bridge lives. */
export interface Identity {
  id: string;
  host: string;
  port: number;
  password: string;
  /** 32 bytes, binary. */
  key: string;
  ssid: string;
  wifiPassword: string;
}

const fallback: Settings = { shop: '', language: 'en', volume: 7, freshSeconds: 60, keepaliveSeconds: 60 };

/** The identity on flash, or what is wrong with it in words for the field tech. */
export function readIdentity(storage: StorageModule): Identity | string {
  const found = parse(storage.read(IDENTITY)) as Partial<Record<string, unknown>> | undefined;
  if (found === undefined) return IDENTITY + ' is missing or is not JSON';
  const wifi = found.wifi as Partial<Record<string, unknown>> | undefined;
  const identity: Identity = {
    id: text(found.id),
    host: text(found.host),
    port: typeof found.port === 'number' ? found.port : 0,
    password: text(found.password),
    key: unhex(text(found.key)),
    ssid: wifi === undefined ? '' : text(wifi.ssid),
    wifiPassword: wifi === undefined ? '' : text(wifi.password),
  };
  if (!isDeviceId(identity.id)) return IDENTITY + ': id must be 1 to 24 of a-z, 0-9 and -';
  if (identity.host === '') return IDENTITY + ': host is missing';
  if (identity.port < 1 || identity.port > 65535) return IDENTITY + ': port must be 1 to 65535';
  if (identity.key.length !== KEY_BYTES) return IDENTITY + ': key must be 64 hexadecimal digits';
  return identity;
}

/** What `config` said last. A damaged file is no reason to stay silent: the bridge tells it again after every hello. */
export function readSettings(storage: StorageModule): Settings {
  const found = parse(storage.read(CONFIG)) as Partial<Settings> | undefined;
  if (found === undefined) return fallback;
  return {
    shop: text(found.shop),
    language: text(found.language),
    volume: count(found.volume, fallback.volume),
    freshSeconds: count(found.freshSeconds, fallback.freshSeconds),
    keepaliveSeconds: count(found.keepaliveSeconds, fallback.keepaliveSeconds),
  };
}

/** Keeps them over a restart. Flash is written only when something changed. */
export function keepSettings(storage: StorageModule, settings: Settings): boolean {
  const wanted = JSON.stringify(settings);
  if (storage.read(CONFIG) === wanted) return true;
  try {
    return storage.write(CONFIG, wanted);
  } catch {
    return false;
  }
}

function parse(json: string | undefined): unknown {
  if (json === undefined) return undefined;
  try {
    const found = JSON.parse(json);
    return typeof found === 'object' && found !== null ? found : undefined;
  } catch {
    return undefined;
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function count(value: unknown, otherwise: number): number {
  return typeof value === 'number' && value >= 0 ? Math.floor(value) : otherwise;
}

function unhex(hex: string): string {
  let bytes = '';
  for (let i = 0; i + 1 < hex.length; i += 2) {
    const high = nibble(hex.charCodeAt(i));
    const low = nibble(hex.charCodeAt(i + 1));
    if (high < 0 || low < 0) return '';
    bytes += String.fromCharCode(high * 16 + low);
  }
  return bytes;
}

function nibble(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 97 && code <= 102) return code - 87;
  return -1;
}

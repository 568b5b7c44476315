// What a box is told about itself: its identity, written when it is paired, and its configuration, told by the bridge.
import type { Settings } from '../../app/events';
import { loudestOf } from '../../app/loudness';
import type { Config } from '../../wire/messages';
import { isDeviceId } from '../../wire/topics';
import type { Files } from './assets';

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

/** The identity on flash, or what is wrong with it in words for the field tech. */
export function readIdentity(files: Files): Identity | string {
  const found = parse(files.read(IDENTITY));
  if (found === undefined) return IDENTITY + ' is missing';
  const wifi = field(found, 'wifi');
  const port = field(found, 'port');
  const identity: Identity = {
    id: text(field(found, 'id')),
    host: text(field(found, 'host')),
    port: typeof port === 'number' && port > 0 && port < 65536 ? port : 0,
    password: text(field(found, 'password')),
    key: unhex(text(field(found, 'key'))),
    ssid: text(field(wifi, 'ssid')),
    wifiPassword: text(field(wifi, 'password')),
  };
  if (isDeviceId(identity.id) && identity.host !== '' && identity.port > 0 && identity.key !== '') return identity;
  return IDENTITY + ': id, host, port or key is wrong';
}

/** What `config` said and keys chose last. A damaged file is no reason to stay silent: the bridge tells it again after every hello. */
export function readSettings(storage: StorageModule): Settings {
  const found = parse(storage.read(CONFIG));
  const language = found === undefined ? 'en' : text(found[1]);
  const volume = count(found?.[2], 7);
  const told: Config = {
    is: 'config',
    seq: 0,
    shop: text(found?.[0]),
    language: text(found?.[5]),
    volume: count(found?.[6], -1),
    freshSeconds: count(found?.[3], 60),
    keepaliveSeconds: count(found?.[4], 60),
    loudest: count(found?.[7], 10),
  };
  return { told, language, volume };
}

/** Keeps them over a restart, as a list. Flash is written only when something changed. */
export function keepSettings(storage: StorageModule, settings: Settings): boolean {
  const told = settings.told;
  const wanted = JSON.stringify([
    told.shop,
    settings.language,
    settings.volume,
    told.freshSeconds,
    told.keepaliveSeconds,
    told.language,
    told.volume,
    loudestOf(told),
  ]);
  if (storage.read(CONFIG) === wanted) return true;
  try {
    return storage.write(CONFIG, wanted);
  } catch {
    return false;
  }
}

/** Whatever JSON it is: every value in it is checked by the reader. */
interface Parsed {
  [key: string | number]: Parsed | undefined;
}

function parse(json: string | undefined): Parsed | undefined {
  if (json === undefined) return undefined;
  try {
    const found = JSON.parse(json) as Parsed;
    return typeof found === 'object' && found !== null ? found : undefined;
  } catch {
    return undefined;
  }
}

/** Fields that others write are asked for by strings, so that the build does not shorten their names. */
function field(of: Parsed | undefined, name: string): Parsed | undefined {
  return of === undefined ? undefined : of[name];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function count(value: unknown, otherwise: number): number {
  return typeof value === 'number' && value >= 0 ? value >>> 0 : otherwise;
}

/** 32 bytes from 64 lower-case digits; '' for anything else. */
function unhex(hex: string): string {
  let bytes = '';
  let high = 0;
  for (let i = 0; i < hex.length; i++) {
    const code = hex.charCodeAt(i);
    const nibble = code >= 97 ? code - 87 : code - 48;
    if (nibble < 0 || nibble > 15 || (code > 57 && code < 97)) return '';
    if (i % 2 === 1) bytes += String.fromCharCode(high * 16 + nibble);
    high = nibble;
  }
  return bytes.length === KEY_BYTES ? bytes : '';
}

// What a box is told about itself: its identity, written when it is paired, and its configuration, told by the bridge.
import type { Settings } from '../../app/events';
import { decodeDown, encodeMessage } from '../../wire/codec';
import type { Config } from '../../wire/messages';
import { isDeviceId } from '../../wire/topics';
import type { OpenFile } from './files';
import { readWhole, writeWhole } from './files';

const IDENTITY = 'ghanti.json';
const CONFIG = 'config';
const KEY_BYTES = 32;
const FILE_LIMIT_BYTES = 1024;
/** With an authority's certificate in it. */
const IDENTITY_LIMIT_BYTES = 4096;
/** In front of the message in that file, as characters from '0' on: the chosen volume, the length of the language. */
const ZERO = 48;
/** mqtt.c cuts a longer one without a word, and the broker then refuses the box. */
const PASSWORD_LIMIT = 65;

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
  /** PEM of the authority that vouches for the broker; '' for a plain link. */
  ca: string;
}

/** The identity on flash, or what is wrong with it in words for the field tech. */
export function readIdentity(open: OpenFile): Identity | string {
  const json = readWhole(open, IDENTITY, IDENTITY_LIMIT_BYTES);
  if (json === '') return IDENTITY + ' is missing';
  const found = parse(json);
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
    ca: text(field(found, 'ca')),
  };
  if (identity.password.length > PASSWORD_LIMIT) return IDENTITY + ': password is longer than 65';
  if (isDeviceId(identity.id) && identity.host !== '' && identity.port > 0 && identity.key !== '') return identity;
  return IDENTITY + ': id, host, port or key is wrong';
}

/**
 * What `config` said and keys chose last. A damaged file is no reason to stay silent: the bridge tells it again after
 * every hello.
 */
export function readSettings(open: OpenFile): Settings {
  const bytes = readWhole(open, CONFIG, FILE_LIMIT_BYTES);
  const at = 2 + bytes.charCodeAt(1) - ZERO;
  const told = decodeDown(bytes.substring(at));
  if (typeof told !== 'string' && told.is === 'config')
    return { told, language: bytes.substring(2, at), volume: bytes.charCodeAt(0) - ZERO };
  const none: Config = {
    is: 'config',
    seq: 1,
    shop: '',
    language: '',
    volume: 0,
    freshSeconds: 60,
    keepaliveSeconds: 60,
  };
  return { told: none, language: 'en', volume: 7 };
}

/** Keeps them over a restart: chosen volume and language, and the message that told the rest. Written only when changed. */
export function keepSettings(open: OpenFile, settings: Settings): boolean {
  const language = settings.language;
  const choice = String.fromCharCode(ZERO + settings.volume) + String.fromCharCode(ZERO + language.length) + language;
  const told = settings.told;
  // Its number is new each time, and flash is for what is.
  told.seq = 1;
  const wanted = choice + encodeMessage(told);
  return readWhole(open, CONFIG, FILE_LIMIT_BYTES) === wanted || writeWhole(open, CONFIG, wanted);
}

/** Whatever JSON it is: every value in it is checked by the reader. */
interface Parsed {
  [key: string]: Parsed | string | number | undefined;
}

function parse(json: string): Parsed | undefined {
  try {
    const found = sjson.decode(json) as Parsed;
    return typeof found === 'object' ? found : undefined;
  } catch {
    return undefined;
  }
}

function field(of: unknown, name: string): unknown {
  return typeof of === 'object' ? (of as Parsed)[name] : undefined;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
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

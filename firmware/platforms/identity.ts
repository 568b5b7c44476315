// Who a box is: ghanti.json, written on its flash when it is paired. Each engine reads JSON in its own way.
import { isDeviceId } from '../wire/topics';
import type { Account } from './link';

export const IDENTITY = 'ghanti.json';
const KEY_BYTES = 32;

export interface Identity extends Account {
  /** 32 bytes, binary. */
  key: string;
  ssid: string;
  wifiPassword: string;
}

/** Whatever JSON it is: every value in it is checked by the reader. */
export interface Parsed {
  [key: string | number]: Parsed | undefined;
}

/** The identity in what that file says, or what is wrong with it in words for the field tech. */
export function identityIn(found: Parsed | undefined): Identity | string {
  const wifi = field(found, 'wifi');
  const port: unknown = field(found, 'port');
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

/** Fields that others write are asked for by strings, so that the build does not shorten their names. */
export function field(of: Parsed | undefined, name: string): Parsed | undefined {
  return typeof of === 'object' ? of[name] : undefined;
}

/** '' for what is no text. */
export function text(value: unknown): string {
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

// What a box is told about itself: its identity, written when it is paired, and its configuration, told by the bridge.
import type { Settings } from '../../app/events';
import { decodeDown, encodeMessage } from '../../wire/codec';
import type { Config } from '../../wire/messages';
import { field, IDENTITY, identityIn, text } from '../identity';
import type { Identity, Parsed } from '../identity';
import type { OpenFile } from './files';
import { readWhole, writeWhole } from './files';

const CONFIG = 'config';
const FILE_LIMIT_BYTES = 1024;
/** With an authority's certificate in it. */
const IDENTITY_LIMIT_BYTES = 4096;
/** In front of the message in that file, as characters from '0' on: the chosen volume, the length of the language. */
const ZERO = 48;
/** mqtt.c cuts a longer one without a word, and the broker then refuses the box. */
const PASSWORD_LIMIT = 65;

/** Who the box is, and whom it believes. */
export interface Certified extends Identity {
  /** PEM of the authority that vouches for the broker; '' for a plain link. */
  ca: string;
}

/** The identity on flash, or what is wrong with it in words for the field tech. */
export function readIdentity(open: OpenFile): Certified | string {
  const json = readWhole(open, IDENTITY, IDENTITY_LIMIT_BYTES);
  if (json === '') return IDENTITY + ' is missing';
  const found = parse(json);
  const identity = identityIn(found);
  if (typeof identity === 'string') return identity;
  if (identity.password.length > PASSWORD_LIMIT) return IDENTITY + ': password is longer than 65';
  const certified = identity as Certified;
  certified.ca = text(field(found, 'ca'));
  return certified;
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

function parse(json: string): Parsed | undefined {
  try {
    const found = sjson.decode(json) as Parsed;
    return typeof found === 'object' ? found : undefined;
  } catch {
    return undefined;
  }
}

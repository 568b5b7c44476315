// What a box is told about itself: its identity, written when it is paired, and its configuration, told by the bridge.
import type { Settings } from '../../app/events';
import { loudestOf } from '../../app/loudness';
import type { Config } from '../../wire/messages';
import { IDENTITY, identityIn, text } from '../identity';
import type { Identity, Parsed } from '../identity';
import type { Files } from './assets';

const CONFIG = 'config';

/** The identity on flash, or what is wrong with it in words for the field tech. */
export function readIdentity(files: Files): Identity | string {
  const found = parse(files.read(IDENTITY));
  return found === undefined ? IDENTITY + ' is missing' : identityIn(found);
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

function parse(json: string | undefined): Parsed | undefined {
  if (json === undefined) return undefined;
  try {
    const found = JSON.parse(json) as Parsed;
    return typeof found === 'object' && found !== null ? found : undefined;
  } catch {
    return undefined;
  }
}

function count(value: unknown, otherwise: number): number {
  return typeof value === 'number' && value >= 0 ? value >>> 0 : otherwise;
}

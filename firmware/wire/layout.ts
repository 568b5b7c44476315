import { ARRAY, BYTES, TEXT, UINT } from './cbor';
import * as k from './keys';
import { MOST, argument, enter, found, string, word } from './transfer';
import type { Transfer } from './transfer';

/** Most bytes of each text and byte string; wire.cddl says the same. */
const CODEWORDS_BYTES = 800;
const SHOP_BYTES = 40;
const LEAST_LANGUAGE_BYTES = 2;
const LANGUAGE_BYTES = 16;
const SWITCH_NAME_BYTES = 12;
const SWITCHES = 8;
const FIRMWARE_BYTES = 24;
const URL_BYTES = 200;
const HASH_BYTES = 32;
const BOARD_BYTES = 32;
const CODE_BYTES = 512;
const FAULT_BYTES = 40;
const PRESSED_BYTES = 16;
const DAY_SECONDS = 86400;
const KEEPALIVE_SECONDS = 65535;
/** ISO 4217 numeric codes have three digits. */
const CURRENCY = 999;

/**
 * By key, two entries each: the field's name, and what it holds: the largest number, minus the most bytes of a string, or
 * the words to choose from. Where that is 0, the key has a form of its own. One flat list takes the least memory.
 */
// prettier-ignore
const fields: (string | number | string[])[] = [
  '', 0,
  'seq', MOST,
  'charge', MOST,
  'amountMinor', MOST,
  'currency', CURRENCY,
  'expiresAt', MOST,
  '', 0,
  'codewords', -CODEWORDS_BYTES,
  'stage', k.progressStages,
  'paidAt', MOST,
  'again', 0,
  'how', k.closings,
  'count', MOST,
  'boot', MOST,
  'now', MOST,
  'of', MOST,
  'stage', k.ackStages,
  'reason', k.refusals,
  'request', MOST,
  'code', -CODE_BYTES,
  'ttlSeconds', DAY_SECONDS,
  '', 0,
  'command', k.commands,
  'key', -PRESSED_BYTES,
  'shop', -SHOP_BYTES,
  'language', -LANGUAGE_BYTES,
  'volume', 10,
  'freshSeconds', DAY_SECONDS,
  'keepaliveSeconds', KEEPALIVE_SECONDS,
  'firmware', -FIRMWARE_BYTES,
  'url', -URL_BYTES,
  'sizeBytes', MOST,
  'hash', -HASH_BYTES,
  'last', MOST,
  'floor', MOST,
  'board', -BOARD_BYTES,
  'journal', k.journalStates,
  'uptimeSeconds', MOST,
  'freeMemory', MOST,
  'rssi', 255,
  'restarts', MOST,
  'fault', -FAULT_BYTES,
  'stage', k.updateStages,
  'reason', -FAULT_BYTES,
  'loudest', 10,
];

/** Added to a key of a row: its number is not 0, its text not empty. */
const GIVEN = 64;
/** Added to a key of a row: it may be missing, and with it the one behind it. */
const OPTIONAL = 128;
const KEY_BITS = 63;
const CHARGE_GIVEN = k.KEY_CHARGE + GIVEN;

/** The keys of each message after its type, ascending, by type number. */
const rows = [
  [CHARGE_GIVEN, k.KEY_AMOUNT_MINOR, k.KEY_CURRENCY, k.KEY_EXPIRES_AT, k.KEY_SYMBOL, k.KEY_CODEWORDS + GIVEN],
  [CHARGE_GIVEN, k.KEY_AMOUNT_MINOR + OPTIONAL, k.KEY_CURRENCY, k.KEY_PROGRESS_STAGE],
  [k.KEY_CHARGE, k.KEY_AMOUNT_MINOR, k.KEY_CURRENCY, k.KEY_PAID_AT, k.KEY_AGAIN + OPTIONAL],
  [CHARGE_GIVEN, k.KEY_HOW],
  [k.KEY_CHARGE, k.KEY_AMOUNT_MINOR, k.KEY_CURRENCY, k.KEY_PAID_AT],
  [k.KEY_AMOUNT_MINOR, k.KEY_CURRENCY, k.KEY_PAID_AT, k.KEY_COUNT],
  [k.KEY_AMOUNT_MINOR, k.KEY_CURRENCY, k.KEY_COUNT, k.KEY_BOOT, k.KEY_NOW],
  [
    k.KEY_SHOP,
    k.KEY_LANGUAGE,
    k.KEY_VOLUME,
    k.KEY_FRESH_SECONDS,
    k.KEY_KEEPALIVE_SECONDS,
    k.KEY_LOUDEST + GIVEN + OPTIONAL,
  ],
  [k.KEY_TTL_SECONDS, k.KEY_SWITCHES],
  [k.KEY_COMMAND],
  [k.KEY_FIRMWARE + GIVEN, k.KEY_URL + GIVEN, k.KEY_SIZE_BYTES, k.KEY_HASH],
  [k.KEY_BOOT, k.KEY_FIRMWARE + GIVEN, k.KEY_LAST, k.KEY_FLOOR, k.KEY_BOARD + GIVEN, k.KEY_JOURNAL],
  [k.KEY_OF, k.KEY_ACK_STAGE, k.KEY_REFUSAL],
  [k.KEY_AMOUNT_MINOR, k.KEY_CURRENCY, k.KEY_REQUEST],
  [k.KEY_CHARGE, k.KEY_CODE + GIVEN],
  [k.KEY_UPTIME_SECONDS, k.KEY_FREE_MEMORY, k.KEY_RSSI, k.KEY_RESTARTS, k.KEY_FAULT],
  [k.KEY_PRESSED + GIVEN],
  [k.KEY_OF, k.KEY_UPDATE_STAGE, k.KEY_REASON],
  [k.KEY_SYMBOL, k.KEY_CODEWORDS],
  [k.KEY_REQUEST, k.KEY_REASON],
];

/** The fields of one message after its type, by ascending key. */
export function lay(t: Transfer, type: number): void {
  layField(t, k.KEY_SEQ + GIVEN);
  const row = rows[type];
  for (let i = 0; i < row.length; i++) {
    if (!isThere(t, row[i])) i++;
    else layField(t, row[i]);
  }
}

/** Is the entry to be laid? A refusal alone has a reason; reading finds an optional entry here, so it is not sought again. */
function isThere(t: Transfer, one: number): boolean {
  const key = one & KEY_BITS;
  if (key === k.KEY_REFUSAL) return t.to.stage === 'refused';
  if (one < OPTIONAL) return true;
  const value = t.from[nameOf(key)];
  const there = t.writing ? value !== undefined && value !== false : found(t, key);
  if (key === k.KEY_AGAIN) t.to.again = there;
  return there;
}

function layField(t: Transfer, one: number): void {
  const key = one & KEY_BITS;
  if (t.writing || one < OPTIONAL) enter(t, key);
  if (key === k.KEY_SYMBOL) return symbol(t);
  if (key === k.KEY_SWITCHES) return switches(t);
  const name = nameOf(key);
  const limit = fields[2 * key + 1] as number | string[];
  const value = t.from[name];
  let least = (one & GIVEN) === 0 ? 0 : 1;
  // An entry that is there says yes by being there.
  if (key === k.KEY_AGAIN) argument(t, UINT, 1, 1, 1);
  else if (typeof limit !== 'number') t.to[name] = word(t, value as string, limit);
  else if (limit >= 0) t.to[name] = argument(t, UINT, value as number, least, limit);
  else {
    if (key === k.KEY_LANGUAGE) least = LEAST_LANGUAGE_BYTES;
    if (key === k.KEY_HASH) least = HASH_BYTES;
    const major = key === k.KEY_CODEWORDS || key === k.KEY_HASH ? BYTES : TEXT;
    t.to[name] = string(t, major, value as string, least, -limit);
  }
}

function nameOf(key: number): string {
  return fields[2 * key] as string;
}

/** Version, level and mask of a QR, as one array. */
function symbol(t: Transfer): void {
  argument(t, ARRAY, 3, 3, 3);
  part(t, 'version', 1, 40);
  part(t, 'level', 0, 3);
  part(t, 'mask', 0, 7);
}

function part(t: Transfer, name: string, least: number, most: number): void {
  t.to[name] = argument(t, UINT, t.from[name] as number, least, most);
}

interface Health {
  name: string;
  health: string;
}

/** The watched switches: an array of [name, health]. */
function switches(t: Transfer): void {
  const given = t.writing ? (t.from.switches as Health[]) : [];
  const count = argument(t, ARRAY, given.length, 0, SWITCHES);
  const all: Health[] = [];
  for (let i = 0; i < count; i++) {
    argument(t, ARRAY, 2, 2, 2);
    const name = string(t, TEXT, t.writing ? given[i].name : '', 1, SWITCH_NAME_BYTES);
    all.push({ name: name, health: word(t, t.writing ? given[i].health : '', k.healths) });
  }
  t.to.switches = all;
}

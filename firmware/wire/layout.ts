import { ARRAY, BYTES, TEXT, UINT } from './cbor';
import * as k from './keys';
import { MOST, argument, enter, found, string, word } from './transfer';
import type { Transfer } from './transfer';

/** Most bytes of each text and byte string; wire.cddl says the same. */
const CODEWORDS_BYTES = 800;
const SHOP_BYTES = 40;
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

function within(t: Transfer, name: string, least: number, most: number): void {
  t.to[name] = argument(t, UINT, t.from[name] as number, least, most);
}

function number(t: Transfer, name: string, key: number, most: number): void {
  enter(t, key);
  within(t, name, 0, most);
}

/** Text that may be empty only where `least` is 0. */
function text(t: Transfer, name: string, key: number, least: number, most: number): void {
  enter(t, key);
  t.to[name] = string(t, TEXT, t.from[name] as string, least, most);
}

function bytes(t: Transfer, name: string, key: number, least: number, most: number): void {
  enter(t, key);
  t.to[name] = string(t, BYTES, t.from[name] as string, least, most);
}

function choice(t: Transfer, name: string, key: number, words: string[]): void {
  enter(t, key);
  t.to[name] = word(t, t.from[name] as string, words);
}

function charge(t: Transfer, least: number): void {
  enter(t, k.KEY_CHARGE);
  within(t, 'charge', least, MOST);
}

function money(t: Transfer): void {
  number(t, 'amountMinor', k.KEY_AMOUNT_MINOR, MOST);
  number(t, 'currency', k.KEY_CURRENCY, CURRENCY);
}

/** Version, level and mask of a QR, as one array. */
function symbol(t: Transfer): void {
  enter(t, k.KEY_SYMBOL);
  argument(t, ARRAY, 3, 3, 3);
  within(t, 'version', 1, 40);
  within(t, 'level', 0, 3);
  within(t, 'mask', 0, 7);
}

/** Starts an entry that may be missing: whether it is there. `given` counts when writing. */
function enterOptional(t: Transfer, key: number, given: boolean): boolean {
  if (!t.writing) return found(t, key);
  if (given) enter(t, key);
  return given;
}

/** An entry that is there, with 1 in it, when the flag is up. */
function flag(t: Transfer, name: string, key: number): void {
  const up = enterOptional(t, key, t.from[name] === true);
  t.to[name] = up;
  if (up) argument(t, UINT, 1, 1, 1);
}

/** Amount and currency, both or none: without an amount the currency is stepped over like a key that is not known. */
function moneyOrNone(t: Transfer): void {
  if (!enterOptional(t, k.KEY_AMOUNT_MINOR, t.from.amountMinor !== undefined)) return;
  within(t, 'amountMinor', 0, MOST);
  number(t, 'currency', k.KEY_CURRENCY, CURRENCY);
}

interface Health {
  name: string;
  health: string;
}

/** The watched switches: an array of [name, health]. */
function switches(t: Transfer): void {
  enter(t, k.KEY_SWITCHES);
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

/** The fields of one downward message after its type and seq, by ascending key. */
export function layDown(t: Transfer, type: number): void {
  switch (type) {
    case k.TYPE_SHOW_QR:
      charge(t, 1);
      money(t);
      number(t, 'expiresAt', k.KEY_EXPIRES_AT, MOST);
      symbol(t);
      return bytes(t, 'codewords', k.KEY_CODEWORDS, 1, CODEWORDS_BYTES);
    case k.TYPE_PROGRESS:
      charge(t, 1);
      moneyOrNone(t);
      return choice(t, 'stage', k.KEY_PROGRESS_STAGE, k.progressStages);
    case k.TYPE_PAID:
      charge(t, 0);
      money(t);
      number(t, 'paidAt', k.KEY_PAID_AT, MOST);
      return flag(t, 'again', k.KEY_AGAIN);
    case k.TYPE_CLOSED:
      charge(t, 1);
      return choice(t, 'how', k.KEY_HOW, k.closings);
    case k.TYPE_REVERSED:
      charge(t, 0);
      money(t);
      return number(t, 'paidAt', k.KEY_PAID_AT, MOST);
    case k.TYPE_RECAP:
      money(t);
      number(t, 'paidAt', k.KEY_PAID_AT, MOST);
      return number(t, 'count', k.KEY_COUNT, MOST);
    default:
      layHousekeeping(t, type);
  }
}

/** Downward messages that belong to no charge. */
function layHousekeeping(t: Transfer, type: number): void {
  switch (type) {
    case k.TYPE_WELCOME:
      number(t, 'totalMinor', k.KEY_AMOUNT_MINOR, MOST);
      number(t, 'currency', k.KEY_CURRENCY, CURRENCY);
      number(t, 'totalCount', k.KEY_COUNT, MOST);
      number(t, 'boot', k.KEY_BOOT, MOST);
      return number(t, 'now', k.KEY_NOW, MOST);
    case k.TYPE_CONFIG:
      text(t, 'shop', k.KEY_SHOP, 0, SHOP_BYTES);
      text(t, 'language', k.KEY_LANGUAGE, 2, LANGUAGE_BYTES);
      number(t, 'volume', k.KEY_VOLUME, 10);
      number(t, 'freshSeconds', k.KEY_FRESH_SECONDS, DAY_SECONDS);
      return number(t, 'keepaliveSeconds', k.KEY_KEEPALIVE_SECONDS, KEEPALIVE_SECONDS);
    case k.TYPE_WATCH:
      number(t, 'ttlSeconds', k.KEY_TTL_SECONDS, DAY_SECONDS);
      return switches(t);
    case k.TYPE_COMMAND:
      return choice(t, 'command', k.KEY_COMMAND, k.commands);
    case k.TYPE_UPDATE:
      text(t, 'version', k.KEY_FIRMWARE, 1, FIRMWARE_BYTES);
      text(t, 'url', k.KEY_URL, 1, URL_BYTES);
      number(t, 'sizeBytes', k.KEY_SIZE_BYTES, MOST);
      return bytes(t, 'hash', k.KEY_HASH, HASH_BYTES, HASH_BYTES);
    case k.TYPE_STATIC_QR:
      symbol(t);
      return bytes(t, 'codewords', k.KEY_CODEWORDS, 0, CODEWORDS_BYTES);
    case k.TYPE_DECLINED:
      number(t, 'request', k.KEY_REQUEST, MOST);
      text(t, 'reason', k.KEY_FAULT, 0, FAULT_BYTES);
  }
}

/** The fields of one upward message after its type and seq, by ascending key. */
export function layUp(t: Transfer, type: number): void {
  switch (type) {
    case k.TYPE_HELLO:
      number(t, 'boot', k.KEY_BOOT, MOST);
      text(t, 'firmware', k.KEY_FIRMWARE, 1, FIRMWARE_BYTES);
      number(t, 'last', k.KEY_LAST, MOST);
      number(t, 'floor', k.KEY_FLOOR, MOST);
      text(t, 'board', k.KEY_BOARD, 1, BOARD_BYTES);
      return choice(t, 'journal', k.KEY_JOURNAL, k.journalStates);
    case k.TYPE_ACK:
      return ack(t);
    case k.TYPE_CHARGE_REQUEST:
      money(t);
      return number(t, 'request', k.KEY_REQUEST, MOST);
    case k.TYPE_SCAN:
      charge(t, 0);
      return text(t, 'code', k.KEY_CODE, 1, CODE_BYTES);
    case k.TYPE_TELEMETRY:
      number(t, 'uptimeSeconds', k.KEY_UPTIME_SECONDS, MOST);
      number(t, 'freeMemory', k.KEY_FREE_MEMORY, MOST);
      number(t, 'rssi', k.KEY_RSSI, 255);
      number(t, 'restarts', k.KEY_RESTARTS, MOST);
      return text(t, 'fault', k.KEY_FAULT, 0, FAULT_BYTES);
    case k.TYPE_KEY:
      return text(t, 'key', k.KEY_PRESSED, 1, PRESSED_BYTES);
    case k.TYPE_UPDATE_STATUS:
      number(t, 'of', k.KEY_OF, MOST);
      text(t, 'reason', k.KEY_FAULT, 0, FAULT_BYTES);
      choice(t, 'stage', k.KEY_UPDATE_STAGE, k.updateStages);
  }
}

/** Only a refusal has a reason. */
function ack(t: Transfer): void {
  number(t, 'of', k.KEY_OF, MOST);
  choice(t, 'stage', k.KEY_ACK_STAGE, k.ackStages);
  if (t.to.stage === 'refused') choice(t, 'reason', k.KEY_REFUSAL, k.refusals);
  else t.to.reason = undefined;
}

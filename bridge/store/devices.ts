import { HIGHEST_NUMBER } from '../payments/number';
import { StoreError } from './errors';
import type { Addressee, Device } from './port';
import { known, type Sql, type SqlValue } from './sql';

interface DeviceRow {
  id: string;
  title: string;
  board: string;
  key_version: number;
  switches: string;
  language: string;
  volume: number;
  last_down: number;
  last_up: number;
  last_charge: number;
  created_at_ms: number;
  next_key_version: number | null;
  old_keys_until_ms: number | null;
  revoked_at_ms: number | null;
}

const COLUMNS =
  'id, title, board, key_version, switches, language, volume, last_down, last_up, last_charge, created_at_ms, ' +
  'next_key_version, old_keys_until_ms, revoked_at_ms';
const BY_ID = `SELECT ${COLUMNS} FROM device WHERE id = ?`;
const INSERT = `INSERT INTO device (${COLUMNS}) VALUES (${COLUMNS.replace(/\w+/g, '?')})`;
// Counters only rise, so a device that was read a while ago cannot make a number be given twice. Only with a new key
// may the box count its own messages from the start: nothing sealed with the old key is believed any more.
const UPDATE = `UPDATE device SET
    last_up = CASE WHEN key_version < ? OR last_up < ? THEN ? ELSE last_up END,
    last_down = CASE WHEN last_down < ? THEN ? ELSE last_down END,
    last_charge = CASE WHEN last_charge < ? THEN ? ELSE last_charge END,
    title = ?, board = ?, key_version = ?, switches = ?, language = ?, volume = ?,
    next_key_version = ?, old_keys_until_ms = ?, revoked_at_ms = ?
  WHERE id = ?`;
const CUT = 'UPDATE device SET cut_number = 1 + (SELECT MAX(cut_number) FROM device) WHERE id = ?';
const NEXT_DOWN = `UPDATE device SET last_down = last_down + 1 WHERE id = ? AND last_down < ?
  RETURNING last_down, board, key_version, revoked_at_ms`;
const NEXT_CHARGE = `UPDATE device SET last_charge = last_charge + 1 WHERE id = ? AND last_charge < ?
  RETURNING last_charge`;
const TAKE_UP = `UPDATE device SET last_up = ?
  WHERE id = ? AND last_up < ? AND key_version = ? AND revoked_at_ms IS NULL`;

// A number is taken and used in one transaction, so a crash gives it back unused.

export async function deviceById(sql: Sql, id: string): Promise<Device | undefined> {
  const row = await sql.row<DeviceRow>(BY_ID + sql.lock, [id]);
  return row === undefined ? undefined : deviceOf(row);
}

export async function devices(sql: Sql): Promise<Device[]> {
  return (await sql.rows<DeviceRow>(`SELECT ${COLUMNS} FROM device ORDER BY id`, [])).map(deviceOf);
}

export async function insertDevice(sql: Sql, device: Device): Promise<void> {
  const { id, title, board, keyVersion, switches, language, volume, lastDown, lastUp, lastCharge, createdAtMs } =
    device;
  const { nextKeys, revokedAtMs } = device;
  const what = [id, title, board, keyVersion, JSON.stringify(switches), language, volume];
  await sql.change(INSERT, [
    ...[...what, lastDown, lastUp, lastCharge, createdAtMs],
    ...[nextKeys?.version, nextKeys?.oldUntilMs, revokedAtMs],
  ]);
}

export async function updateDevice(sql: Sql, device: Device): Promise<void> {
  const { id, title, board, keyVersion, switches, language, volume, lastDown, lastUp, lastCharge } = device;
  const { nextKeys, revokedAtMs } = device;
  const counters = [keyVersion, lastUp, lastUp, lastDown, lastDown, lastCharge, lastCharge];
  const what: SqlValue[] = [title, board, keyVersion, JSON.stringify(switches), language, volume];
  what.push(nextKeys?.version, nextKeys?.oldUntilMs, revokedAtMs);
  if ((await sql.change(UPDATE, [...counters, ...what, id])) === 0) throw unknownDevice(id);
}

export async function cut(sql: Sql, device: string): Promise<void> {
  if ((await sql.change(CUT, [device])) === 0) throw unknownDevice(device);
}

export async function cutAfter(sql: Sql, number: number): Promise<{ device: string; number: number }[]> {
  const text = 'SELECT id AS device, cut_number AS number FROM device WHERE cut_number > ? ORDER BY cut_number';
  const rows = await sql.rows<{ device: string; number: number }>(text, [number]);
  return rows.map((row) => ({ device: row.device, number: row.number }));
}

export async function nextDown(sql: Sql, id: string): Promise<Addressee> {
  const row = await sql.changed<DeviceRow>(NEXT_DOWN, [id, HIGHEST_NUMBER]);
  if (row === undefined) throw await withoutNumbers(sql, id);
  const { last_down: seq, board, key_version: keyVersion } = row;
  return { id, seq, board, keyVersion, revokedAtMs: known(row.revoked_at_ms) };
}

export async function nextCharge(sql: Sql, id: string): Promise<number> {
  const row = await sql.changed<DeviceRow>(NEXT_CHARGE, [id, HIGHEST_NUMBER]);
  if (row === undefined) throw await withoutNumbers(sql, id);
  return row.last_charge;
}

export async function takeUp(sql: Sql, device: string, seq: number, keyVersion: number): Promise<boolean> {
  return (await sql.change(TAKE_UP, [seq, device, seq, keyVersion])) > 0;
}

async function withoutNumbers(sql: Sql, id: string): Promise<StoreError> {
  if ((await deviceById(sql, id)) === undefined) return unknownDevice(id);
  return new StoreError('constraint', `store: device ${id} has used all its numbers. Add it again under a new id.`);
}

function unknownDevice(id: string): StoreError {
  return new StoreError('missing', `store: there is no device ${id}. Add it with "ghanti device add".`);
}

function deviceOf(row: DeviceRow): Device {
  return {
    id: row.id,
    title: row.title,
    board: row.board,
    keyVersion: row.key_version,
    switches: JSON.parse(row.switches) as string[],
    language: row.language,
    volume: row.volume,
    lastDown: row.last_down,
    lastUp: row.last_up,
    lastCharge: row.last_charge,
    createdAtMs: row.created_at_ms,
    nextKeys:
      row.next_key_version === null || row.old_keys_until_ms === null
        ? undefined
        : { version: row.next_key_version, oldUntilMs: row.old_keys_until_ms },
    revokedAtMs: known(row.revoked_at_ms),
  };
}

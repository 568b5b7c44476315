import { HIGHEST_NUMBER } from '../payments/number';
import { StoreError } from './errors';
import type { Device, Tx } from './port';
import type { Sql, SqlValue } from './sql';

type DeviceQueries = Pick<
  Tx,
  'device' | 'devices' | 'insertDevice' | 'updateDevice' | 'nextDown' | 'nextCharge' | 'takeUp'
>;
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
}

const COLUMNS =
  'id, title, board, key_version, switches, language, volume, last_down, last_up, last_charge, created_at_ms';
const INSERT = `INSERT INTO device (${COLUMNS}) VALUES (${COLUMNS.replace(/\w+/g, '?')})`;
// Counters only rise, so a device that was read a while ago cannot make a number be given twice. Only with a new key
// may the box count its own messages from the start: nothing sealed with the old key is believed any more.
const UPDATE = `UPDATE device SET
    last_up = CASE WHEN key_version < ? OR last_up < ? THEN ? ELSE last_up END,
    last_down = CASE WHEN last_down < ? THEN ? ELSE last_down END,
    last_charge = CASE WHEN last_charge < ? THEN ? ELSE last_charge END,
    title = ?, board = ?, key_version = ?, switches = ?, language = ?, volume = ?
  WHERE id = ? RETURNING id`;
const TAKE_UP = 'UPDATE device SET last_up = ? WHERE id = ? AND last_up < ? RETURNING id';

/** Queries about boxes and their numbers. A number is taken and used in one transaction, so a crash gives it back unused. */
export function deviceQueries(sql: Sql): DeviceQueries {
  return {
    device: async (id) => {
      const [row] = await sql.rows<DeviceRow>(`SELECT ${COLUMNS} FROM device WHERE id = ?${sql.lock}`, [id]);
      return row === undefined ? undefined : deviceOf(row);
    },
    devices: async () => (await sql.rows<DeviceRow>(`SELECT ${COLUMNS} FROM device ORDER BY id`, [])).map(deviceOf),
    insertDevice: async (device) => {
      await sql.change(INSERT, valuesOf(device));
    },
    updateDevice: (device) => update(sql, device),
    nextDown: (device) => next(sql, 'last_down', device),
    nextCharge: (device) => next(sql, 'last_charge', device),
    takeUp: async (device, seq) => (await sql.change(TAKE_UP, [seq, device, seq])).length > 0,
  };
}

async function next(sql: Sql, counter: 'last_down' | 'last_charge', device: string): Promise<number> {
  const text = `UPDATE device SET ${counter} = ${counter} + 1 WHERE id = ? AND ${counter} < ? RETURNING ${counter} AS number`;
  const [row] = await sql.change<{ number: number }>(text, [device, HIGHEST_NUMBER]);
  if (row !== undefined) return row.number;
  const [found] = await sql.rows('SELECT id FROM device WHERE id = ?', [device]);
  if (found === undefined) throw unknownDevice(device);
  throw new StoreError('constraint', `store: device ${device} has used all its numbers. Add it again under a new id.`);
}

async function update(sql: Sql, device: Device): Promise<void> {
  const { id, title, board, keyVersion, switches, language, volume, lastDown, lastUp, lastCharge } = device;
  const counters = [keyVersion, lastUp, lastUp, lastDown, lastDown, lastCharge, lastCharge];
  const changed = await sql.change(UPDATE, [
    ...counters,
    title,
    board,
    keyVersion,
    JSON.stringify(switches),
    language,
    volume,
    id,
  ]);
  if (changed.length === 0) throw unknownDevice(id);
}

function unknownDevice(id: string): StoreError {
  return new StoreError('missing', `store: there is no device ${id}. Add it with "ghanti device add".`);
}

function valuesOf(device: Device): SqlValue[] {
  const { id, title, board, keyVersion, switches, language, volume, lastDown, lastUp, lastCharge, createdAtMs } =
    device;
  return [
    id,
    title,
    board,
    keyVersion,
    JSON.stringify(switches),
    language,
    volume,
    lastDown,
    lastUp,
    lastCharge,
    createdAtMs,
  ];
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
  };
}

import type { Charge, ChargeState, CurrencyCode } from '../payments/types';
import { StoreError } from './errors';
import type { ChargeFilter } from './port';
import { known, type Sql, type SqlValue } from './sql';

interface ChargeRow {
  id: string;
  device: string;
  number: number;
  switch: string;
  session: string;
  payee: string;
  amount_minor: number;
  currency: CurrencyCode;
  reference: string | null;
  state: ChargeState;
  qr: string;
  created_at_ms: number;
  expires_at_ms: number;
  paid_at_ms: number | null;
  spoken_at_ms: number | null;
  switch_txn_id: string | null;
  late: number;
}

const COLUMNS =
  'id, device, number, switch, session, payee, amount_minor, currency, reference, state, qr, ' +
  'created_at_ms, expires_at_ms, paid_at_ms, spoken_at_ms, switch_txn_id, late';
const SELECT = `SELECT ${COLUMNS} FROM charge`;
const BY_ID = `${SELECT} WHERE id = ?`;
const BY_SESSION = `${SELECT} WHERE switch = ? AND session = ?`;
const BY_NUMBER = `${SELECT} WHERE device = ? AND number = ?`;
const INSERT = `INSERT INTO charge (${COLUMNS}) VALUES (${COLUMNS.replace(/\w+/g, '?')})`;
const UPDATE =
  'UPDATE charge SET state = ?, expires_at_ms = ?, paid_at_ms = ?, switch_txn_id = ?, late = ? WHERE id = ?';
// It names no column that an index has.
const MARK_SPOKEN = `UPDATE charge SET spoken_at_ms = ? WHERE id = ? AND spoken_at_ms IS NULL RETURNING ${COLUMNS}`;
const NEWEST_FIRST = 'ORDER BY created_at_ms DESC, number DESC, id DESC';
const LIVE = "state IN ('open', 'page-opened', 'scanned', 'pending', 'failed')";
const CLOSED_UNPAID = "state IN ('expired', 'cancelled')";
/** More than 10,000 boxes with one open charge each; above that an operator has another problem. */
const LIVE_LIMIT = 20_000;
const LIST_LIMIT = 500;

// What a QR asks for is written once; an update changes only what happened to it.

export async function insertCharge(sql: Sql, charge: Charge): Promise<void> {
  await sql.change(INSERT, valuesOf(charge));
}

export async function updateCharge(sql: Sql, charge: Charge): Promise<void> {
  const { state, expiresAtMs, paidAtMs, switchTxnId, late, id } = charge;
  const changed = await sql.change(UPDATE, [state, expiresAtMs, paidAtMs, switchTxnId, late ? 1 : 0, id]);
  if (changed === 0) throw new StoreError('missing', `store: charge ${id} cannot be updated; it was never stored.`);
}

export async function markSpoken(sql: Sql, id: string, atMs: number): Promise<Charge | undefined> {
  const row = await sql.changed<ChargeRow>(MARK_SPOKEN, [atMs, id]);
  return row === undefined ? undefined : chargeOf(row);
}

export function chargeById(sql: Sql, id: string): Promise<Charge | undefined> {
  return one(sql, BY_ID, [id]);
}

export function chargeBySession(sql: Sql, switchId: string, session: string): Promise<Charge | undefined> {
  return one(sql, BY_SESSION, [switchId, session]);
}

export function chargeByNumber(sql: Sql, device: string, number: number): Promise<Charge | undefined> {
  return one(sql, BY_NUMBER, [device, number]);
}

export async function liveCharges(sql: Sql, endedSinceMs: number | undefined): Promise<Charge[]> {
  const late = endedSinceMs === undefined ? '' : ` OR (${CLOSED_UNPAID} AND expires_at_ms > ?)`;
  const values = endedSinceMs === undefined ? [] : [endedSinceMs];
  const text = `${SELECT} WHERE ${LIVE}${late} ORDER BY expires_at_ms, id LIMIT ${LIVE_LIMIT}`;
  return (await sql.rows<ChargeRow>(text, values)).map(chargeOf);
}

export async function paidCharges(sql: Sql, afterMs: number, untilMs: number, limit: number): Promise<Charge[]> {
  const where = "state = 'paid' AND created_at_ms > ? AND created_at_ms <= ?";
  const text = `${SELECT} WHERE ${where} ORDER BY created_at_ms, number, id LIMIT ?`;
  return (await sql.rows<ChargeRow>(text, [afterMs, untilMs, limit])).map(chargeOf);
}

export async function listCharges(sql: Sql, filter: ChargeFilter): Promise<Charge[]> {
  const conditions: string[] = [];
  const values: SqlValue[] = [];
  const add = (condition: string, value: SqlValue) => {
    if (value === undefined) return;
    conditions.push(condition);
    values.push(value);
  };
  add('device = ?', filter.device);
  add('state = ?', filter.state);
  add('(created_at_ms, number, id) < (SELECT created_at_ms, number, id FROM charge WHERE id = ?)', filter.before);
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  const limit = Math.max(0, Math.min(Math.floor(filter.limit), LIST_LIMIT));
  return (await sql.rows<ChargeRow>(`${SELECT}${where} ${NEWEST_FIRST} LIMIT ?`, [...values, limit])).map(chargeOf);
}

async function one(sql: Sql, text: string, values: SqlValue[]): Promise<Charge | undefined> {
  const row = await sql.row<ChargeRow>(text + sql.lock, values);
  return row === undefined ? undefined : chargeOf(row);
}

function valuesOf(charge: Charge): SqlValue[] {
  return [
    charge.id,
    charge.device,
    charge.number,
    charge.switch,
    charge.session,
    charge.payee,
    charge.amountMinor,
    charge.currency,
    charge.reference,
    charge.state,
    charge.qr,
    charge.createdAtMs,
    charge.expiresAtMs,
    charge.paidAtMs,
    charge.spokenAtMs,
    charge.switchTxnId,
    charge.late ? 1 : 0,
  ];
}

function chargeOf(row: ChargeRow): Charge {
  return {
    id: row.id,
    device: row.device,
    number: row.number,
    switch: row.switch,
    session: row.session,
    payee: row.payee,
    amountMinor: row.amount_minor,
    currency: row.currency,
    reference: known(row.reference),
    state: row.state,
    qr: row.qr,
    createdAtMs: row.created_at_ms,
    expiresAtMs: row.expires_at_ms,
    paidAtMs: known(row.paid_at_ms),
    spokenAtMs: known(row.spoken_at_ms),
    switchTxnId: known(row.switch_txn_id),
    late: row.late === 1,
  };
}

import type { Rejection, SwitchEvent } from '../payments/types';
import type { Sql } from './sql';

/** A primary key holds no NULL: an event without an id has the empty one. */
const NO_TXN_ID = '';
// An accepted event takes the place of one that was rejected under the same key: a payment whose first record was wrong
// (another amount, a session not yet known) must not look as if it had been taken before.
const RECORD = `INSERT INTO switch_event
  (switch, session, kind, txn_id, amount_minor, currency, payee, occurred_at_ms, at_ms, rejection)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (switch, session, kind, txn_id) DO UPDATE SET
    amount_minor = excluded.amount_minor, currency = excluded.currency, payee = excluded.payee,
    occurred_at_ms = excluded.occurred_at_ms, at_ms = excluded.at_ms, rejection = NULL
  WHERE switch_event.rejection IS NOT NULL AND excluded.rejection IS NULL`;
const SEEN =
  'SELECT 1 AS seen FROM switch_event WHERE switch = ? AND session = ? AND kind = ? AND txn_id = ? AND rejection IS NULL';

export async function recordEvent(
  sql: Sql,
  event: SwitchEvent,
  atMs: number,
  rejection: Rejection | undefined,
): Promise<boolean> {
  const { switch: switchId, session, kind, txnId, amountMinor, currency, payee, occurredAtMs } = event;
  const key = [switchId, session, kind, txnId ?? NO_TXN_ID];
  return (await sql.change(RECORD, [...key, amountMinor, currency, payee, occurredAtMs, atMs, rejection])) > 0;
}

export async function hasEvent(
  sql: Sql,
  switchId: string,
  session: string,
  kind: SwitchEvent['kind'],
  txnId: string | undefined,
): Promise<boolean> {
  return (await sql.row(SEEN, [switchId, session, kind, txnId ?? NO_TXN_ID])) !== undefined;
}

export async function idempotent(
  sql: Sql,
  key: string,
): Promise<{ requestHash: string; chargeId: string } | undefined> {
  const text = 'SELECT request_hash, charge_id FROM idempotency WHERE key = ?';
  const row = await sql.row<{ request_hash: string; charge_id: string }>(text, [key]);
  return row === undefined ? undefined : { requestHash: row.request_hash, chargeId: row.charge_id };
}

export async function rememberIdempotent(
  sql: Sql,
  key: string,
  requestHash: string,
  chargeId: string,
  atMs: number,
): Promise<void> {
  const text = 'INSERT INTO idempotency (key, request_hash, charge_id, at_ms) VALUES (?, ?, ?, ?)';
  await sql.change(text, [key, requestHash, chargeId, atMs]);
}

import type { Tx } from './port';
import type { Sql } from './sql';

type EventQueries = Pick<Tx, 'recordEvent' | 'hasEvent' | 'idempotent' | 'rememberIdempotent'>;

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
  WHERE switch_event.rejection IS NOT NULL AND excluded.rejection IS NULL
  RETURNING kind`;
const SEEN =
  'SELECT 1 AS seen FROM switch_event WHERE switch = ? AND session = ? AND kind = ? AND txn_id = ? AND rejection IS NULL';

/** Queries about what was heard before: from switches, and from the HTTP API. */
export function eventQueries(sql: Sql): EventQueries {
  return {
    recordEvent: async (event, atMs, rejection) => {
      const { switch: switchId, session, kind, txnId, amountMinor, currency, payee, occurredAtMs } = event;
      const key = [switchId, session, kind, txnId ?? NO_TXN_ID];
      const recorded = await sql.change(RECORD, [...key, amountMinor, currency, payee, occurredAtMs, atMs, rejection]);
      return recorded.length > 0;
    },
    hasEvent: async (switchId, session, kind, txnId) =>
      (await sql.rows(SEEN, [switchId, session, kind, txnId ?? NO_TXN_ID])).length > 0,
    idempotent: async (key) => {
      const text = 'SELECT request_hash, charge_id FROM idempotency WHERE key = ?';
      const [row] = await sql.rows<{ request_hash: string; charge_id: string }>(text, [key]);
      return row === undefined ? undefined : { requestHash: row.request_hash, chargeId: row.charge_id };
    },
    rememberIdempotent: async (key, requestHash, chargeId, atMs) => {
      const text = 'INSERT INTO idempotency (key, request_hash, charge_id, at_ms) VALUES (?, ?, ?, ?)';
      await sql.change(text, [key, requestHash, chargeId, atMs]);
    },
  };
}

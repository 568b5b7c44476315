import type { Sql } from './sql';

/** Each finds the keys of the oldest rows that may go. A recap that is spoken late still looks for the rows that it tells. */
const OLD = [
  `DELETE FROM journal WHERE (device, seq) IN (SELECT device, seq FROM journal
    WHERE stage IN ('spoken', 'refused') AND (reason IS NULL OR reason NOT LIKE 'recap %') AND written_at_ms < ?
    ORDER BY written_at_ms LIMIT ?)`,
  `DELETE FROM switch_event WHERE (switch, session, kind, txn_id) IN (SELECT switch, session, kind, txn_id
    FROM switch_event AS event WHERE at_ms < ? AND (rejection IS NOT NULL OR EXISTS
      (SELECT 1 FROM charge WHERE charge.switch = event.switch AND charge.session = event.session))
    ORDER BY at_ms LIMIT ?)`,
  'DELETE FROM idempotency WHERE key IN (SELECT key FROM idempotency WHERE at_ms < ? ORDER BY at_ms LIMIT ?)',
];

export async function prune(sql: Sql, beforeMs: number, limit: number): Promise<number> {
  let gone = 0;
  for (const text of OLD) gone += await sql.change(text, [beforeMs, limit]);
  return gone;
}

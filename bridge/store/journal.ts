import type { JournalRow } from './port';
import { known, type Sql } from './sql';

interface Row {
  device: string;
  seq: number;
  kind: JournalRow['kind'];
  charge_id: string | null;
  charge_number: number;
  payments: number;
  amount_minor: number;
  currency: string;
  paid_at_ms: number;
  stage: JournalRow['stage'];
  reason: string | null;
  written_at_ms: number;
  received_at_ms: number | null;
  spoken_at_ms: number | null;
}

const COLUMNS =
  'device, seq, kind, charge_id, charge_number, payments, amount_minor, currency, paid_at_ms, ' +
  'stage, reason, written_at_ms, received_at_ms, spoken_at_ms';
const SELECT = `SELECT ${COLUMNS} FROM journal`;
const ONE = `${SELECT} WHERE device = ? AND seq = ?`;
const INSERT = `INSERT INTO journal (${COLUMNS}) VALUES (${COLUMNS.replace(/\w+/g, '?')})`;
const WAITING = "stage IN ('written', 'received')";
// Each move names the stages that it may come from; spoken and refused are the end. Spoken implies received, whose own
// word may have been lost on the way.
const MARK = {
  received: `UPDATE journal SET stage = 'received', received_at_ms = ? WHERE device = ? AND seq = ? AND stage = 'written'`,
  spoken: `UPDATE journal SET stage = 'spoken', spoken_at_ms = ?, received_at_ms = COALESCE(received_at_ms, ?)
    WHERE device = ? AND seq = ? AND (${WAITING} OR (stage = 'refused' AND reason = 'no-voice'))`,
  refused: `UPDATE journal SET stage = 'refused', reason = ? WHERE device = ? AND seq = ? AND ${WAITING}`,
};
// Told: aloud, or on its screen for want of a voice. A reversal has the time of its payment, and is told after it.
const TOTAL = `SELECT
    SUM(CASE WHEN kind = 'reversed' THEN -payments ELSE payments END) AS payments,
    SUM(CASE WHEN kind = 'reversed' THEN -amount_minor ELSE amount_minor END) AS amount_minor
  FROM journal WHERE device = ? AND paid_at_ms >= ? AND currency = ?
    AND (stage = 'spoken' OR (stage = 'refused' AND reason = 'no-voice'))`;
const OVERDUE_LIMIT = 1_000;

export async function insertJournal(sql: Sql, row: JournalRow): Promise<void> {
  const { device, seq, kind, chargeId, chargeNumber, count, amountMinor, currency, paidAtMs } = row;
  const what = [device, seq, kind, chargeId, chargeNumber, count, amountMinor, currency, paidAtMs];
  await sql.change(INSERT, [...what, row.stage, row.reason, row.writtenAtMs, row.receivedAtMs, row.spokenAtMs]);
}

export async function markJournal(
  sql: Sql,
  device: string,
  seq: number,
  stage: JournalRow['stage'],
  reason: string | undefined,
  atMs: number,
): Promise<boolean> {
  const first = { received: [atMs], spoken: [atMs, atMs], refused: [reason] };
  return stage !== 'written' && (await sql.change(MARK[stage], [...first[stage], device, seq])) > 0;
}

export async function journalRow(sql: Sql, device: string, seq: number): Promise<JournalRow | undefined> {
  const row = await sql.row<Row>(ONE, [device, seq]);
  return row === undefined ? undefined : rowOf(row);
}

export async function unspoken(sql: Sql, device: string, limit: number): Promise<JournalRow[]> {
  const text = `${SELECT} AS row WHERE device = ? AND ${WAITING} AND NOT (kind = 'reversed' AND EXISTS (
      SELECT 1 FROM journal AS paid WHERE paid.device = row.device AND paid.charge_id = row.charge_id
        AND paid.kind = 'paid' AND paid.stage IN ('written', 'received')
    )) ORDER BY seq LIMIT ?`;
  return (await sql.rows<Row>(text, [device, limit])).map(rowOf);
}

export async function refusedFor(sql: Sql, device: string, reason: string): Promise<JournalRow[]> {
  const text = `${SELECT} WHERE device = ? AND stage = 'refused' AND reason = ? ORDER BY seq`;
  return (await sql.rows<Row>(text, [device, reason])).map(rowOf);
}

export async function spokenTotal(
  sql: Sql,
  device: string,
  currency: string,
  sinceMs: number,
): Promise<{ count: number; amountMinor: number }> {
  const total = await sql.row<{ payments: number | null; amount_minor: number | null }>(TOTAL, [
    ...[device, sinceMs, currency],
  ]);
  return { count: total?.payments ?? 0, amountMinor: total?.amount_minor ?? 0 };
}

export async function overdue(sql: Sql, beforeMs: number): Promise<JournalRow[]> {
  const text = `${SELECT} WHERE ${WAITING} AND written_at_ms < ? ORDER BY written_at_ms, device, seq LIMIT ${OVERDUE_LIMIT}`;
  return (await sql.rows<Row>(text, [beforeMs])).map(rowOf);
}

export async function untold(sql: Sql, beforeMs: number, limit: number): Promise<JournalRow[]> {
  const since = 'told_at_ms IS NULL AND written_at_ms < ?';
  // Two selections, each of which has an index.
  const text = `${SELECT} WHERE ${WAITING} AND ${since}
    UNION ALL ${SELECT} WHERE stage = 'refused' AND reason = 'no-voice' AND ${since}
    ORDER BY written_at_ms, device, seq LIMIT ?`;
  return (await sql.rows<Row>(text, [beforeMs, beforeMs, limit])).map(rowOf);
}

export async function markTold(sql: Sql, device: string, seq: number, atMs: number): Promise<void> {
  await sql.change('UPDATE journal SET told_at_ms = ? WHERE device = ? AND seq = ?', [atMs, device, seq]);
}

function rowOf(row: Row): JournalRow {
  return {
    device: row.device,
    seq: row.seq,
    kind: row.kind,
    chargeId: known(row.charge_id),
    chargeNumber: row.charge_number,
    count: row.payments,
    amountMinor: row.amount_minor,
    currency: row.currency,
    paidAtMs: row.paid_at_ms,
    stage: row.stage,
    reason: known(row.reason),
    writtenAtMs: row.written_at_ms,
    receivedAtMs: known(row.received_at_ms),
    spokenAtMs: known(row.spoken_at_ms),
  };
}

// The audit log: rows are only ever added, each with a hash over the one before it, so that a row that was changed, taken
// out, put in or moved is found. A log whose last rows are gone looks whole by itself: whoever wants to find that keeps
// the head (number and hash of the newest row) somewhere else.
import { createHash } from 'node:crypto';
import type { AuditEntry, AuditRow } from './port';
import type { Sql } from './sql';

interface Row {
  number: number;
  at_ms: number;
  actor: string;
  action: string;
  target: string;
  detail: string;
  hash: string;
}

/** The hash before the first row. */
const BEGINNING = '0'.repeat(64);
const TEXT_LIMIT = 200;
const COLUMNS = 'number, at_ms, actor, action, target, detail, hash';
const INSERT = `INSERT INTO audit (${COLUMNS}) VALUES (${COLUMNS.replace(/\w+/g, '?')})`;

export async function append(sql: Sql, entry: AuditEntry): Promise<void> {
  const last = await newest(sql, sql.lock);
  const { atMs, actor, action, target, detail } = entry;
  const short = {
    ...{ number: (last?.number ?? 0) + 1, atMs },
    ...{ actor: shortened(actor), action, target: shortened(target), detail: shortened(detail) },
  };
  const hash = hashOf(last?.hash ?? BEGINNING, short);
  await sql.change(INSERT, [short.number, atMs, short.actor, action, short.target, short.detail, hash]);
}

export async function rows(sql: Sql, after: number, limit: number): Promise<AuditRow[]> {
  const text = `SELECT ${COLUMNS} FROM audit WHERE number > ? ORDER BY number LIMIT ?`;
  return (await sql.rows<Row>(text, [after, limit])).map(rowOf);
}

export function head(sql: Sql): Promise<AuditRow | undefined> {
  return newest(sql, '');
}

/**
 * Follows the chain through rows that come in order, piece by piece. `fault` is set at the first row that does not follow
 * from the one before it, and stays.
 */
export class AuditChain {
  #hash = BEGINNING;
  #number = 0;
  fault: string | undefined;

  /** @returns false once something is wrong */
  take(row: AuditRow): boolean {
    if (this.fault !== undefined) return false;
    if (row.number !== this.#number + 1) this.fault = `row ${this.#number + 1} is missing; ${row.number} comes next`;
    else if (row.hash !== hashOf(this.#hash, row))
      this.fault = `row ${row.number} does not follow from the one before it: one of the two was changed`;
    if (this.fault !== undefined) return false;
    this.#number = row.number;
    this.#hash = row.hash;
    return true;
  }

  /** Number and hash of the last good row; what is kept elsewhere to find a log that was cut. */
  get head(): string {
    return `${this.#number}:${this.#hash}`;
  }
}

/** SHA-256 over the hash before and the row as a JSON list: one text for one row, whatever is in its fields. */
function hashOf(before: string, { number, atMs, actor, action, target, detail }: Omit<AuditRow, 'hash'>): string {
  const text = JSON.stringify([before, number, atMs, actor, action, target, detail]);
  return createHash('sha256').update(text).digest('hex');
}

async function newest(sql: Sql, lock: string): Promise<AuditRow | undefined> {
  const row = await sql.row<Row>(`SELECT ${COLUMNS} FROM audit ORDER BY number DESC LIMIT 1${lock}`, []);
  return row === undefined ? undefined : rowOf(row);
}

/** Code points, so that no half of one is hashed and then stored as something else. */
function shortened(text: string): string {
  return [...text].slice(0, TEXT_LIMIT).join('');
}

function rowOf(row: Row): AuditRow {
  const { number, actor, action, target, detail, hash } = row;
  return { number, atMs: row.at_ms, actor, action, target, detail, hash };
}

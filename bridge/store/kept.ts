import type { Sql } from './sql';

const PUT = `INSERT INTO kept (switch, key, json) VALUES (?, ?, ?)
  ON CONFLICT (switch, key) DO UPDATE SET json = excluded.json`;

export async function putKept(sql: Sql, switchId: string, key: string, json: string): Promise<void> {
  await sql.change(PUT, [switchId, key, json]);
}

export async function removeKept(sql: Sql, switchId: string, key: string): Promise<void> {
  await sql.change('DELETE FROM kept WHERE switch = ? AND key = ?', [switchId, key]);
}

export function keptOf(sql: Sql, switchId: string): Promise<{ key: string; json: string }[]> {
  return sql.rows('SELECT key, json FROM kept WHERE switch = ? ORDER BY key', [switchId]);
}

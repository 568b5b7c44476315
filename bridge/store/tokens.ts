import type { Scope, Token } from './port';
import { known, type Sql } from './sql';

interface TokenRow {
  id: string;
  name: string;
  scope: Scope;
  devices: string;
  hash: string;
  created_at_ms: number;
  revoked_at_ms: number | null;
}

const COLUMNS = 'id, name, scope, devices, hash, created_at_ms, revoked_at_ms';
const INSERT = `INSERT INTO token (${COLUMNS}) VALUES (${COLUMNS.replace(/\w+/g, '?')})`;
const REVOKE = 'UPDATE token SET revoked_at_ms = ? WHERE id = ? AND revoked_at_ms IS NULL';
const LIMIT = 10_000;

export async function insertToken(sql: Sql, token: Token): Promise<void> {
  const { id, name, scope, devices, hash, createdAtMs, revokedAtMs } = token;
  await sql.change(INSERT, [id, name, scope, JSON.stringify(devices), hash, createdAtMs, revokedAtMs]);
}

export async function tokenByHash(sql: Sql, hash: string): Promise<Token | undefined> {
  const row = await sql.row<TokenRow>(`SELECT ${COLUMNS} FROM token WHERE hash = ?`, [hash]);
  return row === undefined ? undefined : tokenOf(row);
}

export async function tokens(sql: Sql): Promise<Token[]> {
  return (await sql.rows<TokenRow>(`SELECT ${COLUMNS} FROM token ORDER BY created_at_ms, id LIMIT ${LIMIT}`, [])).map(
    tokenOf,
  );
}

export async function revokeToken(sql: Sql, id: string, atMs: number): Promise<boolean> {
  return (await sql.change(REVOKE, [atMs, id])) > 0;
}

function tokenOf(row: TokenRow): Token {
  return {
    id: row.id,
    name: row.name,
    scope: row.scope,
    devices: JSON.parse(row.devices) as string[],
    hash: row.hash,
    createdAtMs: row.created_at_ms,
    revokedAtMs: known(row.revoked_at_ms),
  };
}

import type { StaticQr } from './port';
import type { Sql } from './sql';

const SELECT = 'SELECT device, switch, session, text FROM static_qr';
const PUT =
  'INSERT INTO static_qr (device, switch, session, text) VALUES (?, ?, ?, ?) ON CONFLICT (device) ' +
  'DO UPDATE SET switch = excluded.switch, session = excluded.session, text = excluded.text';
/** One a box, and some room. */
const LIMIT = 50_000;

export async function putStaticQr(sql: Sql, { device, switch: id, session, text }: StaticQr): Promise<void> {
  await sql.change(PUT, [device, id, session, text]);
}

export async function staticQrOf(sql: Sql, device: string): Promise<StaticQr | undefined> {
  const row = await sql.row<StaticQr>(`${SELECT} WHERE device = ?`, [device]);
  return row === undefined ? undefined : fieldsOf(row);
}

export async function staticQrs(sql: Sql): Promise<StaticQr[]> {
  return (await sql.rows<StaticQr>(`${SELECT} WHERE text <> '' ORDER BY device LIMIT ${LIMIT}`, [])).map(fieldsOf);
}

/** libsql adds figures of its own to a row. */
function fieldsOf({ device, switch: id, session, text }: StaticQr): StaticQr {
  return { device, switch: id, session, text };
}

/** The boxes that show this QR. */
export async function staticBoxes(sql: Sql, switchId: string, session: string): Promise<string[]> {
  const text = `${SELECT} WHERE switch = ? AND session = ? AND text <> '' ORDER BY device`;
  return (await sql.rows<StaticQr>(text, [switchId, session])).map(({ device }) => device);
}

import { chargeQueries } from './charges';
import { deviceQueries } from './devices';
import { eventQueries } from './events';
import { journalQueries } from './journal';
import type { Tx } from './port';
import type { Sql } from './sql';

/** The port's transaction over one database. */
export function transaction(sql: Sql): Tx {
  return { ...chargeQueries(sql), ...eventQueries(sql), ...deviceQueries(sql), ...journalQueries(sql) };
}

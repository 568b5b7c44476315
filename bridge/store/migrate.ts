import { StoreError } from './errors';
import { migrations } from './migrations/index';
import type { Connection } from './sql';

const LEDGER =
  'CREATE TABLE IF NOT EXISTS migration (number BIGINT NOT NULL PRIMARY KEY, applied_at_ms BIGINT NOT NULL)';

/**
 * Applies the migrations that the database lacks, each in its own transaction with its entry in the ledger, so that a
 * crash leaves either all of one or nothing of it.
 * @param database with `script`, which runs several statements at once
 * @param steps all migrations in order
 * @throws StoreError `newer-schema` when the database was written by a newer program
 */
export async function migrate(
  database: Connection & { script(text: string): void | Promise<void> },
  name: string,
  steps: readonly string[] = migrations,
): Promise<void> {
  await database.change(LEDGER, []);
  for (;;) {
    await database.begin();
    try {
      // Read inside the transaction: another program may be starting on the same database.
      const last = await database.row<{ number: number | null }>('SELECT MAX(number) AS number FROM migration', []);
      const applied = last?.number ?? 0;
      requireKnown(applied, steps.length, name);
      const step = steps[applied];
      if (step !== undefined) {
        await database.script(step);
        await database.change('INSERT INTO migration (number, applied_at_ms) VALUES (?, ?)', [applied + 1, Date.now()]);
      }
      await database.commit();
      if (step === undefined) return;
    } catch (error) {
      if (database.inTransaction()) await database.rollback();
      throw error;
    }
  }
}

function requireKnown(applied: number, known: number, name: string): void {
  if (applied <= known) return;
  const message = `store ${name}: its schema is ${applied} and this program knows up to ${known}. Start the newer program, or restore a backup.`;
  throw new StoreError('newer-schema', message);
}

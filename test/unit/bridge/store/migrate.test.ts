import Database from 'libsql';
import { describe, expect, onTestFinished, test } from 'vitest';
import { migrate } from '../../../../bridge/store/migrate';
import type { SqlValue } from '../../../../bridge/store/sql';

/** A database in memory, as the migrations see one. */
function memory() {
  const database = new Database(':memory:');
  onTestFinished(() => {
    database.close();
  });
  const all = async <Row>(text: string, values: SqlValue[]) => database.prepare(text).all(values) as Row[];
  const does = (text: string) => async () => {
    database.exec(text);
  };
  return {
    lock: '' as const,
    rows: all,
    row: async <Row>(text: string, values: SqlValue[]) => (await all<Row>(text, values))[0],
    change: async (text: string, values: SqlValue[]) => database.prepare(text).run(values).changes,
    changed: async <Row>(text: string, values: SqlValue[]) => (await all<Row>(text, values))[0],
    begin: does('BEGIN'),
    commit: does('COMMIT'),
    rollback: does('ROLLBACK'),
    savepoint: does('SAVEPOINT work'),
    release: does('RELEASE work'),
    rollbackToSavepoint: does('ROLLBACK TO work'),
    inTransaction: () => database.inTransaction,
    script: (text: string) => {
      database.exec(text);
    },
  };
}

const numbers = async (database: ReturnType<typeof memory>) =>
  (await database.rows<{ number: number }>('SELECT number FROM migration ORDER BY number', [])).map(
    (each) => each.number,
  );

describe('a schema', () => {
  const steps = [
    'CREATE TABLE a (x BIGINT); INSERT INTO a VALUES (1)',
    'ALTER TABLE a ADD COLUMN y BIGINT; UPDATE a SET y = x + 1',
  ];

  test('is brought up to date from wherever it is, each step once', async () => {
    const database = memory();
    await migrate(database, 'shop', steps.slice(0, 1));
    await migrate(database, 'shop', steps);
    await migrate(database, 'shop', steps);
    expect(await numbers(database)).toEqual([1, 2]);
    expect(await database.rows('SELECT x, y FROM a', [])).toEqual([{ x: 1, y: 2 }]);
  });

  test('keeps all of a step or nothing of it', async () => {
    const database = memory();
    const broken = [...steps, 'CREATE TABLE b (z BIGINT); INSERT INTO nowhere VALUES (1)'];
    await expect(migrate(database, 'shop', broken)).rejects.toThrow('no such table: nowhere');
    expect(await numbers(database)).toEqual([1, 2]);
    expect(await database.rows("SELECT name FROM sqlite_master WHERE name = 'b'", [])).toEqual([]);
    await migrate(database, 'shop', [...steps, 'CREATE TABLE b (z BIGINT)']);
    expect(await numbers(database)).toEqual([1, 2, 3]);
  });

  test('of a newer program is refused', async () => {
    const database = memory();
    await migrate(database, 'shop', steps);
    await expect(migrate(database, 'shop', steps.slice(0, 1))).rejects.toMatchObject({ problem: 'newer-schema' });
  });
});

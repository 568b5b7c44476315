import Database from 'libsql';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { StoreError, storeError } from '../../../../bridge/store/errors';
import { migrations } from '../../../../bridge/store/migrations/index';
import { checkSqlite, openSqlite } from '../../../../bridge/store/sqlite';
import { box, insertAll, row } from '../../../contract/store/opened';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'ghanti-sqlite-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

async function filled(path: string): Promise<void> {
  const store = await openSqlite(path);
  await store.write(async (tx) => {
    await tx.insertDevice(box());
    await insertAll(
      tx,
      Array.from({ length: 500 }, (_, index) => row(index + 1)),
    );
  });
  await store.close();
}

function sql(path: string, text: string, first = 'PRAGMA foreign_keys = ON'): unknown[] {
  const database = new Database(path);
  try {
    database.exec(first);
    return database.prepare(text).all([]);
  } finally {
    database.close();
  }
}

describe('the SQLite file', () => {
  test('flushes every commit, and is one tidy file after closing', async () => {
    const path = join(folder(), 'ghanti.db');
    await filled(path);
    const [mode] = sql(path, 'PRAGMA journal_mode') as [{ journal_mode: string }];
    expect(mode.journal_mode).toBe('wal');
    expect(checkSqlite(path)).toEqual([]);
    const left = readdirSync(join(path, '..')).filter(
      (name) => statSync(join(path, '..', name)).size > 0 && !name.endsWith('-shm'),
    );
    expect(left).toEqual(['ghanti.db']);
  });

  test('keeps its migrations in a ledger and is opened again as it is', async () => {
    const path = join(folder(), 'ghanti.db');
    await filled(path);
    const ledger = sql(path, 'SELECT * FROM migration');
    expect(ledger).toMatchObject(migrations.map((_, index) => ({ number: index + 1 })));
    await (await openSqlite(path)).close();
    expect(sql(path, 'SELECT * FROM migration')).toEqual(ledger);
  });

  test('may be held by another program for a moment', async () => {
    const path = join(folder(), 'ghanti.db');
    await filled(path);
    const [first, second] = [await openSqlite(path), await openSqlite(path)];
    const both = Array.from({ length: 20 }, (_, index) =>
      (index % 2 === 0 ? first : second).write((tx) => tx.nextDown('counter-1')),
    );
    expect(new Set((await Promise.all(both)).map(({ seq }) => seq)).size).toBe(20);
    await Promise.all([first.close(), second.close()]);
  });
});

describe('a file that cannot be the store', () => {
  const refusal = async (path: string) => {
    try {
      await (await openSqlite(path)).close();
    } catch (error) {
      if (error instanceof StoreError) return `${error.problem}: ${error.message}`;
      throw error;
    }
    return 'opened';
  };

  test('because its folder is missing, is refused with what to do', async () => {
    const path = join(folder(), 'missing', 'ghanti.db');
    expect(await refusal(path)).toContain(`cannot-open: store ${path}: it cannot be opened. Make the folder`);
  });

  test('because it is a folder, is refused', async () => {
    expect(await refusal(folder())).toMatch(/^cannot-open: /);
  });

  test('because it is something else, is refused and left alone', async () => {
    const path = join(folder(), 'photo.jpg');
    writeFileSync(path, 'x'.repeat(8_192));
    expect(await refusal(path)).toMatch(/^damaged: .*it is not a database/);
    expect(readFileSync(path, 'utf8')).toBe('x'.repeat(8_192));
  });

  test('because a newer program wrote it, is refused and left alone', async () => {
    const path = join(folder(), 'ghanti.db');
    await filled(path);
    const newer = migrations.length + 1;
    sql(path, `INSERT INTO migration VALUES (${newer}, 0)`);
    const message = `newer-schema: store ${path}: its schema is ${newer} and this program knows up to ${migrations.length}. Start the newer program, or restore a backup.`;
    expect(await refusal(path)).toBe(message);
    expect(sql(path, 'SELECT COUNT(*) AS rows FROM journal')).toEqual([{ rows: 500 }]);
  });

  test('because pages of it are damaged, is refused at the start and told by the check', async () => {
    const path = join(folder(), 'ghanti.db');
    await filled(path);
    const bytes = readFileSync(path);
    bytes.fill(0xa5, 4_096 * 5, 4_096 * 25);
    writeFileSync(path, bytes);
    expect(await refusal(path)).toMatch(/^damaged: .*put a backup in its place/);
    expect(checkSqlite(path).length).toBeGreaterThan(0);
  });

  test('because a row names a charge that is gone, is told by the check', async () => {
    const path = join(folder(), 'ghanti.db');
    await filled(path);
    sql(path, "UPDATE journal SET charge_id = 'ch_gone' WHERE seq = 3", 'PRAGMA foreign_keys = OFF');
    expect(checkSqlite(path)).toEqual(['journal row 3 names a charge that is not there']);
  });

  test('because it does not exist, is told by the check and not made', () => {
    const path = join(folder(), 'ghanti.db');
    expect(checkSqlite(path)).toEqual([
      `store ${path}: there is no such file. It is made when the bridge first starts.`,
    ]);
    expect(readdirSync(join(path, '..'))).toEqual([]);
  });

  test('because this user may not write it, is refused', async () => {
    const place = folder();
    const path = join(place, 'ghanti.db');
    await filled(path);
    for (const name of readdirSync(place)) chmodSync(join(place, name), 0o444);
    chmodSync(place, 0o555);
    const said = await asNobody(() => refusal(path));
    chmodSync(place, 0o755);
    expect(said).toMatch(/^read-only: .*Give this user write access to the file and its folder/);
  });

  test('because this user may not even see it, is refused', async () => {
    const place = join(folder(), 'closed');
    mkdirSync(place);
    chmodSync(place, 0o000);
    const said = await asNobody(() => refusal(join(place, 'ghanti.db')));
    chmodSync(place, 0o755);
    expect(said).toMatch(/^cannot-open: /);
  });
});

/** Permissions do not bind root: as root, the step runs under another effective user. */
async function asNobody<T>(step: () => Promise<T>): Promise<T> {
  const NOBODY = 65_534;
  if (process.geteuid?.() !== 0) return step();
  process.seteuid?.(NOBODY);
  try {
    return await step();
  } finally {
    process.seteuid?.(0);
  }
}

describe("the database's own errors", () => {
  const errorOf = (step: () => void): unknown => {
    try {
      step();
    } catch (error) {
      return error;
    }
    return undefined;
  };

  test('of a full disk are told as a full disk', () => {
    const database = new Database(join(folder(), 'full.db'));
    database.exec('CREATE TABLE t (a TEXT); PRAGMA max_page_count = 4');
    const error = errorOf(() => database.exec(`INSERT INTO t VALUES ('${'x'.repeat(20_000)}')`));
    database.close();
    expect(storeError(error, '/var/ghanti.db')).toMatchObject({
      problem: 'full',
      message: expect.stringContaining(
        'store /var/ghanti.db: the disk is full. Make room; nothing that was acknowledged is lost.',
      ),
      cause: error,
    });
  });

  test('of a file that another program holds are told as busy', () => {
    const path = join(folder(), 'busy.db');
    const [one, other] = [new Database(path), new Database(path)];
    one.exec('BEGIN IMMEDIATE');
    const error = errorOf(() => other.exec('BEGIN IMMEDIATE'));
    one.close();
    other.close();
    expect(storeError(error, path)).toMatchObject({
      problem: 'busy',
      message: expect.stringContaining('Stop the other program'),
    });
  });

  test('that nobody foresaw are passed on as they are', () => {
    const problem = new StoreError('closed', 'x');
    expect(storeError(problem, 'y')).toBe(problem);
    expect(storeError('odd', 'y')).toMatchObject({ problem: 'failed', message: 'store y: the statement failed (odd)' });
    expect(storeError({ rawCode: 10 + 256 * 3 }, 'y')).toMatchObject({ problem: 'io' });
  });
});

import Database from 'libsql';
import { existsSync, statSync } from 'node:fs';
import { StoreError, storeError } from './errors';
import { GroupCommit } from './group';
import { migrate } from './migrate';
import type { Store } from './port';
import { Snapshot } from './snapshot';
import type { Reader } from './snapshot';
import type { Connection, SqlValue } from './sql';
import { Transaction } from './transaction';

const BUSY_TIMEOUT_MS = 5_000;
/** Reading every page of a larger file would delay the start by seconds; `checkSqlite` does it when asked. */
const CHECK_AT_START_BYTES = 64 * 1024 * 1024;
const WAL_FILE_BYTES = 64 * 1024 * 1024;

/**
 * Opens the store in one SQLite file, made when it is missing, and brings its schema up to date. One connection writes
 * and one reads, so that a read never sees what is not committed. Durable against a power cut: WAL with
 * synchronous=FULL flushes at every commit (https://www.sqlite.org/pragma.html#pragma_synchronous).
 * @param path of the file, in a folder that exists on a local disk
 * @throws StoreError saying what is wrong with the file and what to do
 */
export async function openSqlite(path: string): Promise<Store> {
  const writer = connect(path);
  const opened = [writer];
  try {
    await prepareWriter(writer, path);
    const reader = connect(path);
    opened.push(reader);
    reader.pragma('query_only = ON');
    return storeOver(writer, reader, path);
  } catch (error) {
    for (const connection of opened) connection.close();
    throw storeError(error, path);
  }
}

/**
 * Reads every page and every reference of the file.
 * @returns what is wrong with it, at most 20 lines; none when it is sound
 */
export function checkSqlite(path: string): string[] {
  if (!existsSync(path)) return [`store ${path}: there is no such file. It is made when the bridge first starts.`];
  const connection = connect(path);
  try {
    return [...integrityFaults(connection, 'integrity_check(10)'), ...referenceFaults(connection)];
  } catch (error) {
    return [storeError(error, path).message];
  } finally {
    connection.close();
  }
}

async function prepareWriter(writer: SqliteConnection, path: string): Promise<void> {
  const [mode] = writer.pragma<{ journal_mode: string }>('journal_mode = WAL');
  if (mode?.journal_mode !== 'wal') {
    throw new StoreError(
      'cannot-open',
      `store ${path}: this disk cannot keep a write-ahead log. Put the file on a local disk.`,
    );
  }
  writer.pragma('synchronous = FULL');
  writer.pragma('foreign_keys = ON');
  writer.pragma(`journal_size_limit = ${WAL_FILE_BYTES}`);
  if (statSync(path).size <= CHECK_AT_START_BYTES) {
    const [fault] = integrityFaults(writer, 'quick_check(1)');
    if (fault !== undefined) {
      throw new StoreError(
        'damaged',
        `store ${path}: it is damaged: ${fault}. Keep a copy of it, then put a backup in its place.`,
      );
    }
  }
  await migrate(writer, path);
  // SQLite opens a file that may not be written without a word. This changes nothing and is refused there.
  await writer.change('DELETE FROM migration WHERE number = 0', []);
}

function storeOver(writer: SqliteConnection, reader: SqliteConnection, path: string): Store {
  const snapshot = new Snapshot(reader);
  const group = new GroupCommit(writer, path, () => snapshot.renew());
  const refused = () => Promise.reject(new StoreError('misuse', `store ${path}: read() cannot write; use write().`));
  const reading = new Transaction({
    lock: '',
    rows: (text, values) => snapshot.rows(text, values),
    row: (text, values) => snapshot.row(text, values),
    change: refused,
    changed: refused,
  });
  let closing: Promise<void> | undefined;
  const close = async () => {
    await group.close();
    snapshot.renew();
    reader.close();
    // Leaves one tidy file behind; it fails only when another program is reading, and then nothing is lost either.
    writer.pragma('wal_checkpoint(TRUNCATE)');
    writer.close();
  };
  return {
    write: (work) => group.write(work),
    read: (work) =>
      closing === undefined ? work(reading) : Promise.reject(new StoreError('closed', `store ${path}: it is closed.`)),
    close: () => (closing ??= close()),
  };
}

function connect(path: string): SqliteConnection {
  try {
    return new SqliteConnection(path);
  } catch (error) {
    throw storeError(error, path);
  }
}

function integrityFaults(connection: SqliteConnection, check: 'integrity_check(10)' | 'quick_check(1)'): string[] {
  const found = connection.pragma<Record<string, string>>(check).flatMap((row) => Object.values(row));
  return found.filter((line) => line !== 'ok').map((line) => line.replaceAll('\n', ' '));
}

function referenceFaults(connection: SqliteConnection): string[] {
  const found = connection.pragma<{ table: string; rowid: number; parent: string }>('foreign_key_check');
  return found
    .slice(0, 10)
    .map(({ table, rowid, parent }) => `${table} row ${rowid} names a ${parent} that is not there`);
}

/** One libsql connection. Its calls block, so a batch of work runs without a turn of the event loop in between. */
class SqliteConnection implements Connection, Reader {
  readonly lock = '';
  private readonly database: Database.Database;
  private readonly prepared = new Map<string, Prepared>();

  constructor(private readonly path: string) {
    this.database = new Database(path);
    this.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  }

  pragma<Row>(text: string): Row[] {
    return this.database.prepare(`PRAGMA ${text}`).all([]) as Row[];
  }
  /** Statements without values or rows, several at once. */
  script(text: string): void {
    this.database.exec(text);
  }

  async rows<Row>(text: string, values: SqlValue[]): Promise<Row[]> {
    return this.ask(text, values, ({ statement, names }) =>
      (statement.all(values) as SqlCell[][]).map((cells) => named<Row>(names, cells)),
    );
  }
  async row<Row>(text: string, values: SqlValue[]): Promise<Row | undefined> {
    return this.first(text, values);
  }
  async change(text: string, values: SqlValue[]): Promise<number> {
    return this.ask(text, values, ({ statement }) => statement.run(values).changes);
  }
  async changed<Row>(text: string, values: SqlValue[]): Promise<Row | undefined> {
    return this.first(text, values);
  }
  async begin(): Promise<void> {
    // At once the writer: a deferred one could find in the middle that another program has written since.
    this.run('BEGIN IMMEDIATE');
  }
  beginRead(): void {
    this.run('BEGIN');
  }
  endRead(): void {
    this.run('COMMIT');
  }
  async commit(): Promise<void> {
    this.run('COMMIT');
  }
  async rollback(): Promise<void> {
    this.run('ROLLBACK');
  }
  async savepoint(): Promise<void> {
    this.run('SAVEPOINT work');
  }
  async release(): Promise<void> {
    this.run('RELEASE work');
  }
  async rollbackToSavepoint(): Promise<void> {
    this.run('ROLLBACK TO work');
    this.run('RELEASE work');
  }
  inTransaction(): boolean {
    return this.database.inTransaction;
  }
  close(): void {
    this.prepared.clear();
    this.database.close();
  }

  /** By get(): run() of libsql 0.5.29 also says what it changed, which costs more than a savepoint does (1.5 and 0.9 us). */
  private run(text: string): void {
    this.ask(text, [], ({ statement }) => statement.get([]));
  }

  private first<Row>(text: string, values: SqlValue[]): Row | undefined {
    return this.ask(text, values, ({ statement, names }) => {
      const cells = statement.get(values) as SqlCell[] | undefined;
      return cells === undefined ? undefined : named<Row>(names, cells);
    });
  }

  private ask<T>(text: string, values: SqlValue[], answer: (prepared: Prepared) => T): T {
    requireWholeNumbers(text, values);
    try {
      let prepared = this.prepared.get(text);
      if (prepared === undefined) {
        prepared = prepare(this.database, text);
        this.prepared.set(text, prepared);
      }
      return answer(prepared);
    } catch (error) {
      // libsql 0.5.29 does not reset a statement whose get() failed: every later use would fail with the same error.
      this.prepared.delete(text);
      throw storeError(error, this.path);
    }
  }
}

type SqlCell = string | number | null;

interface Prepared {
  statement: Database.Statement;
  /** Of its columns. */
  names: string[];
}

/** Asked for rows as arrays: objects made by libsql 0.5.29 cost twice as much (17 columns: 10.9 and 5.1 us). */
function prepare(database: Database.Database, text: string): Prepared {
  const statement = database.prepare(text);
  const names = statement.columns().map(({ name }) => name);
  if (names.length > 0) statement.raw(true);
  return { statement, names };
}

function named<Row>(names: string[], cells: SqlCell[]): Row {
  const row: Record<string, SqlCell> = {};
  for (const [index, name] of names.entries()) row[name] = cells[index]!;
  return row as Row;
}

/** libsql binds every number as a float: a fraction or a number above 2^53 would be stored as one. */
function requireWholeNumbers(text: string, values: SqlValue[]): void {
  for (const value of values) {
    if (typeof value === 'number' && !Number.isSafeInteger(value)) {
      throw new StoreError('misuse', `store: ${value} is not a whole number (${text.slice(0, 40)}…).`);
    }
  }
}

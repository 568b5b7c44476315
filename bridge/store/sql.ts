/** What a column holds. Whole numbers only: money and times are integers. */
export type SqlValue = string | number | undefined;

/**
 * The seam between the queries, which SQLite and PostgreSQL both understand, and one database. Placeholders are `?` in
 * order; no text of ours holds a `?` otherwise, so a database that wants $1 can count them.
 */
export interface Sql {
  /** Rows of a query. NULL comes as null. */
  rows<Row>(text: string, values: SqlValue[]): Promise<Row[]>;
  /** The first row of a query. */
  row<Row>(text: string, values: SqlValue[]): Promise<Row | undefined>;
  /** Runs a statement that writes. How many rows it wrote. */
  change(text: string, values: SqlValue[]): Promise<number>;
  /** The same of one row, and what the statement names of it after RETURNING, which makes it dearer by half. */
  changed<Row>(text: string, values: SqlValue[]): Promise<Row | undefined>;
  /** Ends a query whose rows are changed next: '' where there is one writer anyway, ' FOR UPDATE' where rows are locked. */
  readonly lock: '' | ' FOR UPDATE';
}

/** One connection that can hold a transaction; the group commit drives it. */
export interface Connection extends Sql {
  begin(): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  savepoint(): Promise<void>;
  release(): Promise<void>;
  /** Undoes all since the savepoint and forgets it. */
  rollbackToSavepoint(): Promise<void>;
  /** False after the database itself threw the transaction away, as SQLite does when the disk is full. */
  inTransaction(): boolean;
}

/** NULL as the money model has it. */
export function known<T>(value: T | null): T | undefined {
  return value ?? undefined;
}

import type { Sql, SqlValue } from './sql';

/** A connection that only reads. */
export interface Reader extends Sql {
  beginRead(): void;
  endRead(): void;
}

/**
 * Reads of one turn of the event loop share a read transaction, which ends early when this process commits: by itself
 * each would lock the file, look whether somebody has written, and forget every page that was read before.
 */
export class Snapshot implements Sql {
  readonly lock: Sql['lock'];
  private open = false;

  constructor(private readonly reader: Reader) {
    this.lock = reader.lock;
  }

  async rows<Row>(text: string, values: SqlValue[]): Promise<Row[]> {
    this.begin();
    return this.reader.rows(text, values);
  }
  async row<Row>(text: string, values: SqlValue[]): Promise<Row | undefined> {
    this.begin();
    return this.reader.row(text, values);
  }
  change(text: string, values: SqlValue[]): Promise<number> {
    return this.reader.change(text, values);
  }
  changed<Row>(text: string, values: SqlValue[]): Promise<Row | undefined> {
    return this.reader.changed(text, values);
  }

  /** Every read from here on sees what is committed by now. Never throws. */
  renew(): void {
    if (!this.open) return;
    this.open = false;
    try {
      this.reader.endRead();
    } catch {
      // Nothing was written; the next read says what is wrong with the connection.
    }
  }

  private begin(): void {
    if (this.open) return;
    this.reader.beginRead();
    this.open = true;
    setImmediate(() => this.renew());
  }
}

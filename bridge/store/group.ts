import { StoreError, storeError } from './errors';
import type { Tx } from './port';
import type { Connection, Sql, SqlValue } from './sql';
import { Transaction } from './transaction';

/** Far above what a second brings (performance: 50 to 110 events a commit at saturation); beyond it the disk is stuck. */
const QUEUE_LIMIT = 50_000;
/** Work only asks the store, which answers at once: whoever takes this long waits for something else inside. */
const WORK_LIMIT_MS = 10_000;

interface Job {
  /** Runs the work and keeps its value for `resolve`. */
  run(tx: Tx): Promise<void>;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Group commit over one connection: all work handed in during one turn of the event loop shares a transaction and a
 * disk flush, and a piece that throws leaves no trace. Promises settle after COMMIT, in the order in which work was
 * handed in.
 */
export class GroupCommit {
  private waiting: Job[] = [];
  private running: Promise<void> | undefined;
  private closed = false;
  private giveUpWork: (why: StoreError) => void = () => undefined;

  constructor(
    private readonly connection: Connection,
    private readonly name: string,
    /** Called at each commit, before anybody is told of it. It must not throw. */
    private readonly committed: () => void,
  ) {}

  write<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    if (this.closed) return Promise.reject(new StoreError('closed', `store ${this.name}: it is closed.`));
    if (this.waiting.length >= QUEUE_LIMIT) {
      const message = `store ${this.name}: ${QUEUE_LIMIT} pieces of work wait for the disk. Look at the disk.`;
      return Promise.reject(new StoreError('busy', message));
    }
    return new Promise<T>((resolve, reject) => {
      let value: T;
      this.waiting.push({
        run: async (tx) => {
          value = await work(tx);
        },
        resolve: () => resolve(value),
        reject,
      });
      this.running ??= nextTurn().then(() => this.drain());
    });
  }

  /** Takes no more work and ends when all that was handed in is settled. */
  async close(): Promise<void> {
    this.closed = true;
    await this.running;
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0) {
      const jobs = this.waiting;
      this.waiting = [];
      await this.commitTogether(jobs);
      // Those whose promise has just settled may hand in more work, which then shares the next transaction.
      await nextTurn();
    }
    this.running = undefined;
  }

  private async commitTogether(jobs: Job[]): Promise<void> {
    const thrown = new Map<Job, unknown>();
    const message = `store ${this.name}: a piece of work did not end within ${WORK_LIMIT_MS / 1000} s; it was undone.`;
    // One for the whole batch: the work at hand when it comes is the one that waits.
    const limit = setInterval(() => this.giveUpWork(new StoreError('misuse', message)), WORK_LIMIT_MS);
    try {
      await this.connection.begin();
      await this.runTogether(jobs, thrown);
      await this.connection.commit();
    } catch (error) {
      // Nothing of this batch is on disk, so nobody may be told that his part is.
      const why = storeError(error, this.name);
      await this.giveUp();
      for (const job of jobs) job.reject(thrown.get(job) ?? why);
      return;
    } finally {
      clearInterval(limit);
    }
    this.committed();
    for (const job of jobs) {
      if (thrown.has(job)) job.reject(thrown.get(job));
      else job.resolve();
    }
  }

  /**
   * Runs them one after the other, and keeps what was thrown. Savepoints for all cost more than doing it all again now and
   * then: only when one has thrown is the batch begun anew, without it and with each of the others in a savepoint.
   * @throws when the whole transaction is gone
   */
  private async runTogether(jobs: Job[], thrown: Map<Job, unknown>): Promise<void> {
    const first = await this.runUpToThrow(jobs, thrown);
    if (first === undefined) return;
    await this.connection.rollback();
    await this.connection.begin();
    for (const job of jobs) if (job !== first) await this.runInSavepoint(job, thrown);
  }

  private async runUpToThrow(jobs: Job[], thrown: Map<Job, unknown>): Promise<Job | undefined> {
    for (const job of jobs) if (!(await this.run(job, thrown))) return job;
    return undefined;
  }

  private async runInSavepoint(job: Job, thrown: Map<Job, unknown>): Promise<void> {
    await this.connection.savepoint();
    if (await this.run(job, thrown)) await this.connection.release();
    else await this.connection.rollbackToSavepoint();
  }

  /** False when the work threw. Throws itself when the whole transaction is gone. */
  private async run(job: Job, thrown: Map<Job, unknown>): Promise<boolean> {
    const sql = new OpenWhileWorking(this.connection);
    try {
      await this.inTime(job.run(new Transaction(sql)));
      return true;
    } catch (error) {
      if (!this.connection.inTransaction()) throw error;
      thrown.set(job, error ?? new Error('the work threw nothing'));
      return false;
    } finally {
      sql.shut();
    }
  }

  /** Ends with the work, or when it has to be given up. */
  private inTime(work: Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.giveUpWork = reject;
      work.then(resolve, reject);
    });
  }

  private async giveUp(): Promise<void> {
    if (!this.connection.inTransaction()) return;
    try {
      await this.connection.rollback();
    } catch {
      // The next BEGIN says what is wrong with the connection; this batch is refused either way.
    }
  }
}

/** A transaction that is over must not be written through: its statements would land in somebody else's. */
class OpenWhileWorking implements Sql {
  private open = true;
  readonly lock: Sql['lock'];

  constructor(private readonly sql: Sql) {
    this.lock = sql.lock;
  }
  shut(): void {
    this.open = false;
  }
  rows<Row>(text: string, values: SqlValue[]): Promise<Row[]> {
    return this.open ? this.sql.rows(text, values) : over();
  }
  row<Row>(text: string, values: SqlValue[]): Promise<Row | undefined> {
    return this.open ? this.sql.row(text, values) : over();
  }
  change(text: string, values: SqlValue[]): Promise<number> {
    return this.open ? this.sql.change(text, values) : over();
  }
  changed<Row>(text: string, values: SqlValue[]): Promise<Row | undefined> {
    return this.open ? this.sql.changed(text, values) : over();
  }
}

function over(): Promise<never> {
  return Promise.reject(new StoreError('misuse', 'store: a transaction was used after its work had ended.'));
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

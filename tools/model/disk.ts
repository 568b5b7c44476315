// The store with a hand on the process and on the disk: it can die before or after a commit, be full, or slow.
import type { Store, Tx } from '../../bridge/store/port';
import type { VirtualClock } from './clock';

/** Where the process dies, when it is to die in a commit. */
export type Moment = 'before-commit' | 'after-commit';

/** One life of the process over a store that outlives it. After `die` nothing that it asked for is ever answered. */
export class MortalStore implements Store {
  #dead = false;
  #dieAt: Moment | undefined;
  /** Asked and not answered; the model waits for these, which are real work, before it moves its clock. */
  pending = 0;
  fullUntilMs = 0;
  slowUntilMs = 0;

  constructor(
    private readonly store: Store,
    private readonly clock: VirtualClock,
    private readonly died: () => void,
  ) {}

  /** Lets the process die in the next commit. */
  dieAt(moment: Moment): void {
    this.#dieAt = moment;
  }

  die(): void {
    this.#dead = true;
  }

  async write<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    if (this.#dead) return never();
    if (this.clock.elapsedMs < this.fullUntilMs) throw new Error('store: the disk is full');
    if (this.#dieAt === 'before-commit') {
      await this.#asked(this.store.write((tx) => work(tx).then(rollBack))).catch(() => undefined);
      return this.#dead ? never() : this.#perish();
    }
    const result = await this.#asked(this.store.write(work));
    if (this.#dead) return never();
    if (this.#dieAt === 'after-commit') return this.#perish();
    if (this.clock.elapsedMs < this.slowUntilMs) await new Promise<void>((done) => this.clock.after(SLOW_MS, done));
    return this.#dead ? never() : result;
  }

  async read<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    if (this.#dead) return never();
    const result = await this.#asked(this.store.read((tx) => work(uncut(tx))));
    return this.#dead ? never() : result;
  }

  close(): Promise<void> {
    return this.store.close();
  }

  async #asked<T>(work: Promise<T>): Promise<T> {
    this.pending++;
    try {
      return await work;
    } finally {
      this.pending--;
    }
  }

  #perish<T>(): Promise<T> {
    this.#dead = true;
    this.#dieAt = undefined;
    this.died();
    return never();
  }
}

const SLOW_MS = 900;

/** What was done in the transaction is not on disk, and what was done beside it has happened. */
function rollBack(): never {
  throw new Error('died before the commit');
}

/**
 * No box is revoked and no key renewed in the model, and the gateway looks for that every second: answered here, because
 * it was half of what SQLite had to do.
 */
function uncut(tx: Tx): Tx {
  const cutAfter: Tx['cutAfter'] = () => Promise.resolve([]);
  return Object.create(tx, { cutAfter: { value: cutAfter } }) as Tx;
}

function never<T>(): Promise<T> {
  return new Promise<T>(() => undefined);
}

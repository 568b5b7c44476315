import type { WatchedSession } from '../../payments/ports';

/** What the connector remembers of one QR. Also of one that is not watched any more: a late payment still names it. */
export interface Followed {
  session: Pick<WatchedSession, 'session' | 'amountMinor' | 'createdAtMs' | 'expiresAtMs'>;
  watched: boolean;
  /** Known only to the process that made the QR. */
  reference: string | undefined;
  /** Mode page: one-use, from the making of the QR; the first customer who opens the page takes it. */
  processId: string | undefined;
  /** The page was opened and that was told. */
  opened: boolean;
  /** GatewayReferenceNo of the payment that was told. */
  paid: string | undefined;
  /** What was told last, so that every look does not tell it again. */
  told: string;
  /** Why the last Success was not believed. */
  doubt: string | undefined;
  /** The last look left the outcome open. */
  open: boolean;
  askedMs: number | undefined;
  /** Look-ups in a row that got no answer. */
  failures: number;
  timer: NodeJS.Timeout | undefined;
  /** Requests from outside that wait for an answer of NPX about this QR. */
  callers: number;
  /** One thing at a time, in the order it came. */
  queue: Promise<unknown>;
}

/** QRs remembered; the oldest that nobody watches go first. */
const LIMIT = 2_000;

export class Sessions {
  readonly #followed = new Map<string, Followed>();

  get(session: string): Followed | undefined {
    return this.#followed.get(session);
  }

  all(): Iterable<Followed> {
    return this.#followed.values();
  }

  /** The same QR again keeps what is known of it. */
  remember({ session, amountMinor, createdAtMs, expiresAtMs }: Followed['session']): Followed {
    const known = this.#followed.get(session);
    if (known !== undefined) {
      known.session = { session, amountMinor, createdAtMs, expiresAtMs };
      return known;
    }
    const fresh = newlyFollowed({ session, amountMinor, createdAtMs, expiresAtMs });
    this.#followed.set(session, fresh);
    this.#forgetOldest();
    return fresh;
  }

  #forgetOldest(): void {
    if (this.#followed.size <= LIMIT) return;
    for (const [id, one] of this.#followed) {
      if (one.watched) continue;
      this.#followed.delete(id);
      return;
    }
  }
}

/** One that nobody remembers, as for a notification about a transaction of another day. */
export function newlyFollowed(session: Followed['session']): Followed {
  return {
    session,
    watched: false,
    reference: undefined,
    processId: undefined,
    opened: false,
    paid: undefined,
    told: '',
    doubt: undefined,
    open: false,
    askedMs: undefined,
    failures: 0,
    timer: undefined,
    callers: 0,
    queue: Promise.resolve(),
  };
}

/** Runs after everything that came before about this QR; rejects as `work` does, without stopping what comes after. */
export function inOrder<T>(one: Followed, work: () => Promise<T>): Promise<T> {
  const run = one.queue.then(work);
  one.queue = run.catch(() => undefined);
  return run;
}

/** Callers from outside that may wait for NPX about one QR: more would only ask the same again. */
const CALLERS = 2;

/** Whoever knows an open QR's id could else queue as many questions as he likes. */
export async function admitted<T>(one: Followed, work: () => Promise<T>, refused: T): Promise<T> {
  if (one.callers >= CALLERS) return refused;
  one.callers++;
  try {
    return await work();
  } finally {
    one.callers--;
  }
}

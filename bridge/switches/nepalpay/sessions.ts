import type { WatchedSession } from '../../payments/ports';

/** What the connector remembers of one QR. Also of one that is not watched any more: a late payment still names it. */
export interface Followed {
  session: Pick<WatchedSession, 'session' | 'amountMinor' | 'expiresAtMs'>;
  watched: boolean;
  /** Known only to the process that made the QR. */
  billNumber: string | undefined;
  /** The switch's first ENTR was told; it repeats on every registration. */
  opened: boolean;
  /** A payment was told. */
  paid: boolean;
  /** Failed tries told so far. */
  failures: number;
  /** Asked without an answer that settles it: the sweep asks again. */
  open: boolean;
  /** The outage, by its number, in which its events may have been missed; 0 when none can have been. */
  gap: number;
  /** One thing at a time, in the order it came, whatever waits for the report. */
  queue: Promise<unknown>;
}

/** QRs remembered; the oldest that nobody watches go first. */
const LIMIT = 2_000;

export interface Sessions {
  get(session: string): Followed | undefined;
  /** The same QR again keeps what is known of it. */
  remember(session: Followed['session'], billNumber?: string): Followed;
  all(): Iterable<Followed>;
}

export function createSessions(): Sessions {
  const followed = new Map<string, Followed>();
  const forgetOldest = (): void => {
    if (followed.size <= LIMIT) return;
    for (const [id, one] of followed) {
      if (one.watched) continue;
      followed.delete(id);
      return;
    }
  };
  return {
    get: (session) => followed.get(session),
    remember(session, billNumber) {
      const known = followed.get(session.session);
      if (known !== undefined) {
        known.session = session;
        known.billNumber ??= billNumber;
        return known;
      }
      const fresh: Followed = {
        session,
        watched: false,
        billNumber,
        opened: false,
        paid: false,
        failures: 0,
        open: false,
        gap: 0,
        queue: Promise.resolve(),
      };
      followed.set(session.session, fresh);
      forgetOldest();
      return fresh;
    },
    all: () => followed.values(),
  };
}

/** Runs after everything that came before about this QR; rejects as `work` does, without stopping what comes after. */
export function inOrder<T>(one: Followed, work: () => Promise<T>): Promise<T> {
  const run = one.queue.then(work);
  one.queue = run.catch(() => undefined);
  return run;
}

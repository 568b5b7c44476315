// What is remembered of each charge. A charge may take several tries, each a transaction of its own at the switch, whose
// reference says which: "<session>", "<session>-2" ... So a restart, which forgets all this, can ask for them again.
import { createHmac, randomBytes } from 'node:crypto';
import type { WatchedSession } from '../../payments/ports';

/** Tries of one charge. More is a broken scanner, not a customer. */
export const TRIES = 9;

/** How a payment is called back. */
export interface GivenUp {
  /** What it is told as when nobody has paid; undefined when the shop itself called it back, and knows. */
  tell: 'expired' | 'failed' | undefined;
  /** What the switch said to the cancel; undefined before it has said anything. */
  taken: boolean | undefined;
}

export interface Followed {
  session: Pick<WatchedSession, 'session' | 'amountMinor' | 'currency' | 'expiresAtMs'>;
  watched: boolean;
  /** The number of the newest try, 1 and up; 0 when the switch has none. */
  attempt: number;
  /** Of the newest try; undefined until the switch has named it in this process. */
  transactionNo: string | undefined;
  /**
   * unknown: after a restart, until the switch was asked. made: no code was handed in. paying: a code was, and the outcome
   * is open. cancelling: given up, until the switch confirms it. refunding: paid, and ordered back. over: nothing more can
   * come of the newest try.
   */
  stage: 'unknown' | 'made' | 'paying' | 'cancelling' | 'refunding' | 'over';
  gaveUp: GivenUp;
  giveUpAtMs: number;
  /** A payment of the charge was told; no more codes. `right`: with the charge's amount. */
  paid: 'no' | 'right' | 'other';
  reversed: boolean;
  /** 'pending' was told of the newest try. */
  pending: boolean;
  /** A code is on its way to the switch. */
  busy: boolean;
  /** Questions since the code was handed in, and the timer of the next. */
  polls: number;
  timer: NodeJS.Timeout | undefined;
  /** Fingerprints of codes that were handed in. */
  handed: Set<string>;
}

const LIMIT = 2_000;

export interface Sessions {
  get(session: string): Followed | undefined;
  /** The same session again keeps what is known of it. */
  remember(session: Followed['session']): Followed;
  all(): Iterable<Followed>;
}

export function createSessions(): Sessions {
  const followed = new Map<string, Followed>();
  const forgetOldest = (): void => {
    if (followed.size <= LIMIT) return;
    for (const [id, one] of followed) {
      if (one.watched || isUnderWay(one)) continue;
      clearTimeout(one.timer);
      followed.delete(id);
      return;
    }
  };
  return {
    get: (session) => followed.get(session),
    remember(session) {
      const known = followed.get(session.session);
      if (known !== undefined) return known;
      const fresh: Followed = {
        session,
        watched: false,
        attempt: 1,
        transactionNo: undefined,
        stage: 'unknown',
        gaveUp: { tell: undefined, taken: undefined },
        giveUpAtMs: 0,
        paid: 'no',
        reversed: false,
        pending: false,
        busy: false,
        polls: 0,
        timer: undefined,
        handed: new Set(),
      };
      followed.set(session.session, fresh);
      forgetOldest();
      return fresh;
    },
    all: () => followed.values(),
  };
}

/** Is an answer of the switch waited for, whoever watches? */
export function isUnderWay({ stage }: Followed): boolean {
  return stage === 'paying' || stage === 'cancelling' || stage === 'refunding';
}

/** Pockyt's reference of a try: new for each, and known without memory. */
export function referenceOf(session: string, attempt: number): string {
  return attempt === 1 ? session : `${session}-${attempt}`;
}

/** The other way; undefined for a reference that is not ours. */
export function tryOf(reference: string): { session: string; attempt: number } | undefined {
  const parts = /^([0-9A-Z]{24})(?:-([2-9]))?$/.exec(reference);
  return parts === null ? undefined : { session: parts[1]!, attempt: Number(parts[2] ?? 1) };
}

const FINGERPRINT_KEY = randomBytes(32);

/** Tells the same code again without keeping the code: keyed with what dies with the process. */
export function fingerprint(code: string): string {
  return createHmac('sha256', FINGERPRINT_KEY).update(code).digest('base64');
}

import type { WatchedSession } from '../../payments/ports';

/** What the connector remembers of one QR while it may still be paid. */
export interface Followed {
  session: WatchedSession;
  watched: boolean;
  /** When the last question with a good answer was asked, on the wall clock. */
  askedMs: number | undefined;
  /** When to ask next, on the clock that is never set back. */
  dueAtMs: number;
  asking: boolean;
  /** The list cannot tell about this one. */
  alone: boolean;
  /** Bakong has answered about it: told once, as page-opened. */
  opened: boolean;
  failed: boolean;
  /** The transaction that was told as paid. Nothing more is asked. */
  paidHash: string | undefined;
  /** The transaction that was found to be over something else, and was told to the operator. */
  disputedHash: string | undefined;
  /** Words that nobody understood were logged. */
  puzzled: boolean;
}

export function follow(session: WatchedSession, dueAtMs: number): Followed {
  return {
    session,
    watched: true,
    askedMs: undefined,
    dueAtMs,
    asking: false,
    alone: false,
    opened: false,
    failed: false,
    paidHash: undefined,
    disputedHash: undefined,
    puzzled: false,
  };
}

import type { Clock } from './clock';
import { due } from './payments/expire';
import type { Charge } from './payments/types';

export interface ChargeClockParts {
  clock: Clock;
  /** Asks the switch; never rejects. */
  lookUp(charge: Charge): Promise<void>;
  /** Closes the charge if its time is over, and comes back here with what it has become. */
  expire(charge: Charge): void;
  /** Nothing more is waited for. */
  done(charge: Charge): void;
}

/** A charge whose closing failed (a disk that is full) is tried again after this. */
const TRY_AGAIN_MS = 5_000;
/** The machine's date may be set right meanwhile, and a timer does not know of it. */
const LONGEST_WAIT_MS = 60_000;

/** One timer for each charge that waits for something; payments/expire.ts says for what. */
export class ChargeClock {
  readonly #timers = new Map<string, () => void>();
  readonly #looked = new Set<string>();

  constructor(private readonly parts: ChargeClockParts) {}

  /** Sets the charge's timer anew; to be called with every state that it takes. */
  follow(charge: Charge): void {
    const { clock } = this.parts;
    this.#timers.get(charge.id)?.();
    const next = due(charge, clock.nowMs());
    switch (next.is) {
      case 'wait':
      case 'watch-late':
        return this.#at(next.untilMs, charge);
      case 'last-look':
        this.#at(next.untilMs, charge);
        if (this.#looked.has(charge.id)) return;
        this.#looked.add(charge.id);
        void this.parts.lookUp(charge);
        return;
      case 'expire':
        this.#at(clock.nowMs() + TRY_AGAIN_MS, charge);
        return this.parts.expire(charge);
      case 'nothing':
        this.#timers.delete(charge.id);
        this.#looked.delete(charge.id);
        return this.parts.done(charge);
    }
  }

  close(): void {
    for (const stop of this.#timers.values()) stop();
    this.#timers.clear();
  }

  #at(untilMs: number, charge: Charge): void {
    const { clock } = this.parts;
    this.#timers.set(
      charge.id,
      clock.after(Math.min(untilMs - clock.nowMs(), LONGEST_WAIT_MS), () => this.follow(charge)),
    );
  }
}

import type { Clock } from './clock';
import { due } from './payments/expire';
import type { Charge } from './payments/types';

export interface ChargeClockParts {
  clock: Clock;
  /** Asks the switch; never rejects. @returns whether it has answered */
  lookUp(charge: Charge): Promise<boolean>;
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
        return this.#at(next.untilMs, charge);
      case 'last-look':
        this.#at(next.untilMs, charge);
        return this.#look(charge);
      case 'watch-late':
        if (clock.nowMs() < charge.expiresAtMs) return this.#at(charge.expiresAtMs, charge);
        this.#at(next.untilMs, charge);
        return this.#look(charge);
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

  /** Once after the QR's end; again with the next wait when the switch gave no answer: money may have come unheard. */
  #look(charge: Charge): void {
    if (this.#looked.has(charge.id)) return;
    this.#looked.add(charge.id);
    void this.parts.lookUp(charge).then((answered) => {
      if (!answered) this.#looked.delete(charge.id);
    });
  }

  #at(untilMs: number, charge: Charge): void {
    const { clock } = this.parts;
    this.#timers.set(
      charge.id,
      clock.after(Math.min(untilMs - clock.nowMs(), LONGEST_WAIT_MS), () => this.follow(charge)),
    );
  }
}

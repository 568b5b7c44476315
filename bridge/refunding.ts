import type { Clock } from './clock';
import type { Charge } from './payments/types';
import { BridgeError } from './service';
import type { Store } from './store/port';
import { asBridgeError } from './switch-refusal';
import type { Switchboard } from './switchboard';

export interface RefundingParts {
  store: Store;
  switchboard: Switchboard;
  clock: Clock;
}

/**
 * Money that the shop gives back. Only the switch's own word makes a charge reversed: it comes as an event like any
 * other, is announced, and is taken off the day's total.
 */
export class Refunding {
  readonly #busy = new Map<string, Promise<void>>();

  constructor(private readonly parts: RefundingParts) {}

  /** @returns the charge: reversed when the switch has confirmed it by then, else still paid. @throws BridgeError */
  async refund(id: string, key: string | undefined, by: string): Promise<Charge> {
    if (key !== undefined) await this.#once(id, key);
    const charge = await this.#charge(id);
    if (charge.state === 'reversed') return charge;
    if (charge.state !== 'paid')
      throw new BridgeError('conflict', `The charge is ${charge.state}; only what was paid can be given back.`);
    const running = this.#busy.get(id) ?? this.#ask(charge, by);
    await running;
    return this.#charge(id);
  }

  #ask(charge: Charge, by: string): Promise<void> {
    const { store, switchboard, clock } = this.parts;
    const entry = { atMs: clock.nowMs(), actor: by, action: 'charge.refund', target: charge.id, detail: '' };
    // On disk before the switch is asked: money may be on its way back however this process ends.
    const asking = store
      .write((tx) => tx.audit(entry))
      .then(() => switchboard.refund(charge))
      .catch((error: unknown) => {
        throw asBridgeError(error, charge.switch);
      })
      .finally(() => this.#busy.delete(charge.id));
    this.#busy.set(charge.id, asking);
    return asking;
  }

  /** A key stands for one charge; the same charge twice is given back once without any key. */
  async #once(id: string, key: string): Promise<void> {
    const { store, clock } = this.parts;
    const before = await store.write(async (tx) => {
      const used = await tx.idempotent(key);
      if (used === undefined && (await tx.charge(id)) !== undefined)
        await tx.rememberIdempotent(key, 'refund', id, clock.nowMs());
      return used;
    });
    if (before !== undefined && (before.chargeId !== id || before.requestHash !== 'refund'))
      throw new BridgeError('invalid', 'This Idempotency-Key was used for another request. Take a new key.');
  }

  async #charge(id: string): Promise<Charge> {
    const charge = await this.parts.store.read((tx) => tx.charge(id));
    if (charge === undefined) throw new BridgeError('not-found', `There is no charge ${id}.`);
    return charge;
  }
}

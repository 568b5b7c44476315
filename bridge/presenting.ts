import type { Clock } from './clock';
import { takesCode } from './payments/charge';
import { presentRefusal } from './payments/present';
import type { PresentRefusal } from './payments/present';
import type { Charge } from './payments/types';
import { BridgeError } from './service';
import type { Store } from './store/port';
import { asBridgeError } from './switch-refusal';
import type { Switchboard } from './switchboard';

export interface PresentingParts {
  store: Store;
  switchboard: Switchboard;
  clock: Clock;
}

/** Charges of a box that are looked through for the one that a scanned code is meant for. */
const NEWEST = 20;
const REFUSED: Record<PresentRefusal, string> = {
  'shows-a-qr': 'The charge shows a QR; the customer scans it and presents no code.',
  ended: 'The charge has ended.',
  'being-paid': 'A code is being paid for this charge. Wait for its outcome.',
};

/**
 * Codes that customers present, on their way from the counter to the switch. A code is payment data: it is handed on and
 * is in no log, no store and no answer.
 */
export class Presenting {
  readonly #busy = new Set<string>();

  constructor(private readonly parts: PresentingParts) {}

  /** @returns the charge after the switch has answered, or as it is when that takes longer. @throws BridgeError */
  async present(id: string, code: string, by: string): Promise<Charge> {
    const charge = await this.#charge(id);
    const refusal = presentRefusal(charge, this.parts.clock.nowMs());
    if (refusal !== undefined) throw new BridgeError('conflict', REFUSED[refusal]);
    if (this.#busy.has(id)) throw new BridgeError('conflict', REFUSED['being-paid']);
    this.#busy.add(id);
    const { store, switchboard, clock } = this.parts;
    try {
      const entry = { atMs: clock.nowMs(), actor: by, action: 'charge.present', target: id, detail: '' };
      await store.write((tx) => tx.audit(entry));
      await switchboard.present(charge, code);
    } catch (error) {
      throw asBridgeError(error, charge.switch);
    } finally {
      this.#busy.delete(id);
    }
    return this.#charge(id);
  }

  /**
   * A code that a box has read. @param number the charge that the box is about, 0 for none: then, or when that charge
   * shows a QR, the code is meant for the newest charge of the box that takes one. @throws BridgeError
   */
  async scanned(device: string, number: number, code: string): Promise<void> {
    const charge = await this.#meant(device, number);
    if (charge === undefined) throw new BridgeError('not-found', `No charge of ${device} waits for a code.`);
    await this.present(charge.id, code, `box:${device}`);
  }

  #meant(device: string, number: number): Promise<Charge | undefined> {
    const { store, clock } = this.parts;
    return store.read(async (tx) => {
      const named = number === 0 ? undefined : await tx.chargeByNumber(device, number);
      if (named !== undefined && takesCode(named)) return named;
      const newest = await tx.charges({ device, state: undefined, limit: NEWEST, before: undefined });
      return newest.find((charge) => presentRefusal(charge, clock.nowMs()) === undefined);
    });
  }

  async #charge(id: string): Promise<Charge> {
    const charge = await this.parts.store.read((tx) => tx.charge(id));
    if (charge === undefined) throw new BridgeError('not-found', `There is no charge ${id}.`);
    return charge;
  }
}

// Wallets and their owners: what a code does, and what the customer does on the phone.
import type { Faults } from './faults';
import { deliverIpn } from './ipn';
import type { Ledger, Txn } from './ledger';

/**
 * What a wallet's code of 18 digits does, by its last two: 28...01 is paid at once, 02 after a moment, 03 fails, 04 waits
 * for the customer for ever, 05 is trouble behind the switch, 06 is answered when the customer has decided. Any other
 * code (an EMV payload, say) waits for the customer.
 */
const SCRIPT = /^28\d*(0[1-6])$/;

export class Customers {
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(
    readonly ledger: Ledger,
    readonly faults: Faults,
    readonly pendingMs: number,
    /** Waits between sendings of a webhook that is not answered `success`. */
    readonly ipnRetryMs: readonly number[],
  ) {}

  /** A code was handed in. @returns 'error' when the wallet's own system is in trouble */
  async present(txn: Txn, code: string): Promise<'taken' | 'error'> {
    const script = SCRIPT.exec(code)?.[1] ?? '04';
    if (script === '05') return 'error';
    this.#set(txn, script === '06' ? 'dealing' : 'pending');
    if (script === '01') await this.#confirmInTime(txn);
    if (script === '02') this.#later(this.pendingMs, () => this.confirm(txn));
    if (script === '03') this.end(txn, 'failed');
    if (script === '06') await new Promise<void>((resolve) => txn.held.push(resolve));
    return 'taken';
  }

  /** The customer confirms on the phone. @param tells false: no webhook tells of it */
  confirm(txn: Txn, tells = true): void {
    if (txn.status === 'success' || txn.status === 'failed' || txn.status === 'closed') return;
    txn.paidAt = new Date();
    this.#set(txn, 'success');
    if (tells) void this.#tell(txn);
    this.#release(txn);
  }

  /** The wallet refuses, or nobody can pay it any more. */
  end(txn: Txn, status: 'failed' | 'closed'): void {
    this.#set(txn, status);
    if (status === 'failed') void this.#tell(txn);
    this.#release(txn);
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const txn of this.ledger.txns.values()) this.#release(txn);
  }

  async #confirmInTime(txn: Txn): Promise<void> {
    if (this.faults.use('ipn-first') === undefined) return this.confirm(txn);
    this.confirm(txn, false);
    await this.#tell(txn);
  }

  #tell(txn: Txn): Promise<void> {
    return deliverIpn(txn, this.ledger, this.faults, (ms, run) => this.#later(ms, run), this.ipnRetryMs);
  }

  #release(txn: Txn): void {
    for (const resolve of txn.held.splice(0)) resolve();
  }

  #set(txn: Txn, status: Txn['status']): void {
    txn.status = status;
    this.ledger.changed();
  }

  #later(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, ms);
    this.#timers.add(timer);
  }
}

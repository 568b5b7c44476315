// What the switch's words about one charge are told as. The only place in this folder that emits.
import type { ConnectorContext } from '../../payments/ports';
import type { SwitchEvent, SwitchEventKind } from '../../payments/types';
import type { PockytConfig } from './config';
import type { TxnRecord } from './decode';
import type { Followed, GivenUp } from './sessions';

export class Settler {
  constructor(
    readonly config: PockytConfig,
    readonly context: Pick<ConnectorContext, 'emit' | 'log' | 'nowMs'>,
  ) {}

  /**
   * Takes what is now known of the charge's newest try. Any order and any number of times: each thing is told once.
   * Rejects when an event could not be kept; then nothing has changed and it is told the next time.
   */
  async settle(one: Followed, record: TxnRecord): Promise<void> {
    one.transactionNo ??= record.transactionNo;
    switch (record.is) {
      case 'paid':
        return this.#paid(one, record);
      case 'refunded':
        if (!one.reversed) await this.tell(one.session.session, 'reversed', record);
        one.reversed = true;
        one.stage = 'over';
        return;
      case 'failed':
        return this.#ended(one, record, 'failed');
      case 'closed':
        return this.#closed(one, record);
      case 'made':
        if (one.stage === 'unknown') one.stage = 'made';
        return;
      case 'pending':
        return this.open(one);
    }
  }

  /** A code was handed in and nobody knows the outcome yet: the customer may have to confirm on his phone. */
  async open(one: Followed): Promise<void> {
    if (one.paid !== 'no') return;
    if (one.stage === 'unknown' || one.stage === 'made') {
      one.stage = 'paying';
      one.giveUpAtMs = this.context.nowMs() + this.config.timing.patienceMs;
    }
    if (one.pending || one.stage !== 'paying') return;
    await this.tell(one.session.session, 'pending', { transactionNo: one.transactionNo });
    one.pending = true;
  }

  async tell(session: string, kind: SwitchEventKind, record: Partial<TxnRecord>): Promise<void> {
    const money = kind === 'paid' || kind === 'reversed';
    const event: SwitchEvent = {
      switch: 'pockyt',
      session,
      kind,
      txnId: record.transactionNo,
      amountMinor: money ? record.amountMinor : undefined,
      currency: money ? record.currency : undefined,
      payee: this.#payee(record),
      occurredAtMs: kind === 'paid' ? record.occurredAtMs : undefined,
    };
    await this.context.emit(event);
  }

  async #paid(one: Followed, record: TxnRecord): Promise<void> {
    if (one.paid === 'right') return;
    if (one.stage === 'cancelling' && isGoingBack(one.gaveUp)) return;
    await this.tell(one.session.session, 'paid', record);
    const { amountMinor, currency } = one.session;
    one.paid = record.amountMinor === amountMinor && record.currency === currency ? 'right' : 'other';
    one.stage = 'over';
    if (one.paid === 'right') return;
    this.context.log('error', 'pockyt: a payment over another amount; look at it in the portal', {
      session: one.session.session,
    });
  }

  async #closed(one: Followed, record: TxnRecord): Promise<void> {
    if (one.stage === 'cancelling' && one.gaveUp.tell !== undefined) return this.#ended(one, record, one.gaveUp.tell);
    // The shop has called it back and knows. Or it was closed by itself before anybody presented a code: nothing failed,
    // and the next code gets a new transaction.
    if (one.stage === 'cancelling' || one.stage === 'made') one.stage = 'over';
    else await this.#ended(one, record, 'failed');
  }

  async #ended(one: Followed, record: TxnRecord, kind: 'failed' | 'expired'): Promise<void> {
    if (one.stage === 'over' || one.paid !== 'no') return;
    await this.tell(one.session.session, kind, record);
    one.stage = 'over';
  }

  #payee({ merchantNo, storeNo }: Partial<TxnRecord>): string | undefined {
    if (merchantNo === undefined && storeNo === undefined) return undefined;
    return payeeOf(merchantNo ?? this.config.merchantNo, storeNo ?? this.config.storeNo);
  }
}

/**
 * Is a payment that the books show on its way back to the customer? Saying "paid" would be wrong in a moment when the
 * switch has taken the cancel, and when the shop has called it back and the switch was not told yet. When the switch
 * refuses the cancel, the money stays and is told.
 */
function isGoingBack({ tell, taken }: GivenUp): boolean {
  return taken ?? tell === undefined;
}

/** Whom a charge pays: a store of a merchant. */
export function payeeOf(merchantNo: string, storeNo: string): string {
  return `${merchantNo}/${storeNo}`;
}

// Confirmations and reversals on their way through the intermediate. 202 means: on disk, and on its way until the wallet
// has taken it.
import { randomUUID } from 'node:crypto';
import type { ConnectorContext } from '../../payments/ports';
import type { IntermediateConfig } from './config';
import { decodeAdvice, type AdviceOutcome } from './decode';
import type { Forwarder } from './forward';
import type { RoadHealth } from './health';
import type { HubBook, Passed } from './hub-book';
import { refuse, type HubReply } from './hub-reply';
import { adviceMessage } from './messages';
import type { PaymentConfirmation, PaymentReversal, ReversalReason } from './model';
import type { Upstream } from './upstream';

export interface HubParts {
  config: IntermediateConfig;
  context: ConnectorContext;
  health: RoadHealth;
  /** By the partner's id. */
  partners: ReadonlyMap<string, Upstream>;
  forwarders: ReadonlyMap<string, Forwarder>;
  closed: AbortSignal;
  /** Resolves when the scan is on disk, where anyone keeps it. */
  onScan(tranId: string): Promise<void>;
}

export class HubAdvices {
  /** Pays that are with a partner now: a reversal must not overtake its pay. */
  readonly #passing = new Map<string, Promise<unknown>>();

  constructor(
    private readonly parts: HubParts,
    private readonly book: HubBook,
  ) {}

  /** After a start: a pay whose answer was lost is called back, and what was taken is on its way again. */
  async resume(): Promise<void> {
    for (const one of [...this.book.passed.values()]) {
      if (one.state === 'passed') await this.callBack(one, 'TIMEOUT');
      else if (one.advice?.isDelivered === false) this.#forward(one);
    }
  }

  async passing<T>(payId: string, work: () => Promise<T>): Promise<T> {
    const running = work();
    this.#passing.set(payId, running);
    try {
      return await running;
    } finally {
      this.#passing.delete(payId);
    }
  }

  async confirm(clientId: string, advice: PaymentConfirmation): Promise<HubReply> {
    const one = this.#of(clientId, advice.requestId);
    if (one === undefined)
      return refuse(404, 'UNABLE_TO_LOCATE_RECORD', 'no such payment', advice.requestId, advice.tranId);
    if (one.state === 'confirmed') return { status: 202, body: advice };
    if (one.state !== 'authorised')
      return refuse(400, 'TRANSACTION_NOT_SUPPORTED', `the payment is ${one.state}`, advice.requestId, advice.tranId);
    await this.#settle({ ...one, state: 'confirmed' }, advice, undefined);
    return { status: 202, body: advice };
  }

  async reverse(clientId: string, advice: PaymentReversal): Promise<HubReply> {
    const one = this.#of(clientId, advice.requestId);
    // Without a body: nothing to reverse is no error.
    if (one === undefined || one.state === 'declined') return { status: 404, body: undefined };
    if (one.state === 'confirmed')
      return refuse(400, 'TRANSACTION_NOT_SUPPORTED', 'it was confirmed', advice.requestId, advice.tranId);
    if (one.state !== 'reversed') await this.#settle({ ...one, state: 'reversed' }, advice, advice.reversalReason);
    return { status: 202, body: advice };
  }

  /** Our own reversal, of a pay whose outcome is unknown or whose client has called it back meanwhile. */
  async callBack(one: Passed, reason: ReversalReason): Promise<void> {
    if (one.state === 'reversed') return;
    await this.#settle({ ...one, state: 'reversed' }, { thirdPartyIdentifiers: one.identifiers }, reason);
  }

  async #settle(
    one: Passed,
    advice: Pick<PaymentConfirmation, 'thirdPartyIdentifiers' | 'amounts'>,
    reason: ReversalReason | undefined,
  ): Promise<void> {
    const { thirdPartyIdentifiers: identifiers, amounts } = advice;
    const settled: Passed = {
      ...one,
      advice: { id: randomUUID(), identifiers, amounts, isDelivered: false, ...(reason !== undefined && { reason }) },
    };
    await this.book.write(settled);
    this.#forward(settled);
  }

  #forward(one: Passed): void {
    const forwarder = this.parts.forwarders.get(one.partner.id);
    const { advice } = one;
    if (forwarder === undefined || advice === undefined) {
      this.parts.context.log('error', 'electrum: an advice is for a partner that is not configured', {
        partner: one.partner.id,
      });
      return;
    }
    const begun = this.#passing.get(one.payId) ?? Promise.resolve();
    const owed = { key: one.payId, sinceMs: this.parts.context.nowMs(), send: () => this.#send(one) };
    void Promise.allSettled([begun])
      .then(() => forwarder.owe(owed))
      .then(async (ending) => {
        if (ending === 'closed') return;
        if (ending !== 'done') this.#alarm(one, ending);
        await this.book.write({ ...one, advice: { ...advice, isDelivered: true } });
      })
      // It is then sent once more after the next start, which harms nothing.
      .catch(() => undefined);
  }

  async #send(one: Passed): Promise<AdviceOutcome> {
    const { upstreamId: requestId, tranId, partner, advice } = one;
    const upstream = this.parts.partners.get(partner.id);
    if (upstream === undefined || advice === undefined) return { is: 'refused', why: 'there is no such partner' };
    const { id, identifiers, amounts, reason } = advice;
    const isReversal = reason !== undefined;
    const message = adviceMessage(
      { id, requestId, tranId, identifiers, partner, amounts, reason },
      this.parts.context.nowMs(),
    );
    return decodeAdvice({ requestId, isReversal }, await upstream.advise(message, isReversal));
  }

  #of(clientId: string, payId: string): Passed | undefined {
    const one = this.book.passed.get(payId);
    return one?.clientId === clientId ? one : undefined;
  }

  #alarm(one: Passed, ending: 'refused' | 'given-up'): void {
    const what = `electrum: partner ${one.partner.id}: an advice was ${ending}; settle it by hand`;
    this.parts.health.trouble('refused advice', `${what} (see the log)`);
    this.parts.context.log('error', what, { requestId: one.upstreamId, tranId: one.tranId });
  }
}

// What a verdict of Bakong comes to. Amount, currency and account are compared before anything is told as paid.
import { SwitchError, type ConnectorContext } from '../../payments/ports';
import { eventOf, type Payment, type Verdict } from './decode';
import type { Followed } from './sessions';

export class Settler {
  constructor(readonly context: Pick<ConnectorContext, 'emit' | 'log' | 'nowMs'>) {}

  /**
   * Tells what is new. Rejects with a SwitchError for a verdict that says nothing (then the QR stays as it was and is
   * asked for again), and as `emit` does when the bridge could not keep the event.
   */
  async settle(one: Followed, verdict: Verdict): Promise<void> {
    const { session } = one.session;
    switch (verdict.is) {
      case 'paid':
        return this.#paid(one, verdict.payment);
      case 'failed':
        if (!one.failed && one.paidHash === undefined) await this.context.emit(eventOf('failed', session));
        one.failed = true;
        return;
      case 'absent':
        if (!one.opened && this.context.nowMs() < one.session.expiresAtMs)
          await this.context.emit(eventOf('page-opened', session));
        one.opened = true;
        one.failed = false;
        return;
      default: {
        const why = verdict.is === 'unclear' ? verdict.why : `error ${verdict.code}`;
        if (!one.puzzled)
          this.context.log('warn', 'bakong: an answer says nothing; the QR stays open', { session, why });
        one.puzzled = true;
        throw new SwitchError('malformed', `bakong: the check API: answered ${why}`, true);
      }
    }
  }

  /** The last look found nothing. */
  async expired(one: Followed): Promise<void> {
    await this.context.emit(eventOf('expired', one.session.session));
  }

  async #paid(one: Followed, payment: Payment): Promise<void> {
    if (one.paidHash === payment.hash || one.disputedHash === payment.hash) return;
    const { session } = one.session;
    // The bridge compares once more and refuses what differs: its books show the operator what came instead.
    const differs = difference(one, payment);
    await this.context.emit(eventOf('paid', session, payment));
    if (differs === undefined) {
      one.paidHash = payment.hash;
      return;
    }
    one.disputedHash = payment.hash;
    this.context.log('error', 'bakong: money came over something else than the QR; look at it by hand', {
      session,
      differs,
    });
  }
}

function difference({ session }: Followed, payment: Payment): string | undefined {
  if (payment.toAccount !== session.payee) return 'account';
  if (payment.currency !== session.currency) return 'currency';
  return payment.amountMinor === session.amountMinor ? undefined : 'amount';
}

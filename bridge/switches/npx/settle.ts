// What CheckTransactionStatus comes to. It is the only proof of a payment: notifications only make us ask.
import { SwitchError, type ConnectorContext } from '../../payments/ports';
import type { NpxConfig } from './config';
import { eventOf, type Status } from './decode';
import type { RoadHealth } from './health';
import type { Rest } from './rest';
import type { Followed } from './sessions';

const ERRORS_REMEMBERED = 50;

export class Settler {
  readonly #knownErrors = new Set<string>();
  #dropped = 0;

  constructor(
    readonly config: NpxConfig,
    readonly rest: Rest,
    readonly context: Pick<ConnectorContext, 'emit' | 'log' | 'nowMs'>,
    readonly health: RoadHealth,
  ) {}

  /** Asks, and remembers how that went. Rejects with a SwitchError when there is no answer. */
  async ask(one: Followed): Promise<Status> {
    try {
      const status = await this.rest.status(one.session, this.config.timing.requestMs);
      this.health.ok('api');
      one.askedMs = this.context.nowMs();
      one.failures = 0;
      this.#note(one, status);
      return status;
    } catch (error) {
      one.failures++;
      if (error instanceof SwitchError) this.health.trouble('api', error.message);
      throw error;
    }
  }

  /** The same, where no answer is no surprise. */
  async tryAsk(one: Followed): Promise<Status | undefined> {
    try {
      return await this.ask(one);
    } catch (error) {
      if (error instanceof SwitchError) return undefined;
      throw error;
    }
  }

  /** Tells what the status says and was not told. Rejects when the bridge could not keep it; the next look tells it. */
  async tell(one: Followed, status: Status): Promise<void> {
    const event = eventOf(one.session.session, status);
    one.open = status.is === 'pending';
    if (event === undefined) return;
    const key = [event.kind, event.txnId, event.amountMinor, event.currency].join('|');
    if (key === one.told || (one.paid !== undefined && status.is !== 'paid')) return;
    const differs = status.is === 'paid' && !this.isExpected(one, status);
    if (differs) this.#alarm(one, 'npx: a payment of another amount or currency; it is not announced');
    // What differs goes on with its own amount: the bridge refuses it and keeps it for the operator.
    await this.context.emit(event);
    one.told = key;
    if (status.is === 'paid' && !differs) one.paid = status.gatewayId;
  }

  /** In paisa and rupees, against the QR that was made. */
  isExpected(one: Followed, { amountMinor, currency }: Extract<Status, { is: 'paid' }>): boolean {
    return amountMinor === one.session.amountMinor && currency === 'NPR';
  }

  #note(one: Followed, status: Status): void {
    if (status.is === 'foreign') this.drop('the status of another MerchantTxnId');
    if (status.is === 'pending' && status.doubt !== undefined && status.doubt !== one.doubt) {
      this.#alarm(one, `npx: ${status.doubt}; it stays pending`);
      one.doubt = status.doubt;
    }
    if (status.is !== 'unknown') return;
    // The list of errors is not published: each is worth one line, a poll every few seconds is not.
    for (const error of status.errors) {
      if (this.#knownErrors.has(error) || this.#knownErrors.size >= ERRORS_REMEMBERED) continue;
      this.#knownErrors.add(error);
      this.context.log('info', 'npx: CheckTransactionStatus says', { error });
    }
  }

  /** A stranger's word. A flood of them must not become a flood of log lines. */
  drop(why: string): void {
    this.#dropped++;
    const dropped = this.#dropped;
    if ((dropped & (dropped - 1)) === 0) this.context.log('warn', 'npx: something was dropped', { why, dropped });
  }

  #alarm(one: Followed, message: string): void {
    this.context.log('error', message, { session: one.session.session });
  }
}

// Requests that reach us under /v1/webhooks/npx: NPX's notifications, and the pages that customers open.
import { createPace, type Pace } from '../../net/pace';
import type { Webhook, WebhookReply } from '../../payments/ports';
import { CustomerPages, type DeskParts } from './customer-pages';
import { decodeNotification, refusal, replyOf, verdictOf, type Notification, type Verdict } from './notification';
import { admitted, inOrder, newlyFollowed, type Followed } from './sessions';

export class Desk {
  readonly #strangers: Pace;
  readonly #pages: CustomerPages;
  #alarms = 0;

  constructor(readonly parts: DeskParts) {
    this.#strangers = createPace(parts.config.timing.strangerMs, parts.signal);
    this.#pages = new CustomerPages(parts);
  }

  /** Rejects when a proven event could not be kept: then the switch gets no `received` and repeats. */
  async answer(request: Webhook): Promise<WebhookReply> {
    const path = request.path.replace(/\/+$/, '');
    if (path === 'notify') return this.#notified(request);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405, 'GET only');
    return this.#pages.answer(request, path);
  }

  async #notified(request: Webhook): Promise<WebhookReply> {
    if (request.method !== 'GET' && request.method !== 'POST') return refusal(405, 'GET or POST');
    const notified = decodeNotification(request);
    if (notified === undefined) return refusal(400, 'MerchantTxnId and GatewayTxnId are needed');
    return replyOf(await this.#judge(notified));
  }

  async #judge(notified: Notification): Promise<Verdict> {
    const one = this.parts.sessions.get(notified.txnId);
    if (one === undefined) return this.#stranger(notified);
    if (one.paid === notified.gatewayId) return 'already received';
    return admitted(one, () => this.#known(one, notified), 'busy');
  }

  #known(one: Followed, notified: Notification): Promise<Verdict> {
    return inOrder(one, async () => {
      if (one.paid === notified.gatewayId) return 'already received';
      const status = await this.parts.settler.tryAsk(one);
      if (status === undefined) return 'not confirmed yet';
      const isExpected = status.is === 'paid' && this.parts.settler.isExpected(one, status);
      const verdict = verdictOf(status, notified, isExpected);
      if (verdict === 'differs') this.#alarm(notified);
      // A payment under another id than was notified is left to polling, which asks without being told to.
      const isOther = status.is === 'paid' && status.gatewayId !== notified.gatewayId;
      if (!isOther) await this.parts.settler.tell(one, status);
      return verdict === 'unknown' ? 'not confirmed yet' : verdict;
    });
  }

  /** A transaction that this process does not know: of an earlier day, of another shop's till, or invented. */
  async #stranger(notified: Notification): Promise<Verdict> {
    const { context, config, settler, signal } = this.parts;
    if (signal.aborted || !(await this.#strangers.turn(0))) return 'busy';
    const nowMs = context.nowMs();
    const createdAtMs = nowMs - config.timing.qrLifetimeMs;
    const one = newlyFollowed({ session: notified.txnId, amountMinor: 0, createdAtMs, expiresAtMs: nowMs });
    const status = await this.parts.settler.tryAsk(one);
    if (status === undefined) return 'not confirmed yet';
    const verdict = verdictOf(status, notified, true);
    if (verdict === 'unknown') settler.drop('a notification about an unknown transaction');
    if (verdict === 'differs') this.#alarm(notified);
    if (verdict !== 'received' || status.is !== 'paid') return verdict;
    // The store knows what the charge was over, and refuses what differs.
    one.session.amountMinor = status.amountMinor;
    await settler.tell(one, status);
    return verdict;
  }

  #alarm({ txnId }: Notification): void {
    const alarms = ++this.#alarms;
    // Forged ones may come by the thousand.
    if ((alarms & (alarms - 1)) !== 0) return;
    const message = 'npx: a notification that the switch’s books do not bear out; it is not believed';
    this.parts.context.log('error', message, { session: txnId, alarms });
  }
}

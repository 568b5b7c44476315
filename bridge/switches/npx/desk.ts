// Requests that reach us under /v1/webhooks/npx: NPX's notifications, and the pages that customers open.
import { createPace, type Pace } from '../../net/pace';
import { SwitchError, type ConnectorContext, type Webhook, type WebhookReply } from '../../payments/ports';
import type { NpxConfig } from './config';
import { bare, type Status } from './decode';
import { formFields } from './fields';
import { decodeNotification, refusal, replyOf, verdictOf, type Notification, type Verdict } from './notification';
import { formPage, note, readRedirectPath, redirect } from './page';
import type { Rest } from './rest';
import { inOrder, newlyFollowed, type Followed, type Sessions } from './sessions';
import type { Settler } from './settle';

export interface DeskParts {
  config: NpxConfig;
  context: ConnectorContext;
  sessions: Sessions;
  settler: Settler;
  rest: Rest;
  signal: AbortSignal;
}

const ENDED = 'This QR has ended. Ask for a new one at the counter.';
const THANKS = 'Thank you. The box at the counter says when the payment has arrived.';

export class Desk {
  readonly #strangers: Pace;

  constructor(readonly parts: DeskParts) {
    this.#strangers = createPace(parts.config.timing.strangerMs, parts.signal);
  }

  /** Rejects when a proven event could not be kept: then the switch gets no `received` and repeats. */
  async answer(request: Webhook): Promise<WebhookReply> {
    const path = request.path.replace(/\/+$/, '');
    if (path === 'notify') return this.#notified(request);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405, 'GET only');
    if (path === 'return') return this.#returned(request);
    return this.parts.config.mode === 'page' ? this.#form(request, path) : this.#redirect(request, path);
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
    return inOrder(one, async () => {
      if (one.paid === notified.gatewayId) return 'already received';
      const status = await this.#ask(one);
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
    const status = await this.#ask(one);
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

  async #ask(one: Followed): Promise<Status | undefined> {
    try {
      return await this.parts.settler.ask(one);
    } catch (error) {
      if (error instanceof SwitchError) return undefined;
      throw error;
    }
  }

  #alarm({ txnId }: Notification): void {
    const message = 'npx: a notification that the switch’s books do not bear out; it is not believed';
    this.parts.context.log('error', message, { session: txnId });
  }

  /** The customer's browser comes back. A reason to ask, and never a proof of anything. */
  async #returned(request: Webhook): Promise<WebhookReply> {
    const came = decodeNotification({ ...request, method: 'GET' });
    const one = came === undefined ? undefined : this.parts.sessions.get(came.txnId);
    if (one !== undefined && one.paid === undefined && request.method === 'GET') {
      await inOrder(one, async () => {
        const status = await this.#ask(one);
        if (status !== undefined) await this.parts.settler.tell(one, status);
      }).catch(() => this.parts.settler.drop('an event that could not be kept; the next look tells it'));
    }
    return note(200, THANKS);
  }

  async #redirect(request: Webhook, path: string): Promise<WebhookReply> {
    const { config, sessions } = this.parts;
    const read = readRedirectPath(path, config.secretKey);
    if (read === undefined) return note(404, 'There is no such page.');
    const one = sessions.get(read.session);
    if (one !== undefined && this.#hasEnded(one)) return note(410, ENDED);
    if (request.method === 'GET') await this.#opened(read.session, one);
    return redirect(read.link);
  }

  async #form(request: Webhook, path: string): Promise<WebhookReply> {
    const { config, sessions, rest, context } = this.parts;
    const one = sessions.get(/^p\/([0-9A-Za-z]{1,30})$/.exec(path)?.[1] ?? '');
    if (one === undefined || config.page === undefined) return note(404, 'There is no such page.');
    if (this.#hasEnded(one)) return note(410, ENDED);
    // Looking without opening, as previews do, must not use up the one-use process id.
    if (request.method === 'HEAD') return note(200, 'Payment');
    const { session: txnId, amountMinor } = one.session;
    try {
      const ready = one.processId;
      one.processId = undefined;
      const processId = ready ?? (await rest.processId(txnId, amountMinor, config.timing.requestMs));
      await this.#opened(txnId, one);
      const fields = formFields(config, { txnId, amountMinor, reference: one.reference, processId }, this.#returnUrl());
      return formPage(config.page.url, fields);
    } catch (error) {
      if (!(error instanceof SwitchError)) throw error;
      context.log('warn', error.message, { session: txnId });
      return note(503, 'The payment service does not answer. Try again in a moment.');
    }
  }

  #returnUrl(): string {
    return `${this.parts.config.publicUrl ?? ''}/return`;
  }

  #hasEnded(one: Followed): boolean {
    return one.paid !== undefined || this.parts.context.nowMs() >= one.session.expiresAtMs;
  }

  /** Told once a process; a store that is full must not keep the customer from paying. */
  async #opened(session: string, one: Followed | undefined): Promise<void> {
    if (one?.opened === true) return;
    if (one !== undefined) one.opened = true;
    try {
      await this.parts.context.emit(bare('page-opened', session));
    } catch {
      if (one !== undefined) one.opened = false;
      this.parts.context.log('warn', 'npx: an opened page could not be kept', { session });
    }
  }
}

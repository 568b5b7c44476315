// What the customer's browser opens: our redirect to the link, our form for the hosted page, and the way back.
import { SwitchError, type ConnectorContext, type Webhook, type WebhookReply } from '../../payments/ports';
import type { NpxConfig } from './config';
import { bare } from './decode';
import { formFields } from './fields';
import { decodeNotification } from './notification';
import { formPage, note, readRedirectPath, redirect } from './page';
import type { Rest } from './rest';
import { admitted, inOrder, type Followed, type Sessions } from './sessions';
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
const BUSY = 'The payment service does not answer. Try again in a moment.';

export class CustomerPages {
  constructor(readonly parts: DeskParts) {}

  async answer(request: Webhook, path: string): Promise<WebhookReply> {
    if (path === 'return') return this.#returned(request);
    return this.parts.config.mode === 'page' ? this.#form(request, path) : this.#redirect(request, path);
  }

  /** The customer's browser comes back. A reason to ask, and never a proof of anything. */
  async #returned(request: Webhook): Promise<WebhookReply> {
    const { sessions, settler } = this.parts;
    const came = decodeNotification({ ...request, method: 'GET' });
    const one = came === undefined ? undefined : sessions.get(came.txnId);
    if (one !== undefined && one.paid === undefined && request.method === 'GET') {
      const look = async (): Promise<void> => {
        const status = await settler.tryAsk(one);
        if (status !== undefined) await settler.tell(one, status);
      };
      await admitted(one, () => inOrder(one, look), undefined).catch(() =>
        settler.drop('an event that could not be kept; the next look tells it'),
      );
    }
    return note(200, THANKS);
  }

  async #redirect(request: Webhook, path: string): Promise<WebhookReply> {
    const { config, sessions } = this.parts;
    const read = readRedirectPath(path, config.secretKey);
    if (read === undefined) return note(404, 'There is no such page.');
    const one = sessions.get(read.session);
    if (one !== undefined && this.#hasEnded(one)) return note(410, ENDED);
    // A QR that the bridge does not watch is no open charge: nothing is told, and the customer goes on.
    if (request.method === 'GET' && one !== undefined) await this.#opened(one);
    return redirect(read.link);
  }

  async #form(request: Webhook, path: string): Promise<WebhookReply> {
    const { config, sessions, context } = this.parts;
    const one = sessions.get(/^p\/([0-9A-Za-z]{1,30})$/.exec(path)?.[1] ?? '');
    if (one === undefined || config.page === undefined) return note(404, 'There is no such page.');
    if (this.#hasEnded(one)) return note(410, ENDED);
    // Looking without opening, as previews do, must not use up the one-use process id.
    if (request.method === 'HEAD') return note(200, 'Payment');
    const { session: txnId, amountMinor } = one.session;
    try {
      const processId = await admitted(one, () => this.#processId(one), undefined);
      if (processId === undefined) return note(503, BUSY);
      await this.#opened(one);
      const { reference } = one;
      const fields = formFields(
        config,
        { txnId, amountMinor, reference, processId },
        `${config.publicUrl ?? ''}/return`,
      );
      return formPage(config.page.url, fields);
    } catch (error) {
      if (!(error instanceof SwitchError)) throw error;
      context.log('warn', error.message, { session: txnId });
      return note(503, BUSY);
    }
  }

  async #processId(one: Followed): Promise<string> {
    const ready = one.processId;
    one.processId = undefined;
    const { rest, config } = this.parts;
    return ready ?? (await rest.processId(one.session.session, one.session.amountMinor, config.timing.requestMs));
  }

  #hasEnded(one: Followed): boolean {
    return one.paid !== undefined || this.parts.context.nowMs() >= one.session.expiresAtMs;
  }

  /** Told once a process; a store that is full must not keep the customer from paying. */
  async #opened(one: Followed): Promise<void> {
    if (one.opened) return;
    one.opened = true;
    const { session } = one.session;
    try {
      await this.parts.context.emit(bare('page-opened', session));
    } catch {
      one.opened = false;
      this.parts.context.log('warn', 'npx: an opened page could not be kept', { session });
    }
  }
}

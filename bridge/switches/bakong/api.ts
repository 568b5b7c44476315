// Bakong's Open API: JSON over POST with a bearer token, one limiter for all of it.
import { fullJitterMs } from '../../net/backoff';
import { RequestError, requestJson, type JsonReply } from '../../net/json-request';
import { createPace } from '../../net/pace';
import { SwitchError } from '../../payments/ports';
import type { BakongConfig } from './config';
import { decodeCheck, decodeList, refusalOf, textOf, type Verdict } from './decode';
import type { Tokens } from './token';

const ANSWER_LIMIT_BYTES = 256 * 1024;
const UNAUTHORIZED = 6;
/** The most that one list may ask for. */
export const LIST_LIMIT = 50;

/** How a caller stands in the queue: it is turned away when its turn is further away than this. */
type Patience = number;

export class Api {
  readonly #pace;
  #strain = 0;
  #heldUntilMs = 0;

  constructor(
    readonly config: BakongConfig,
    readonly tokens: () => Tokens,
    readonly signal: AbortSignal,
  ) {
    this.#pace = createPace(config.timing.gapMs, signal);
  }

  /** How long everybody has to wait, because Bakong said so or because it does not answer. */
  get waitMs(): number {
    return this.#pace.waitMs();
  }

  /** A question that was under way may be answered well while all others wait: the road is not good yet. */
  get held(): boolean {
    return performance.now() < this.#heldUntilMs;
  }

  /** What became of one QR. Rejects with a SwitchError when Bakong cannot be asked or does not understand us. */
  async checkByMd5(md5: string, patience: Patience): Promise<Verdict> {
    return verdictOf(await this.#ask('check_transaction_by_md5', { md5 }, patience));
  }

  /** The same by the transaction's own hash, as a customer's receipt shows it. */
  async checkByHash(hash: string, patience: Patience): Promise<Verdict> {
    return verdictOf(await this.#ask('check_transaction_by_hash', { hash }, patience));
  }

  /** The same by the first 8 characters of the hash, which need amount (in major units, as on the receipt) and currency. */
  async checkByShortHash(
    receipt: { hash: string; amount: number; currency: string },
    patience: Patience,
  ): Promise<Verdict> {
    return verdictOf(await this.#ask('check_transaction_by_short_hash', receipt, patience));
  }

  /** Many QRs at once, at most 50; MD5s that the answer does not have are not in the map. */
  async checkByMd5List(md5s: string[], patience: Patience): Promise<{ verdicts: Map<string, Verdict>; odd: number }> {
    const asked = md5s.slice(0, LIST_LIMIT);
    const body = this.config.list === 'object' ? { md5List: asked } : asked;
    const list = decodeList(await this.#ask(LIST, body, patience));
    if (list === undefined) throw new RequestError('malformed', `${WHO}: answered no list`, true, undefined);
    return list;
  }

  /** Is there such an account? */
  async accountExists(accountId: string, patience: Patience): Promise<boolean> {
    return refusalOf(await this.#ask('check_bakong_account', { accountId }, patience)) === undefined;
  }

  /** A link that opens a banking app with this QR. */
  async deeplink(qr: string, patience: Patience): Promise<string> {
    const reply = await this.#ask('generate_deeplink_by_qr', { qr, sourceInfo: this.config.deeplink }, patience);
    const link = textOf(reply, 'shortLink');
    if (link === undefined)
      throw new SwitchError('refused', `${WHO}: gave no link (${refusalOf(reply) ?? '?'})`, false);
    return link;
  }

  /** A new token for this address. It goes around the queue's token, which may be dead. */
  async renewToken(email: string): Promise<string> {
    const reply = await this.#send('renew_token', { email }, undefined);
    const token = textOf(reply.body, 'token');
    if (reply.status === 200 && token !== undefined) return token;
    const code = refusalOf(reply.body);
    throw new SwitchError(
      'auth',
      `bakong: the token cannot be renewed: ${RENEWALS[code ?? 0] ?? 'no token came'}`,
      false,
    );
  }

  async #ask(path: string, body: unknown, patience: Patience): Promise<unknown> {
    const token = this.tokens().current;
    const first = await this.#turn(path, body, token, patience);
    if (!isUnauthorized(first)) return this.#good(first);
    const second = await this.#turn(path, body, await this.#renewed(token), patience);
    if (!isUnauthorized(second)) return this.#good(second);
    throw this.#strained(
      new RequestError('auth', `${WHO}: the credentials were refused, old and new`, false, undefined),
    );
  }

  async #renewed(token: string): Promise<string> {
    try {
      return await this.tokens().refused(token);
    } catch (error) {
      throw this.#strained(error);
    }
  }

  async #turn(path: string, body: unknown, token: string, patience: Patience): Promise<JsonReply> {
    if (!(await this.#pace.turn(patience))) {
      throw new RequestError('limit', `${WHO}: waiting as long as Bakong asked`, true, this.#pace.waitMs());
    }
    return this.#send(path, body, token);
  }

  /** Every failure makes everybody wait: as long as Bakong says, else longer and longer. */
  async #send(path: string, body: unknown, token: string | undefined): Promise<JsonReply> {
    try {
      return await requestJson({
        who: WHO,
        method: 'POST',
        url: `${this.config.baseUrl}/v1/${path}`,
        headers: {
          'content-type': 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify(body),
        timeoutMs: this.config.timing.requestMs,
        limitBytes: ANSWER_LIMIT_BYTES,
        signal: this.signal,
      });
    } catch (error) {
      if (error instanceof RequestError && error.status === 401) return { status: 401, body: undefined };
      if (!(error instanceof RequestError) || error.status !== 403) throw this.#strained(error);
      // Where only the list is closed, the single look-ups go on at their own pace.
      throw path === LIST ? closed(path) : this.#strained(closed(path));
    }
  }

  #strained(error: unknown): unknown {
    const { retryMinMs: minMs, retryMaxMs: maxMs } = this.config.timing;
    const asked = error instanceof RequestError ? error.retryAfterMs : undefined;
    const holdMs = asked ?? fullJitterMs({ minMs, maxMs }, this.#strain);
    this.#pace.holdFor(holdMs);
    this.#heldUntilMs = Math.max(this.#heldUntilMs, performance.now() + holdMs);
    this.#strain++;
    return error;
  }

  #good({ status, body }: JsonReply): unknown {
    if (status === 200) {
      this.#strain = 0;
      return body;
    }
    const code = refusalOf(body);
    const said = `${WHO}: HTTP ${status}${code === undefined ? '' : `, error ${code}`}`;
    if (status >= 500) throw this.#strained(new RequestError('unreachable', said, true, undefined, status));
    const what = status === 404 ? `${said}; check baseUrl` : said;
    throw this.#strained(new RequestError('refused', what, false, undefined, status));
  }
}

const WHO = 'bakong: the check API';
const LIST = 'check_transaction_by_md5_list';
const RENEWALS: Record<number, string> = {
  7: "Bakong's mail server does not answer",
  10: '`email` is not registered; use the address that the token was mailed to',
};

/** 403 answers calls from outside Cambodia, and paths that are closed to this token. */
function closed(path: string): RequestError {
  const message = `${WHO}: ${path} is closed to us (HTTP 403); Bakong answers from inside Cambodia only`;
  return new RequestError('auth', message, false, undefined, 403);
}

function isUnauthorized({ status, body }: JsonReply): boolean {
  return status === 401 || refusalOf(body) === UNAUTHORIZED;
}

function verdictOf(body: unknown): Verdict {
  const verdict = decodeCheck(body);
  if (verdict.is !== 'refused') return verdict;
  throw new SwitchError('refused', `${WHO}: refused with error ${verdict.code}`, verdict.code === 9);
}

// Bakong's connector: makes the KHQR itself and asks the check API what became of it.
import {
  SwitchError,
  type Connector,
  type ConnectorContext,
  type DoctorStep,
  type QrRequest,
  type QrSession,
  type WatchedSession,
} from '../../payments/ports';
import { Api } from './api';
import type { BakongConfig } from './config';
import { examine } from './doctor';
import { createHealth } from './health';
import { makeQr } from './make';
import { follow } from './sessions';
import { Settler } from './settle';
import { Tokens } from './token';
import { Watch } from './watch';

export class BakongConnector implements Connector {
  /** Bakong pushes nothing. */
  readonly webhook = undefined;
  readonly #stop = new AbortController();
  readonly #health;
  readonly #api: Api;
  readonly #tokens: Tokens;
  readonly #settler: Settler;
  readonly #watch: Watch;
  readonly #tokenClock: NodeJS.Timeout;

  constructor(
    readonly config: BakongConfig,
    readonly context: ConnectorContext,
  ) {
    const { signal } = this.#stop;
    this.#health = createHealth(context);
    this.#api = new Api(config, () => this.#tokens, signal);
    this.#tokens = new Tokens(config, context, this.#health, (email) => this.#api.renewToken(email));
    this.#settler = new Settler(context);
    this.#watch = new Watch({ config, context, api: this.#api, settler: this.#settler, health: this.#health, signal });
    this.#tokenClock = setInterval(() => this.#checkToken(), config.timing.tokenCheckMs);
    this.#checkToken();
  }

  /** Needs no road: a KHQR is made here. It lives for at most ten minutes. */
  createQr(request: QrRequest): Promise<QrSession> {
    if (this.#stop.signal.aborted) return Promise.reject(new SwitchError('unreachable', 'bakong: is closed', false));
    // In a promise's hands, so that a refusal is a rejection.
    return Promise.resolve().then(() => makeQr(this.config, request, this.context.nowMs()));
  }

  watch(session: WatchedSession): void {
    const known = this.#watch.get(session.session);
    if (known === undefined) this.#watch.add(follow(session, performance.now()));
    else known.watched = true;
  }

  unwatch(session: string): void {
    this.#watch.release(session);
  }

  /** Rejects with a SwitchError when Bakong says nothing: then nobody knows, and silence would say "not paid". */
  async lookUp(session: WatchedSession): Promise<void> {
    const one = this.#watch.get(session.session) ?? follow(session, 0);
    try {
      const verdict = await this.#api.checkByMd5(session.session, this.config.timing.requestMs);
      if (!this.#api.held) this.#health.ok();
      await this.#settler.settle(one, verdict);
    } catch (error) {
      if (error instanceof SwitchError && !this.#stop.signal.aborted) this.#health.trouble(error.message);
      throw error;
    }
  }

  diagnose(): AsyncIterable<DoctorStep> {
    return examine(this.config, this.#api, this.#tokens, () => this.context.nowMs());
  }

  async close(): Promise<void> {
    this.#stop.abort();
    clearInterval(this.#tokenClock);
    await this.#watch.close();
  }

  #checkToken(): void {
    void this.#tokens.check().catch((error: unknown) => {
      this.context.log(
        'error',
        error instanceof Error ? error.message : 'bakong: the token could not be looked at',
        {},
      );
    });
  }
}

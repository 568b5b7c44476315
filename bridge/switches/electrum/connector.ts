// The connector in both its modes. A retailer asks an intermediate over HTTP; an intermediate is asked: by the tills of
// other shops and by wallets over HTTP, and by the till of this bridge's own boxes without a road between.
import { setMaxListeners } from 'node:events';
import type {
  Connector,
  ConnectorContext,
  DoctorStep,
  QrRequest,
  QrSession,
  WatchedSession,
  Webhook,
  WebhookReply,
} from '../../payments/ports';
import type { ElectrumConfig, IntermediateConfig, RetailerConfig } from './config';
import { examineIntermediate, examineRetailer } from './doctor';
import { Forwarder } from './forward';
import { createHealth, type Road, type RoadHealth } from './health';
import { Hub } from './hub';
import { localUpstream } from './local';
import { answerCall } from './serve';
import { Till } from './till';
import { httpUpstream, type Upstream } from './upstream';

export class ElectrumConnector implements Connector {
  readonly webhook: ((request: Webhook) => Promise<WebhookReply>) | undefined;
  readonly #stop = new AbortController();
  readonly #health: RoadHealth;
  readonly #till: Till;
  readonly #forwarders: Forwarder[] = [];
  readonly #hub: Hub | undefined;
  readonly #examine: () => AsyncIterable<DoctorStep>;

  constructor(
    config: ElectrumConfig,
    private readonly context: ConnectorContext,
  ) {
    // Every request and every wait that is under way listens to it.
    setMaxListeners(0, this.#stop.signal);
    this.#health = createHealth(context);
    const nowMs = (): number => context.nowMs();
    if (config.mode === 'retailer') {
      const upstream = this.#road(config, config.baseUrl, config.password, 'electrum');
      const { payMs: windowMs, marginMs } = config.timing;
      this.#till = this.#openTill(config, upstream, { windowMs, marginMs });
      this.webhook = undefined;
      this.#examine = () => examineRetailer(config, { config, upstream, nowMs, signal: this.#stop.signal });
      return;
    }
    const partners = this.#partnersOf(config);
    const hub = this.#openHub(config, partners);
    this.#hub = hub;
    // The pay of an own box waits as long as its QR, and the partner may answer after that.
    const times = { windowMs: Number.POSITIVE_INFINITY, marginMs: config.timing.forwardMs + config.timing.requestMs };
    this.#till = this.#openTill(config, localUpstream(hub, config.client.id), times);
    this.webhook = (request) => answerCall(request, config, hub);
    this.#examine = () => examineIntermediate(config, partners, nowMs);
  }

  createQr(request: QrRequest): Promise<QrSession> {
    return this.#till.createQr(request);
  }

  watch({ session }: WatchedSession): void {
    this.#till.watch(session);
  }

  unwatch(session: string): void {
    this.#till.stop(session);
  }

  cancel(session: string): void {
    this.#till.stop(session);
  }

  /**
   * No call of the interface asks what became of a payment: the answer to a pay is the only word, and a pay whose answer
   * was lost is called back. What can be done now is to deliver what is owed. Rejects when that is not possible.
   */
  lookUp({ session }: WatchedSession): Promise<void> {
    return this.#till.hurry(session);
  }

  diagnose(): AsyncIterable<DoctorStep> {
    return this.#examine();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    for (const forwarder of this.#forwarders) forwarder.close();
    this.#hub?.close();
    await this.#till.close();
  }

  #openTill(config: ElectrumConfig, upstream: Upstream, times: { windowMs: number; marginMs: number }): Till {
    const forwarder = this.#forwarder(config, 'advice');
    const { context } = this;
    return new Till({
      config,
      context,
      upstream,
      forwarder,
      health: this.#health,
      ...times,
      closed: this.#stop.signal,
    });
  }

  #openHub(config: IntermediateConfig, partners: ReadonlyMap<string, Upstream>): Hub {
    const forwarders = new Map(config.partners.map(({ id }) => [id, this.#forwarder(config, `partner ${id}`)]));
    return new Hub({
      ...{ config, context: this.context, health: this.#health, partners, forwarders, closed: this.#stop.signal },
      onScan: (tranId) => this.#till.scanned(tranId),
    });
  }

  #partnersOf(config: IntermediateConfig): ReadonlyMap<string, Upstream> {
    return new Map(
      config.partners.map(({ id, baseUrl, ours }) => [
        id,
        this.#road(config, baseUrl, ours, `electrum: partner ${id}`),
      ]),
    );
  }

  #road(config: RetailerConfig | IntermediateConfig, baseUrl: string, password: string, who: string): Upstream {
    const { requestMs, lateMs } = config.timing;
    return httpUpstream({
      ...{ who, baseUrl, username: config.client.id, password, requestMs, lateMs, signal: this.#stop.signal },
      onLate: (status) => this.context.log('warn', `${who}: an answer came too late and is ignored`, { status }),
    });
  }

  #forwarder(config: ElectrumConfig, road: Road): Forwarder {
    const { adviceMinMs: minMs, adviceMaxMs: maxMs, adviceGiveUpMs: giveUpMs } = config.timing;
    const forwarder = new Forwarder({
      ...{ backoff: { minMs, maxMs }, giveUpMs, nowMs: () => this.context.nowMs() },
      onAttempt: (owed, outcome, waiting) => {
        if (outcome.is !== 'again') return this.#health.ok(road);
        this.#health.trouble(road, `electrum: ${road}: ${outcome.why}; ${waiting} advices wait and are repeated`);
        this.context.log('warn', `electrum: an advice waits: ${outcome.why}`, { advice: owed.key, waiting });
      },
      onGivenUp: (owed) => this.context.log('error', 'electrum: an advice is given up', { advice: owed.key }),
    });
    this.#forwarders.push(forwarder);
    return forwarder;
  }
}

// The embedded broker: aedes in this process. Boxes speak MQTT 3.1.1 with QoS 1 and clean sessions; nothing is retained
// and nothing is kept for a box that is away, because the store is the queue.
import type { AddressInfo, Server, Socket } from 'node:net';
import type { SecureContextOptions } from 'node:tls';
import { Aedes } from 'aedes';
import type { Client } from 'aedes';
import { isDeviceId, topicOf } from '../../firmware/wire/index';
import { reasonOf } from '../log';
import type { Log } from '../log';
import type { Metrics } from '../metrics/registry';
import { Rates } from '../net/rates';
import type { Rate } from '../net/rates';
import { DirectLine } from './direct-line';
import { connectionRates, plainListener, tlsListener } from './listener';
import type { Road } from './port';

export interface EmbeddedLimits {
  /** Open connections. */
  connections: number;
  /** New connections a second, all together and from one address. */
  rate: Rate;
  ratePerAddress: Rate;
  /** A connection that has not sent CONNECT by then is closed. */
  connectTimeoutMs: number;
  /** The longest keepalive that a box may ask for; none at all is refused, too. */
  keepaliveSeconds: number;
}

/** Good for 10,000 boxes that all come back at once, within a minute. */
export const EMBEDDED_LIMITS: EmbeddedLimits = {
  connections: 12_000,
  rate: { burst: 500, perSecond: 200 },
  ratePerAddress: { burst: 60, perSecond: 20 },
  connectTimeoutMs: 10_000,
  keepaliveSeconds: 1200,
};

export interface EmbeddedOptions {
  host: string;
  /** 0 takes a free one; undefined: nobody connects without TLS. */
  port: number | undefined;
  tls?: { port: number; context: SecureContextOptions } | undefined;
  /** Is there such a box, and is this its password? */
  admit(device: string, password: Uint8Array): Promise<boolean>;
  limits: EmbeddedLimits;
  nowMs(): number;
  log: Log;
  metrics: Metrics;
}

/** Presence payloads are 'online' and 'offline'. */
const PRESENCE_LIMIT_BYTES = 16;
/** Lines of one reason in the log; the metrics count what is not written. */
const LINES = { burst: 20, perSecond: 0.1 };
const CLOSE_LIMIT_MS = 2_000;
/** CONNACK codes (MQTT 3.1.1 table 3.1). */
const BAD_CREDENTIALS = 4;
const UNAVAILABLE = 3;

type Refuse = (reason: string, fields?: { device?: string; address?: string }) => void;

export interface EmbeddedRoad extends Road {
  port: number | undefined;
  tlsPort: number | undefined;
  /** New connections see this certificate. */
  renew(context: SecureContextOptions): void;
}

/** Starts the broker. Rejects when a port cannot be taken. */
export async function embeddedRoad(options: EmbeddedOptions): Promise<EmbeddedRoad> {
  const { log, metrics, limits } = options;
  const lines = new Rates(LINES, options.nowMs);
  const refuse: Refuse = (reason, fields = {}) => {
    metrics.count('ghanti_connections_refused_total', { reason });
    if (lines.admit(reason)) log.warn('mqtt: refused', { ...fields, reason });
  };
  const broker = await Aedes.createBroker({
    connectTimeout: limits.connectTimeoutMs,
    keepaliveLimit: limits.keepaliveSeconds,
    maxTopicLevels: 3,
    maxInflightInbound: 1,
    drainTimeout: 30_000,
  });
  const line = new DirectLine();
  let onUp: (device: string, bytes: Uint8Array) => void = () => undefined;
  let onPresence: (device: string, online: boolean) => void = () => undefined;
  admitKnown(broker, options, refuse);
  keepToOwnTopics(broker, refuse, (device, bytes) => onUp(device, bytes));
  follow(broker, line, (device, online) => onPresence(device, online));
  const parts = { limits, nowMs: () => options.nowMs(), refuse, take: (socket: Socket) => void broker.handle(socket) };
  const rates = connectionRates(parts);
  const plain = options.port === undefined ? undefined : plainListener(parts, rates);
  const secure = options.tls === undefined ? undefined : tlsListener(parts, rates, options.tls.context);
  const servers = [plain, secure?.server].filter((server) => server !== undefined);
  const port = plain && (await listen(plain, options.host, options.port ?? 0));
  const tlsPort = secure && (await listen(secure.server, options.host, options.tls?.port ?? 0));
  return {
    ...{ port, tlsPort, renew: (context) => secure?.renew(context) },
    address: port === undefined ? `mqtts://${options.host}:${tlsPort}` : `mqtt://${options.host}:${port}`,
    presence: 'known',
    publish: (device, bytes) => line.send(device, bytes),
    hangUp: (device) => line.cut(device),
    onUp: (handler) => void (onUp = handler),
    onPresence: (handler) => void (onPresence = handler),
    // The broker is here: its way is open from the start and never opens again.
    onOpen: (handler) => handler(),
    isOpen: () => servers.every((server) => server.listening),
    close: () => close(broker, servers, line),
  };
}

/** Only boxes with their password, and only sessions that end with their connection. */
function admitKnown(broker: Aedes, { admit, log }: EmbeddedOptions, refuse: Refuse): void {
  broker.preConnect = (_client, packet, done) => {
    // A session that outlives its connection would have the broker remember what only the store may.
    const lasting = packet.clean !== true;
    const problem = lasting ? 'persistent-session' : packet.will?.retain === true ? 'retained-will' : undefined;
    if (problem === undefined) return done(null, true);
    refuse(problem);
    done(new Error(problem), false);
  };
  broker.authenticate = (client, username, password, done) => {
    // Without its password nobody gets as far as taking a box's place (MQTT 3.1.1 section 3.1.4).
    const asked = client.id;
    const known = username === asked && isDeviceId(asked) && password !== undefined;
    const admitted = known ? admit(asked, password) : Promise.resolve(false);
    admitted.then(
      (good) => {
        if (good) return done(null, true);
        refuse('credentials', known ? { device: asked } : {});
        done(Object.assign(new Error('bad user name or password'), { returnCode: BAD_CREDENTIALS }), null);
      },
      (error: unknown) => {
        log.error('mqtt: cannot check a password', { device: asked, reason: reasonOf(error) });
        done(Object.assign(new Error('server unavailable'), { returnCode: UNAVAILABLE }), null);
      },
    );
  };
}

/** A box that tries anything but its own two topics is hung up on; for a strange subscription it gets a refusal. */
function keepToOwnTopics(broker: Aedes, refuse: Refuse, onUp: (device: string, bytes: Uint8Array) => void): void {
  broker.authorizePublish = (client, packet, done) => {
    const device = client?.id ?? '';
    if (packet.qos < 2 && !packet.retain) {
      if (packet.topic === topicOf(device, 'u')) {
        onUp(device, Buffer.from(packet.payload));
        return done(null);
      }
      if (packet.topic === topicOf(device, 's') && packet.payload.length <= PRESENCE_LIMIT_BYTES) return done(null);
    }
    refuse('publish-not-allowed', { device });
    done(new Error('a box may publish to its own topics only, not retained, at QoS 0 or 1'));
  };
  broker.authorizeSubscribe = (client, subscription, done) => {
    if (subscription.topic === topicOf(client.id, 'd')) return done(null, subscription);
    refuse('subscribe-not-allowed', { device: client.id });
    done(null, null);
  };
}

/** Keeps the lines to the boxes: who is connected, subscribed and has acknowledged what. */
function follow(broker: Aedes, line: DirectLine, presence: (device: string, online: boolean) => void): void {
  broker.on('client', (client: Client) => line.open(client));
  broker.on('clientReady', (client: Client) => presence(client.id, true));
  broker.on('clientDisconnect', (client: Client) => {
    if (line.close(client)) presence(client.id, false);
  });
  broker.on('subscribe', (subscriptions, client) => {
    for (const { topic, qos } of subscriptions)
      if (qos < 2 && topic === topicOf(client.id, 'd')) line.subscribed(client, qos);
  });
  broker.on('unsubscribe', (_topics, client) => line.unsubscribed(client));
  broker.on('ack', (_packet, client) => line.acknowledged(client));
}

/** @returns the port that was taken */
function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, backlog: 1024 }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

async function close(broker: Aedes, servers: Server[], line: DirectLine): Promise<void> {
  const stopped = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
  line.hangUp();
  let limit: NodeJS.Timeout | undefined;
  await Promise.race([
    Promise.all([new Promise<void>((resolve) => broker.close(() => resolve())), ...stopped]),
    new Promise<void>((resolve) => (limit = setTimeout(resolve, CLOSE_LIMIT_MS))),
  ]);
  clearTimeout(limit);
}

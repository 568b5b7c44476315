// The road over a broker of its own: mosquitto for a site, a cluster for more. The bridge is one more MQTT 3.1.1 client.
import { randomBytes } from 'node:crypto';
import { connect } from 'mqtt';
import { isDeviceId, topicOf } from '../../firmware/wire/index';
import type { Log } from '../log';
import type { Road } from './port';

export interface ExternalOptions {
  /** mqtt://host:port or mqtts://host:port */
  url: string;
  username: string | undefined;
  password: string | undefined;
  /** Authorities in PEM that its certificate must come from; undefined: those that Node knows. */
  ca?: Buffer | undefined;
  log: Log;
}

const PUBLISH_LIMIT_MS = 10_000;
const RECONNECT_MS = 1_000;
const CONNECT_LIMIT_MS = 10_000;
const CLOSE_LIMIT_MS = 2_000;
/** A sealed message (firmware/wire) is at most this long. */
const MESSAGE_LIMIT_BYTES = 900;
/** g/<id>/u and g/<id>/s of every box. */
const TOPICS = ['g/+/u', 'g/+/s'];
/** SUBACK's word for a refused subscription (MQTT 3.1.1 section 3.9.3). */
const REFUSED = 128;

/**
 * Connects and keeps connecting; resolves at once, whether the broker is there or not, because a bridge that starts
 * before its broker must still take charges' events. `isOpen` and `onOpen` say when it is there.
 */
export function externalRoad(options: ExternalOptions): Road {
  const { log } = options;
  const { username, password, ca } = options;
  const client = connect(options.url, {
    // The certificate is always checked, against its name too.
    ...{ username, password, ca },
    clientId: `ghanti-bridge-${randomBytes(4).toString('hex')}`,
    protocolVersion: 4,
    clean: true,
    keepalive: 30,
    connectTimeout: CONNECT_LIMIT_MS,
    reconnectPeriod: RECONNECT_MS,
    // The store is the queue: nothing is kept in the client while the broker is away.
    queueQoSZero: false,
    resubscribe: false,
  });
  let open = false;
  let onUp: (device: string, bytes: Uint8Array) => void = () => undefined;
  let onPresence: (device: string, online: boolean) => void = () => undefined;
  const opened: (() => void)[] = [];

  client.on('connect', () => {
    client.subscribe(TOPICS, { qos: 1 }, (error, granted) => {
      const refused = granted?.find(({ qos }) => Number(qos) === REFUSED);
      if (error !== null || refused !== undefined) {
        log.error('mqtt: the broker refuses the bridge its subscriptions; check its access list', {
          reason: refused?.topic ?? error?.message,
        });
        return;
      }
      open = true;
      for (const handler of opened) handler();
    });
  });
  client.on('close', () => {
    if (open) log.warn('mqtt: the broker is gone; reconnecting', { address: withoutUser(options.url) });
    open = false;
  });
  client.on('error', (error) => log.warn('mqtt: broker trouble', { reason: error.message }));
  client.on('message', (topic, payload, packet) => {
    const [, device = '', direction] = topic.split('/');
    // A retained message is an old one, and boxes retain nothing.
    if (!isDeviceId(device) || packet.retain || payload.length > MESSAGE_LIMIT_BYTES) return;
    if (direction === 'u') onUp(device, payload);
    else onPresence(device, payload.toString('latin1') === 'online');
  });
  return {
    address: withoutUser(options.url),
    presence: 'claimed',
    publish: (device, bytes) => {
      if (!open) return Promise.reject(new Error('the broker is not connected'));
      return within(PUBLISH_LIMIT_MS, client.publishAsync(topicOf(device, 'd'), Buffer.from(bytes), { qos: 1 }));
    },
    // The operator takes the box's user out of the broker; what it still says there is not believed.
    hangUp: () => undefined,
    onUp: (handler) => void (onUp = handler),
    onPresence: (handler) => void (onPresence = handler),
    onOpen: (handler) => {
      opened.push(handler);
      if (open) handler();
    },
    isOpen: () => open,
    close: () => within(CLOSE_LIMIT_MS, client.endAsync(true)).catch(() => undefined),
  };
}

async function within(limitMs: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer from the broker within ${limitMs / 1000} s`)), limitMs);
    timer.unref();
  });
  try {
    await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** For logs and the operator: an address may carry a user and a password. */
function withoutUser(address: string): string {
  const url = new URL(address);
  url.username = '';
  url.password = '';
  return url.toString();
}

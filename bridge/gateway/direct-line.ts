import type { Client } from 'aedes';
import { topicOf } from '../../firmware/wire/index';

/** A message that does not reach the box is given up after this long; whoever sent it decides what then. */
const ACK_LIMIT_MS = 20_000;
/** Messages on their way to one box. */
const BACKLOG = 64;

interface Sent {
  resolve: () => void;
  reject: (reason: Error) => void;
  limit: NodeJS.Timeout;
}
interface Line {
  client: Client;
  /** The QoS that the box was granted for its own topic; undefined before it subscribed. */
  qos: number | undefined;
  waiting: Sent[];
}

/**
 * The boxes that are connected to the embedded broker, each written to directly: going through the topic tree for a
 * topic that has exactly one reader costs more and says less.
 */
export class DirectLine {
  readonly #lines = new Map<string, Line>();

  open(client: Client): void {
    this.#lines.set(client.id, { client, qos: undefined, waiting: [] });
  }

  /** False when another connection of the box has taken its place already. */
  close(client: Client): boolean {
    const line = this.#lines.get(client.id);
    if (line?.client !== client) return false;
    this.#lines.delete(client.id);
    for (const sent of line.waiting) fail(sent, 'the box disconnected');
    return true;
  }

  subscribed(client: Client, qos: number): void {
    const line = this.#of(client);
    if (line !== undefined) line.qos = qos;
  }

  unsubscribed(client: Client): void {
    const line = this.#of(client);
    if (line !== undefined) line.qos = undefined;
  }

  /** A PUBACK. They come in the order of the messages (MQTT-4.6.0-2), so it is for the oldest that waits. */
  acknowledged(client: Client): void {
    const sent = this.#of(client)?.waiting.shift();
    if (sent === undefined) return;
    clearTimeout(sent.limit);
    sent.resolve();
  }

  /** Resolves when the box itself has acknowledged; rejects when it is away, slow, or does not answer in time. */
  send(device: string, bytes: Uint8Array): Promise<void> {
    const line = this.#lines.get(device);
    if (line?.qos === undefined) return Promise.reject(new Error('the box is not connected'));
    if (line.waiting.length >= BACKLOG) return Promise.reject(new Error(`${BACKLOG} messages wait for the box`));
    const { client, qos, waiting } = line;
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => client.close(), ACK_LIMIT_MS);
      limit.unref();
      const sent = { resolve, reject, limit };
      waiting.push(sent);
      const topic = topicOf(device, 'd');
      const packet = { cmd: 'publish', topic, payload: Buffer.from(bytes), qos: 1, retain: false, dup: false } as const;
      client.publish(packet, () => {
        // At QoS 0 nothing comes back: written is all that can be known.
        if (qos === 0) this.acknowledged(client);
      });
    });
  }

  /** Ends this box's connection; `close` follows. */
  cut(device: string): void {
    this.#lines.get(device)?.client.close();
  }

  hangUp(): void {
    for (const { waiting } of this.#lines.values()) for (const sent of waiting) fail(sent, 'the bridge is closing');
    this.#lines.clear();
  }

  #of(client: Client): Line | undefined {
    const line = this.#lines.get(client.id);
    return line?.client === client ? line : undefined;
  }
}

function fail(sent: Sent, why: string): void {
  clearTimeout(sent.limit);
  sent.reject(new Error(why));
}

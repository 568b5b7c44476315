// What a box asks of its MQTT client, whichever engine it runs on.

/** Who a box is to its broker. Topics and last will follow from the id (wire/topics.ts). */
export interface Account {
  host: string;
  port: number;
  /** Client id and user name. */
  id: string;
  password: string;
}

export interface MqttOptions {
  keepaliveSeconds: () => number;
  uptimeSeconds: () => number;
  /** 31 random bits. */
  random: () => number;
}

/** What the broker says of a box that is gone without a word. */
export const OFFLINE = 'offline';

export interface MqttEvents {
  /** The subscription stands. */
  up(): void;
  /** The connection ended or could not be made; the next try is under way. */
  down(reason: string): void;
  message(topic: string, payload: string): void;
}
export interface Mqtt {
  start(): void;
  stop(): void;
  /** Once a second: limits on waits, keepalive. */
  tick(): void;
  /** QoS 1. Without a connection, or when too many wait, the message is gone: the box's own acks make up for it. */
  publish(topic: string, payload: string): void;
}

// Eve is on the broker: she hears everything, and writes what she likes to whom she likes.
import { connectAsync } from 'mqtt';
import type { IClientOptions, MqttClient } from 'mqtt';
import { onTestFinished } from 'vitest';
import { decodeDown, decodeUp, open, topicOf } from '../../firmware/wire/index';
import type { Down, Up } from '../../firmware/wire/index';
import { identity } from './bridge-config';
import { nativeSha256 } from './wire';

export interface Heard {
  topic: string;
  payload: Buffer;
}
export interface Eve {
  client: MqttClient;
  /** Everything that passed the broker. */
  heard: Heard[];
  put(topic: string, payload: Buffer | string, retain?: boolean): Promise<void>;
  /** The newest message of this kind that she has recorded. She sees no kinds; the test knows the keys and tells her. */
  recorded(device: string, is: (Down | Up)['is']): Buffer;
}

export async function eveAt(port: number, options: IClientOptions = {}): Promise<Eve> {
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { protocolVersion: 4, reconnectPeriod: 0, ...options });
  onTestFinished(() => client.endAsync(true));
  client.on('error', () => undefined);
  const heard: Heard[] = [];
  client.on('message', (topic, payload) => void heard.push({ topic, payload }));
  await client.subscribeAsync('#', { qos: 1 });
  return {
    client,
    heard,
    put: async (topic, payload, retain = false) => void (await client.publishAsync(topic, payload, { qos: 1, retain })),
    recorded(device, is) {
      const found = heard.findLast(({ topic, payload }) => kindOf(device, topic, payload) === is);
      if (found === undefined) throw new Error(`no ${is} of ${device} passed the broker`);
      return found.payload;
    },
  };
}

function kindOf(device: string, topic: string, payload: Buffer): string | undefined {
  const down = topic === topicOf(device, 'd');
  if (!down && topic !== topicOf(device, 'u')) return undefined;
  const opened = open(nativeSha256, identity(device).key, topic, payload.toString('latin1'));
  const message = opened === undefined ? undefined : down ? decodeDown(opened) : decodeUp(opened);
  return typeof message === 'object' ? message.is : undefined;
}

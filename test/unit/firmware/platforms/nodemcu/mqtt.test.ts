import { beforeEach, describe, expect, test, vi } from 'vitest';
import { mqttClient } from '../../../../../firmware/platforms/nodemcu/mqtt';
import { DEVICE_ID_LIMIT, topicOf } from '../../../../../firmware/wire/topics';
import { stubMqtt } from '../../../../support/mqtt-module';
import type { ModuleClient } from '../../../../support/mqtt-module';
import { stubTimers } from '../../../../support/node-chip';

beforeEach(() => {
  vi.useFakeTimers();
  stubTimers();
  return () => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  };
});

const LONGEST_PAUSE_MS = 30_200;

function box(takes: Parameters<typeof stubMqtt>[0] = {}) {
  const clients = stubMqtt(takes);
  const happened: string[] = [];
  const clock = { seconds: 0 };
  const mqtt = mqttClient(
    { host: '10.0.0.1', port: 1883, id: 'box-1', password: 'secret' },
    {
      secure: 0,
      keepaliveSeconds: () => 90,
      uptimeSeconds: () => clock.seconds,
      random: () => 2 ** 31 - 1,
    },
    {
      up: () => happened.push('up'),
      down: (reason) => happened.push(`down: ${reason}`),
      message: (topic, payload) => happened.push(`${topic}: ${payload}`),
    },
  );
  mqtt.start();
  const last = (): ModuleClient => clients.at(-1)!;
  const up = (): void => {
    last().accept();
    last().grant();
  };
  const later = (seconds: number): void => {
    clock.seconds += seconds;
    mqtt.tick();
  };
  return { mqtt, clients, happened, last, up, later };
}

describe('MQTT on NodeMCU', () => {
  test('says who it is, leaves its will, and is up when the subscription stands', () => {
    const { last, happened } = box();
    expect(last().given).toEqual(['box-1', 90, 'box-1', 'secret', 1]);
    expect(last().will).toEqual(['g/box-1/s', 'offline', 1, 0]);
    expect(last().connectedTo).toEqual(['10.0.0.1', 1883, 0]);
    last().accept();
    expect([last().subscribedTo, happened]).toEqual([['g/box-1/d', 1], []]);
    last().grant();
    expect(happened).toEqual(['up']);
  });

  test('fits into what the module cuts without a word: client id, user and will topic of 32', () => {
    expect(topicOf('a'.repeat(DEVICE_ID_LIMIT), 's').length).toBeLessThanOrEqual(32);
  });

  test('gives messages on, but not the later pieces of one that is too long', () => {
    const { last, up, happened } = box();
    up();
    last().message('g/box-1/d', 'x');
    last().message('g/box-1/d');
    expect(happened).toEqual(['up', 'g/box-1/d: x']);
  });

  test('comes back after the broker hung up, with another client, and is deaf to the old one', () => {
    const { clients, up, happened } = box();
    up();
    clients[0]!.hangUp();
    vi.advanceTimersByTime(LONGEST_PAUSE_MS);
    expect([clients.length, clients[0]!.closed]).toEqual([2, true]);
    clients[0]!.message('g/box-1/d', 'late');
    clients[0]!.hangUp();
    clients[0]!.grant();
    up();
    expect(happened).toEqual(['up', 'down: hung up', 'up']);
  });

  test('tells a refusal once, though the module tells it twice', () => {
    const { last, happened } = box();
    last().refuse(5);
    expect(happened).toEqual(['down: refused 5']);
  });

  test('tries again and again, with pauses that grow up to half a minute', () => {
    const { clients } = box();
    const pauses: number[] = [];
    for (let i = 0; i < 8; i++) {
      const before = clients.length;
      clients.at(-1)!.refuse(-5);
      let ms = 0;
      for (; clients.length === before; ms += 10) vi.advanceTimersByTime(10);
      pauses.push(ms);
    }
    expect(Math.max(...pauses)).toBeLessThanOrEqual(LONGEST_PAUSE_MS);
    expect(pauses.at(-1)).toBeGreaterThan(pauses[0]!);
  });

  test('gives up a broker that never answers its connect', () => {
    const { later, happened, last } = box();
    later(19);
    expect(happened).toEqual([]);
    later(1);
    expect([happened, last().closed]).toEqual([['down: no answer'], true]);
  });

  test('gives up a broker that never grants the subscription', () => {
    const { later, happened, last } = box();
    last().accept();
    later(20);
    expect(happened).toEqual(['down: no answer']);
  });

  test.each([
    ['connect', 'down: connect'],
    ['subscribe', 'down: no subscription'],
    ['publish', 'down: no room'],
  ] as const)('takes a module that does not take its %s for a lost connection', (call, reason) => {
    const { mqtt, up, happened, clients } = box({ [call]: false });
    if (call !== 'connect') up();
    mqtt.publish('g/box-1/u', 'x');
    expect(happened.at(-1)).toBe(reason);
    vi.advanceTimersByTime(LONGEST_PAUSE_MS);
    expect(clients.length).toBeGreaterThan(1);
  });
});

describe('publishing', () => {
  test('is at QoS 1, not retained', () => {
    const { mqtt, up, last } = box();
    up();
    mqtt.publish('g/box-1/u', 'x');
    expect(last().published).toEqual([{ topic: 'g/box-1/u', payload: 'x', qos: 1, retain: 0 }]);
  });

  test('without an answer for 20 s means that the broker is gone', () => {
    const { mqtt, up, later, happened } = box();
    up();
    later(100);
    mqtt.publish('g/box-1/u', 'x');
    later(19);
    mqtt.publish('g/box-1/u', 'y');
    expect(happened).toEqual(['up']);
    later(1);
    expect(happened).toEqual(['up', 'down: no answer']);
  });

  test('with one answer for several is enough to know that it lives', () => {
    const { mqtt, up, last, later, happened } = box();
    up();
    for (let i = 0; i < 3; i++) mqtt.publish('g/box-1/u', 'x');
    last().answer();
    later(100);
    expect(happened).toEqual(['up']);
  });

  test('before the subscription stands goes nowhere', () => {
    const { mqtt, last } = box();
    last().accept();
    mqtt.publish('g/box-1/u', 'x');
    expect(last().published).toEqual([]);
  });
});

test('stopped, it hangs up and stays silent, also while it rests between two tries', () => {
  const one = box();
  one.up();
  one.mqtt.stop();
  one.last().hangUp();
  expect([one.last().closed, one.happened]).toEqual([true, ['up']]);
  one.mqtt.start();
  one.last().refuse(-5);
  one.mqtt.stop();
  vi.advanceTimersByTime(LONGEST_PAUSE_MS);
  expect(one.clients).toHaveLength(2);
});

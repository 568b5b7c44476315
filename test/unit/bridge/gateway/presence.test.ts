import { describe, expect, test } from 'vitest';
import { Presence } from '../../../../bridge/gateway/presence';

const telemetry = (fault: string) =>
  ({ is: 'telemetry', seq: 1, uptimeSeconds: 1, freeMemory: 1, rssi: 60, restarts: 0, fault }) as const;

describe('whether a box is there', () => {
  test('is told once for each change', () => {
    const told: boolean[] = [];
    const presence = new Presence((_device, online) => told.push(online));
    for (const online of [true, true, false, false, true]) presence.connected('counter-1', online, 5);
    expect(told).toEqual([true, false, true]);
    expect([presence.online(), presence.status('counter-2').online]).toEqual([1, false]);
  });

  test('is known from what it says, when nobody told that it came', () => {
    const presence = new Presence(() => undefined);
    presence.heard('counter-1', telemetry('audio-timeout'), presence.turn('counter-1'), 7);
    expect(presence.status('counter-1')).toEqual({
      online: true,
      lastSeenAtMs: 7,
      firmware: undefined,
      fault: 'audio-timeout',
    });
    presence.heard('counter-1', telemetry(''), presence.turn('counter-1'), 8);
    expect(presence.status('counter-1').fault).toBeUndefined();
  });

  test('is not believed of a message that was still being read when it went', () => {
    const presence = new Presence(() => undefined);
    presence.connected('counter-1', true, 1);
    const arrived = presence.turn('counter-1');
    presence.connected('counter-1', false, 2);
    presence.heard('counter-1', telemetry(''), arrived, 3);
    expect(presence.status('counter-1')).toMatchObject({ online: false, lastSeenAtMs: 2 });
  });
});

import { describe, expect, test } from 'vitest';
import { mqttClient } from '../../../../../firmware/platforms/espruino/mqtt';
import { packetsIn } from '../../../../../firmware/platforms/espruino/mqtt-packets';
import { broker, client, CONNACK, polite, rude } from '../../../../support/mqtt-box';

describe('a rude broker', () => {
  test('does not mind how its packets are cut', async () => {
    const publish = Buffer.from([0x32, 16, 0, 9, ...Buffer.from('g/box-1/d'), 0, 7, 1, 2, 3]);
    const acks: number[] = [];
    const port = await rude((packet, socket) => {
      polite(packet, socket);
      if (packet[0] === 0x40) acks.push(packet.readUInt16BE(2));
      if (packet[0] !== 0x82) return;
      socket.setNoDelay(true);
      const bytes = Buffer.concat([publish, publish]);
      let at = 0;
      const drip = (): void => {
        if (at < bytes.length) socket.write(bytes.subarray(at, ++at), () => setImmediate(drip));
      };
      drip();
    });
    const box = client(port);
    box.mqtt.start();
    await box.until('g/box-1/d: 010203', 2);
    expect(box.happened).toEqual(['up', 'g/box-1/d: 010203', 'g/box-1/d: 010203']);
  });

  test.each([
    ['a packet of 256 megabytes', Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f])],
    ['a length that never ends', Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0xff])],
    ['a message above the wire’s limit', Buffer.from([0x30, 0xe9, 0x07])],
    ['a topic longer than its packet', Buffer.from([0x30, 4, 0xff, 0xff, 1, 2])],
    ['a packet id that is missing', Buffer.from([0x32, 3, 0, 1, 97])],
    ['QoS 2', Buffer.from([0x34, 6, 0, 1, 97, 0, 1, 1])],
    ['a packet that only clients send', Buffer.from([0x10, 0])],
  ])('hangs up on %s', async (_what, bytes) => {
    let rudeness = 0;
    const port = await rude((packet, socket) => {
      polite(packet, socket);
      if (packet[0] === 0x82 && rudeness++ === 0) socket.write(bytes);
    });
    const box = client(port);
    box.mqtt.start();
    await box.until('up', 2);
    expect(box.happened).toEqual(['up', 'down: protocol', 'up']);
  });

  test('gives up a broker that does not answer its connect', async () => {
    const port = await rude(() => undefined);
    const box = client(port);
    box.mqtt.start();
    box.clock.seconds = 19;
    box.mqtt.tick();
    expect(box.happened).toEqual([]);
    box.clock.seconds = 20;
    box.mqtt.tick();
    expect(box.happened).toEqual(['down: no answer']);
  });

  test('gives up a broker that refuses the subscription', async () => {
    const port = await rude((packet, socket) => {
      if (packet[0] === 0x10) socket.write(CONNACK);
      if (packet[0] === 0x82) socket.write(Buffer.from([0x90, 3, 0, 1, 0x80]));
    });
    const box = client(port);
    box.mqtt.start();
    await box.until('down: no subscription');
    expect(box.happened).not.toContain('up');
  });

  test('pings when it is quiet, and gives up when no answer comes', async () => {
    let pinged: () => void = () => undefined;
    const ping = new Promise<void>((done) => (pinged = done));
    let pings = 0;
    const port = await rude((packet, socket) => {
      polite(packet, socket);
      if (packet[0] !== 0xc0) return;
      if (++pings === 1) socket.write(Buffer.from([0xd0, 0, 0x30, 3, 0, 1, 97]));
      else pinged();
    });
    const box = client(port);
    box.mqtt.start();
    await box.until('up');
    box.clock.seconds = 60;
    box.mqtt.tick();
    await box.until('a: ');
    box.clock.seconds = 119;
    box.mqtt.tick();
    expect(pings).toBe(1);
    box.clock.seconds = 120;
    box.mqtt.tick();
    await ping;
    box.clock.seconds = 140;
    box.mqtt.tick();
    expect(box.happened).toEqual(['up', 'a: ', 'down: no answer']);
  });

  test('gives up a broker that answers no publish, in time or in number', async () => {
    const port = await rude(polite);
    const box = client(port);
    box.mqtt.start();
    await box.until('up');
    box.mqtt.publish('g/box-1/u', 'x');
    box.clock.seconds = 20;
    box.mqtt.tick();
    await box.until('up', 2);
    for (let i = 0; i < 17; i++) box.mqtt.publish('g/box-1/u', 'x');
    expect(box.happened).toEqual(['up', 'down: no answer', 'up', 'down: no answer']);
  });

  test('keeps on when its publishes are answered', async () => {
    const { port, until } = await broker();
    const box = client(port);
    box.mqtt.start();
    await box.until('up');
    for (let round = 1; round <= 5; round++) {
      for (let i = 0; i < 10; i++) box.mqtt.publish('g/box-1/u', 'x');
      await until('g/box-1/u', round * 10);
      box.clock.seconds += 15;
      box.mqtt.tick();
    }
    expect(box.happened).toEqual(['up']);
  });

  test('does not try while it is stopped', async () => {
    const { port } = await broker();
    const box = client(port);
    box.mqtt.start();
    box.mqtt.stop();
    box.clock.seconds = 100;
    box.mqtt.tick();
    expect(box.happened).toEqual([]);
  });

  test('survives an engine that cannot even open a socket', async () => {
    const happened: string[] = [];
    const broken = (): never => {
      throw new Error('no sockets');
    };
    const mqtt = mqttClient(
      { host: 'x', port: 1, id: 'a', password: '' },
      { keepaliveSeconds: () => 60, uptimeSeconds: () => 0, random: () => 0 },
      broken,
      { up: () => undefined, down: (reason) => happened.push(reason), message: () => undefined },
    );
    mqtt.start();
    mqtt.stop();
    expect(happened).toEqual(['connect']);
  });
});

describe('packets', () => {
  test('that are not whole yet wait', () => {
    expect(packetsIn('')).toEqual({ packets: [], used: 0, hostile: false });
    expect(packetsIn('\x30')).toEqual({ packets: [], used: 0, hostile: false });
    expect(packetsIn('\x30\x80')).toEqual({ packets: [], used: 0, hostile: false });
    expect(packetsIn('\xd0\x00\x30\x05\x00')).toEqual({ packets: [{ is: 'pingresp' }], used: 2, hostile: false });
  });

  test('of any rubbish end in a verdict, never in an exception', () => {
    let seed = 1;
    for (let round = 0; round < 2000; round++) {
      let bytes = '';
      for (let i = 0; i < 24; i++) {
        seed = (seed * 48271) % 2147483647;
        bytes += String.fromCharCode(seed & 255);
      }
      const { used } = packetsIn(bytes);
      expect(used).toBeLessThanOrEqual(bytes.length);
    }
  });
});

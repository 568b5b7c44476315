import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { broker, client } from '../../../../support/mqtt-box';

describe('the MQTT client of a box', () => {
  test('subscribes and takes every byte value, both ways', async () => {
    const { port, send, until, published } = await broker();
    const box = client(port);
    box.mqtt.start();
    await box.until('up');
    const all = Buffer.from(Array.from({ length: 256 }, (_none, i) => i));
    await send(all);
    await box.until(`g/box-1/d: ${all.toString('hex')}`);
    box.mqtt.publish('g/box-1/u', all.toString('latin1'));
    await until('g/box-1/u');
    expect(published.at(-1)).toEqual({ topic: 'g/box-1/u', payload: all.toString('latin1'), qos: 1, retain: false });
  });

  test('gives its name and password and leaves a will', async () => {
    const { aedes, port, until, published } = await broker();
    const seen: string[] = [];
    aedes.authenticate = (who, user, password, done) => {
      seen.push(`${who.id} ${user} ${String(password)}`);
      done(null, true);
    };
    const box = client(port);
    box.mqtt.start();
    await box.until('up');
    expect(seen).toEqual(['box-1 box-1 secret']);
    (aedes as unknown as { clients: Record<string, { conn: Socket }> }).clients['box-1']!.conn.destroy();
    await until('g/box-1/s');
    expect(published.at(-1)).toEqual({ topic: 'g/box-1/s', payload: 'offline', qos: 1, retain: false });
  });

  test('comes back by itself, for as long as it is started', async () => {
    const { aedes, port } = await broker();
    const box = client(port);
    box.mqtt.start();
    await box.until('up');
    (aedes as unknown as { clients: Record<string, { conn: Socket }> }).clients['box-1']!.conn.destroy();
    await box.until('up', 2);
    expect(box.happened).toEqual(['up', 'down: hung up', 'up']);
    box.mqtt.stop();
    box.mqtt.publish('g/box-1/u', 'x');
  });

  test('is refused and tries again', async () => {
    const { aedes, port } = await broker();
    let tries = 0;
    aedes.authenticate = (_who, _user, _password, done) => done(null, ++tries > 1);
    const box = client(port);
    box.mqtt.start();
    await box.until('up');
    expect(box.happened[0]).toMatch(/^down: refused/);
  });
});

import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Settings } from '../../../../../firmware/app/events';
import { keepSettings, readIdentity, readSettings } from '../../../../../firmware/platforms/nodemcu/settings';
import { PowerLost } from '../../../../../tools/simulator/flash';
import { Files } from '../../../../../tools/simulator/nodemcu/files';
import { authority } from '../../../../support/certificate';
import { openOn } from '../../../../support/node-chip';

beforeEach(() => {
  vi.stubGlobal('sjson', { decode: (json: string): unknown => JSON.parse(json) ?? undefined });
  return () => vi.unstubAllGlobals();
});

const good = {
  id: 'demo-1',
  host: '127.0.0.1',
  port: 1883,
  password: 'secret',
  key: '00ff'.repeat(16),
  wifi: { ssid: 'shop', password: 'wifi' },
};
const identityIn = (json: string | undefined): ReturnType<typeof readIdentity> =>
  readIdentity(openOn(new Files(json === undefined ? undefined : new Map([['ghanti.json', Buffer.from(json)]]))));

describe('the identity of a box', () => {
  test('is read with its key in bytes', () => {
    expect(identityIn(JSON.stringify(good))).toEqual({
      id: 'demo-1',
      host: '127.0.0.1',
      port: 1883,
      password: 'secret',
      key: '\x00\xff'.repeat(16),
      ssid: 'shop',
      wifiPassword: 'wifi',
      ca: '',
    });
  });

  test('has room for the certificate of an authority', () => {
    const { pem } = authority();
    expect(identityIn(JSON.stringify({ ...good, ca: pem }))).toMatchObject({ ca: pem });
    const ca = 'x'.repeat(3_000);
    expect(identityIn(JSON.stringify({ ...good, ca }))).toMatchObject({ ca });
  });

  test.each([
    ['no file', undefined],
    ['no JSON', '{"id":'],
    ['no object', '"demo-1"'],
    ['null', 'null'],
    ['an id that is none', JSON.stringify({ ...good, id: 'Demo 1' })],
    ['an id that the module would cut', JSON.stringify({ ...good, id: 'a'.repeat(29) })],
    ['a password that the module would cut', JSON.stringify({ ...good, password: 'p'.repeat(66) })],
    ['no host', JSON.stringify({ ...good, host: undefined })],
    ['a port that is none', JSON.stringify({ ...good, port: 65536 })],
    ['a key that is too short', JSON.stringify({ ...good, key: '00'.repeat(31) })],
    ['a key with other letters', JSON.stringify({ ...good, key: 'zz'.repeat(32) })],
    ['a key in capitals', JSON.stringify({ ...good, key: 'FF'.repeat(32) })],
  ])('is refused in words: %s', (_what, json) => {
    expect(identityIn(json)).toMatch(/^ghanti\.json/);
  });

  test('may lack the Wi-Fi: the box then waits for it', () => {
    expect(identityIn(JSON.stringify({ ...good, wifi: undefined }))).toMatchObject({ ssid: '' });
  });
});

describe('what the bridge configured', () => {
  const told = { shop: 'Didi "Kirana"', language: 'ne', volume: 9, freshSeconds: 30, keepaliveSeconds: 90, loudest: 3 };
  const settings: Settings = { told: { is: 'config', seq: 1, ...told }, language: 'en-IN', volume: 10 };

  test('survives a restart', () => {
    const files = new Files();
    expect(keepSettings(openOn(files), settings)).toBe(true);
    expect(readSettings(openOn(new Files(files.copy())))).toMatchObject(settings);
  });

  test('costs flash only when it changed', () => {
    const files = new Files();
    keepSettings(openOn(files), settings);
    files.failAfter(0);
    expect(keepSettings(openOn(files), settings)).toBe(true);
  });

  test('is the old or the default after a power cut at any byte of it', () => {
    const files = new Files();
    keepSettings(openOn(files), settings);
    for (let bytes = 0; bytes < 30; bytes++) {
      const cut = new Files(files.copy());
      cut.failAfter(bytes);
      expect(() => keepSettings(openOn(cut), { ...settings, volume: 3 })).toThrow(PowerLost);
      expect(readSettings(openOn(cut)).volume).toBe(bytes === 0 ? 10 : 7);
    }
  });

  test.each([
    ['absent', undefined],
    ['damaged', '\xa2\x00'],
    ['full of nonsense', '[1,{},"x",-1,null]'],
  ])('falls back to something that works when it is %s', (_what, bytes) => {
    const files = new Files(bytes === undefined ? undefined : new Map([['config', Buffer.from(bytes, 'latin1')]]));
    const found = readSettings(openOn(files));
    expect(found).toMatchObject({ language: 'en', volume: 7, told: { freshSeconds: 60, keepaliveSeconds: 60 } });
  });
});

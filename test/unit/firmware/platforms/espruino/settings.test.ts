import { describe, expect, test } from 'vitest';
import type { Settings } from '../../../../../firmware/app/events';
import { keepSettings, readIdentity, readSettings } from '../../../../../firmware/platforms/espruino/settings';
import { Flash } from '../../../../../tools/simulator/flash';
import { Storage } from '../../../../../tools/simulator/storage';

const good = {
  id: 'demo-1',
  host: '127.0.0.1',
  port: 1883,
  password: 'secret',
  key: '00ff'.repeat(16),
  wifi: { ssid: 'shop', password: 'wifi' },
};
const boxWith = (json: string): Storage => {
  const storage = new Storage(new Flash());
  storage.write('ghanti.json', json);
  return storage;
};

describe('the identity of a box', () => {
  test('is read with its key in bytes', () => {
    expect(readIdentity(boxWith(JSON.stringify(good)))).toEqual({
      id: 'demo-1',
      host: '127.0.0.1',
      port: 1883,
      password: 'secret',
      key: '\x00\xff'.repeat(16),
      ssid: 'shop',
      wifiPassword: 'wifi',
    });
  });

  test.each([
    ['no file', undefined],
    ['no JSON', '{"id":'],
    ['no object', '"demo-1"'],
    ['null', 'null'],
    ['an id that is none', JSON.stringify({ ...good, id: 'Demo 1' })],
    ['no host', JSON.stringify({ ...good, host: undefined })],
    ['a port that is none', JSON.stringify({ ...good, port: 65536 })],
    ['a key that is too short', JSON.stringify({ ...good, key: '00'.repeat(31) })],
    ['a key with other letters', JSON.stringify({ ...good, key: 'zz'.repeat(32) })],
    ['a key in capitals', JSON.stringify({ ...good, key: 'FF'.repeat(32) })],
  ])('is refused in words: %s', (_what, json) => {
    const storage = json === undefined ? new Storage(new Flash()) : boxWith(json);
    expect(readIdentity(storage)).toMatch(/^ghanti\.json/);
  });

  test('may lack the Wi-Fi: the box then waits for it', () => {
    expect(readIdentity(boxWith(JSON.stringify({ ...good, wifi: undefined })))).toMatchObject({ ssid: '' });
  });
});

describe('what the bridge configured', () => {
  const told = { shop: 'Didi "Kirana"', language: 'ne', volume: 9, freshSeconds: 30, keepaliveSeconds: 90, loudest: 3 };
  const settings: Settings = { told: { is: 'config', seq: 0, ...told }, language: 'en-IN', volume: 10 };

  test('survives a restart', () => {
    const flash = new Flash();
    expect(keepSettings(new Storage(flash), settings)).toBe(true);
    expect(readSettings(new Storage(flash))).toEqual(settings);
  });

  test('costs flash only when it changed', () => {
    const storage = new Storage(new Flash());
    keepSettings(storage, settings);
    const free = storage.getFree();
    for (let i = 0; i < 10; i++) keepSettings(storage, settings);
    expect(storage.getFree()).toBe(free);
  });

  test.each([
    ['absent', undefined],
    ['damaged', '[["'],
    ['of another kind', '{"shop":3}'],
    ['full of nonsense', '[1,{},"x",-1,null]'],
  ])('falls back to something that works when it is %s', (_what, json) => {
    const storage = new Storage(new Flash());
    if (json !== undefined) storage.write('config', json);
    const { language, volume, told: found } = readSettings(storage);
    const { freshSeconds, keepaliveSeconds } = found;
    expect({ volume, freshSeconds, keepaliveSeconds }).toEqual({ volume: 7, freshSeconds: 60, keepaliveSeconds: 60 });
    expect(['en', '']).toContain(language);
  });

  test('that does not fit on flash is reported', () => {
    const storage = new Storage(new Flash());
    storage.write('filler', 'x', 0, storage.getFree() - 32);
    expect(keepSettings(storage, settings)).toBe(false);
  });
});

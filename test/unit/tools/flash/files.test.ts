import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readBoxSettings } from '../../../../tools/box-settings';
import { runtimePart } from '../../../../tools/flash/runtime-parts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ghanti-flash-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const good = {
  ...{ id: 'counter-1', host: '10.0.0.2', port: 1883, password: 'secret', key: '0f'.repeat(32) },
  wifi: { ssid: 'shop', password: 'wifi' },
};

describe('the settings of a box', () => {
  test('go onto it as the bridge wrote them', () => {
    const path = written('good.json', JSON.stringify(good, null, 2));
    expect(readBoxSettings(path)).toEqual(good);
  });

  test('are refused by field, without telling a secret', () => {
    const path = written('wrong.json', JSON.stringify({ ...good, port: 0, key: 'TOPSECRET' }));
    expect(() => readBoxSettings(path)).toThrow(/port: .*; key: is not 64 hexadecimal digits/);
    expect(() => readBoxSettings(path)).not.toThrow(/TOPSECRET/);
  });

  test('are refused when they are another file', () => {
    expect(() => readBoxSettings(written('not.json', 'PNG'))).toThrow(/is no JSON; "ghanti device reset"/);
    expect(() => readBoxSettings(join(folder, 'absent.json'))).toThrow(/there is no .*absent\.json/);
  });
});

describe('a part of an engine', () => {
  test('has a file and a place', () => {
    const path = written('espruino.bin', 'abc');
    expect(runtimePart(`${path}@0x10000`)).toEqual({
      file: path,
      bytes: new Uint8Array([97, 98, 99]),
      address: 65_536,
    });
    expect(runtimePart(`${path}@4096`).address).toBe(4096);
  });

  test.each(['espruino.bin', 'espruino.bin@', 'espruino.bin@ten'])('is not "%s"', (text) => {
    expect(() => runtimePart(text)).toThrow(/it takes a file and where it goes/);
  });

  test('that is not there is named', () => {
    expect(() => runtimePart('absent.bin@0x0')).toThrow(/there is no file absent\.bin/);
  });
});

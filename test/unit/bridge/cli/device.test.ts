import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { boxKeys } from '../../../../bridge/gateway/keys';
import { readKeyFile } from '../../../../bridge/gateway/master-key';
import { authority } from '../../../support/certificate';
import { ADD, shop } from './command-line';

describe('ghanti device', () => {
  test('adds a box and writes its settings where only its owner can read them', async () => {
    const { folder, run } = shop('mqtt: { port: 2883 }');
    const output = join(folder, 'ghanti.json');
    const said = await run(
      ...ADD,
      '--wifi-ssid',
      'Tea',
      '--wifi-password',
      'milk',
      '--host',
      '192.168.1.9',
      '--output',
      output,
    );
    expect(statSync(output).mode & 0o777).toBe(0o600);
    const keys = boxKeys(readKeyFile(join(folder, 'master.key')));
    expect(JSON.parse(readFileSync(output, 'utf8'))).toEqual({
      id: 'counter-1',
      host: '192.168.1.9',
      port: 2883,
      password: keys.password('counter-1', 1),
      key: Buffer.from(keys.mac('counter-1', 1), 'latin1').toString('hex'),
      wifi: { ssid: 'Tea', password: 'milk' },
    });
    expect(said).not.toContain(keys.password('counter-1', 1));
    await expect(run(...ADD, '--output', output)).rejects.toThrow('there is a device counter-1 already');
  });

  test('hands a box that can check its broker the authority to check it by, and no other', async () => {
    const { folder, run } = shop('mqtt: { tls: { port: 9883, certFile: a, keyFile: b } }');
    const [good, leaf] = [join(folder, 'ca.pem'), join(folder, 'leaf.pem')];
    const ca = authority();
    writeFileSync(good, ca.pem);
    writeFileSync(leaf, ca.issue({ dns: 'broker' }).cert);
    const add = (board: string, file: string): Promise<string> =>
      run('device', 'add', board, '--board', board, '--switches', 'nepalpay', '--json', '--tls-ca', file);
    expect(JSON.parse(await add('nodemcu-esp32-st7789', good))).toMatchObject({ port: 9883, ca: ca.pem.trim() });
    for (const board of ['esp32-cyd', 'nodemcu-esp8266-epaper-154'])
      await expect(add(board, good)).rejects.toThrow('cannot check a server');
    await expect(add('nodemcu-esp32-st7789', leaf)).rejects.toThrow('holds no certificate of an authority');
    await expect(add('nodemcu-esp32-st7789', join(folder, 'ghanti.yaml'))).rejects.toThrow('holds no certificate');
  });

  test('does not write over the settings of another box', async () => {
    const { folder, run } = shop();
    const output = join(folder, 'ghanti.json');
    writeFileSync(output, 'precious');
    await expect(run(...ADD, '--output', output)).rejects.toThrow('is there already');
    expect(readFileSync(output, 'utf8')).toBe('precious');
    expect(await run('device', 'list', '--json')).toBe('[]\n');
  });

  test('lists and shows boxes, for people and for programs', async () => {
    const { run } = shop();
    expect(await run('device', 'list')).toContain('No boxes yet');
    await run(...ADD, '--title', 'चिया पसल', '--json');
    expect(await run('device', 'list')).toMatch(/counter-1 .*esp32-cyd .*nepalpay .*चिया पसल/);
    expect(JSON.parse(await run('device', 'list', '--json'))).toMatchObject([{ id: 'counter-1', keyVersion: 1 }]);
    expect(JSON.parse(await run('device', 'show', 'counter-1', '--json'))).toMatchObject({
      title: 'चिया पसल',
      unspoken: [],
    });
    expect(await run('device', 'show', 'counter-1')).toContain('unspoken     0');
    await expect(run('device', 'show', 'counter-9')).rejects.toThrow('there is no device counter-9');
  });

  test('sets what was chosen for a box, one thing or all, and leaves the rest', async () => {
    const { run } = shop();
    await run(...ADD, '--title', 'Tea', '--volume', '9', '--json');
    const shown = async (): Promise<unknown> => JSON.parse(await run('device', 'show', 'counter-1', '--json'));
    expect(await run('device', 'set', 'counter-1', '--language', 'ne')).toContain('language set');
    expect(await shown()).toMatchObject({ title: 'Tea', language: 'ne', volume: 9, switches: ['nepalpay'] });
    await run('device', 'set', 'counter-1', '--title', 'चिया', '--volume', '3', '--switches', 'npx,nepalpay');
    expect(await shown()).toMatchObject({ title: 'चिया', language: 'ne', volume: 3, switches: ['npx', 'nepalpay'] });
    expect(await run('audit', 'show')).toMatch(/device.set[^]*title, switches, volume/);
  });

  test.each([
    ['nothing', [], 'name what to set: --title, --switches, --language or --volume'],
    ['a volume of nothing', ['--volume', ''], 'take 0 to 10'],
    ['a switch that is not there', ['--switches', 'nepalpay,bank'], 'there is no switch bank'],
    ['a language that no box knows', ['--language', 'fr'], 'there is no fr'],
  ])('sets %s for no box', async (_what, words, message) => {
    const { run } = shop();
    await run(...ADD, '--json');
    const before = await run('device', 'show', 'counter-1', '--json');
    await expect(run('device', 'set', 'counter-1', ...words)).rejects.toThrow(message);
    expect(await run('device', 'show', 'counter-1', '--json')).toBe(before);
    await expect(run('device', 'set', 'counter-9', '--volume', '3')).rejects.toThrow('there is no device counter-9');
  });

  test('gives a lost box new keys', async () => {
    const { run } = shop();
    const before = JSON.parse(await run(...ADD, '--json')) as Record<string, string>;
    const after = JSON.parse(await run('device', 'reset', 'counter-1', '--json')) as Record<string, string>;
    expect(after['key']).toMatch(/^[0-9a-f]{64}$/);
    expect([after['key'] === before['key'], after['password'] === before['password']]).toEqual([false, false]);
    expect(JSON.parse(await run('device', 'show', 'counter-1', '--json'))).toMatchObject({ keyVersion: 2 });
  });

  test('makes the next keys of a box beside the old ones, and each time others', async () => {
    const { folder, run } = shop();
    await run(...ADD, '--json');
    const rotated = JSON.parse(await run('device', 'rotate', 'counter-1', '--json')) as Record<string, string>;
    const keys = boxKeys(readKeyFile(join(folder, 'master.key')));
    expect(rotated['password']).toBe(keys.password('counter-1', 2));
    expect(await run('device', 'list')).toContain('(new keys wait for it)');
    expect(JSON.parse(await run('device', 'show', 'counter-1', '--json'))).toMatchObject({
      keyVersion: 1,
      nextKeyVersion: 2,
      oldKeysUntil: expect.stringMatching(/Z$/) as string,
    });
    const again = JSON.parse(await run('device', 'rotate', 'counter-1', '--json')) as Record<string, string>;
    expect(again['password']).toBe(keys.password('counter-1', 3));
  });

  test('revokes a stolen box, which only new keys bring back', async () => {
    const { folder, run } = shop();
    await run(...ADD, '--json');
    await run('device', 'rotate', 'counter-1', '--json');
    expect(await run('device', 'revoke', 'counter-1')).toContain('cut off');
    expect(await run('device', 'list')).toContain('(revoked)');
    await expect(run('device', 'revoke', 'counter-1')).rejects.toThrow('is revoked already');
    await expect(run('device', 'rotate', 'counter-1', '--json')).rejects.toThrow('"device reset" gives it new ones');
    const back = JSON.parse(await run('device', 'reset', 'counter-1', '--json')) as Record<string, string>;
    expect(back['password']).toBe(boxKeys(readKeyFile(join(folder, 'master.key'))).password('counter-1', 2));
    expect(await run('device', 'list')).not.toContain('revoked');
    expect(await run('audit', 'show')).toMatch(/device.add[^]*device.rotate[^]*device.revoke[^]*device.reset/);
  });

  test.each([
    ['a name that is no id', ['device', 'add', 'Counter 1', '--board', 'esp32-cyd'], 'is no device id'],
    ['a board that is not there', ['device', 'add', 'c', '--board', 'toaster'], 'there is no board toaster; known: '],
    [
      'a switch that is not there',
      ['device', 'add', 'c', '--board', 'esp32-cyd', '--switches', 'bank'],
      'there is no switch bank',
    ],
    ['no switch at all', ['device', 'add', 'c', '--board', 'esp32-cyd'], '--switches: name one'],
    ['a language that no box knows', [...ADD, '--language', 'fr'], 'there is no fr; known: en, en-IN, bn'],
    ['a volume of 11', [...ADD, '--volume', '11'], 'take 0 to 10'],
    ['a name longer than the screen', [...ADD, '--title', 'x'.repeat(41)], 'at most 40 bytes'],
    ['a port that is none', [...ADD, '--port', 'x'], 'take 1 to 65535'],
  ])('refuses %s', async (_what, words, message) => {
    await expect(shop().run(...words)).rejects.toThrow(message);
  });
});

describe('ghanti doctor', () => {
  test('says what is there, what is not, and fails when something is not', async () => {
    const { folder, run } = shop('http: { port: 0 }\nmqtt: { host: 127.0.0.1, port: 0 }');
    onTestFinished(() => void (process.exitCode = undefined));
    const lines = (await run('doctor', '--json'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { step: string; ok: boolean });
    expect(lines.map(({ step, ok }) => [step, ok])).toEqual([
      ['settings', true],
      ['master key', true],
      ['store', true],
      ['api token', false],
      ['http port', true],
      ['mqtt port', true],
      ['switches', false],
    ]);
    expect(process.exitCode).toBe(1);
    writeFileSync(join(folder, 'master.key'), `${'ab'.repeat(32)}\n`, { mode: 0o644 });
    writeFileSync(
      join(folder, 'ghanti.db'),
      'this is no database, and long enough to be taken for a damaged one'.repeat(20),
    );
    const said = await run('doctor');
    expect(said).toMatch(/FAILED {2}master key: .*chmod 600/);
    expect(said).toMatch(/FAILED {2}store: /);
  });

  test('looks at one switch alone when asked, and knows which there are', async () => {
    const { run } = shop('http: { port: 0 }');
    onTestFinished(() => void (process.exitCode = undefined));
    const said = await run('doctor', '--switch', 'nepalpay');
    expect(said.trim().split('\n')).toHaveLength(2);
    expect(said).toMatch(/FAILED {2}nepalpay: this switch is not configured; there are: none/);
    expect(process.exitCode).toBe(1);
  });

  test('stops at settings that cannot be read', async () => {
    const { run } = shop('http: { port: x }');
    onTestFinished(() => void (process.exitCode = undefined));
    expect(await run('doctor')).toMatch(/^FAILED {2}settings: .*\n.*http\.port/);
  });
});

describe('ghanti master-key', () => {
  test('leads over to a new one, box by box, and keeps the old one for as long as a box needs it', async () => {
    const { folder, run } = shop();
    const file = join(folder, 'master.key');
    await run(...ADD, '--json');
    await run('device', 'reset', 'counter-1', '--json');
    const [first] = readKeyFile(file);
    const said = await run('master-key', 'rotate');
    const both = readKeyFile(file);
    expect(both).toEqual([first, { fromVersion: 3, bytes: expect.any(Buffer) as Buffer }]);
    for (const { bytes } of both) expect(said).not.toContain(bytes.toString('hex'));
    await run('device', 'add', 'counter-2', '--board', 'esp32-cyd', '--switches', 'nepalpay', '--json');
    await expect(run('master-key', 'retire')).rejects.toThrow('counter-1: still on keys of an older master key');
    const rotated = JSON.parse(await run('device', 'rotate', 'counter-1', '--json')) as Record<string, string>;
    expect(rotated['password']).toBe(boxKeys([both[1]!]).password('counter-1', 3));
    await expect(run('master-key', 'retire')).rejects.toThrow('counter-1');
    await run('device', 'revoke', 'counter-1');
    await run('master-key', 'retire');
    expect(readKeyFile(file)).toEqual([both[1]]);
    expect(JSON.parse(await run('device', 'show', 'counter-2', '--json'))).toMatchObject({ keyVersion: 3 });
  });
});

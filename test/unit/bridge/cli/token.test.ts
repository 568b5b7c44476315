import { describe, expect, onTestFinished, test, vi } from 'vitest';
import Database from 'libsql';
import { join } from 'node:path';
import { openSqlite } from '../../../../bridge/store/sqlite';
import { hashOf } from '../../../../bridge/tokens';
import { ADD, shop } from './command-line';

describe('ghanti token', () => {
  test('shows a token once, keeps its hash, and notes who made and revoked it', async () => {
    const { folder, run } = shop();
    await run(...ADD, '--json');
    const made = JSON.parse(
      await run('token', 'add', 'tea till', '--scope', 'shop', '--device', 'counter-1', '--json'),
    ) as Record<string, string>;
    expect(made['token']).toMatch(/^ghanti_[\w-]{43}$/);
    const listed = await run('token', 'list', '--json');
    expect(JSON.parse(listed)).toMatchObject([{ id: made['id'], name: 'tea till', devices: ['counter-1'] }]);
    expect(listed).not.toContain(made['token']);
    const store = await openSqlite(join(folder, 'ghanti.db'));
    expect(await store.read((tx) => tx.tokenByHash(hashOf(made['token']!)))).toMatchObject({ scope: 'shop' });
    await store.close();
    await run('token', 'revoke', made['id']!);
    expect(await run('token', 'list')).toContain('revoked');
    await expect(run('token', 'revoke', made['id']!)).rejects.toThrow('there is no token');
    const log = await run('audit', 'show');
    expect(log).toMatch(/cli:\w+ {2}device.add {2}counter-1[^]*token.add[^]*token.revoke/);
    expect(log).not.toContain(made['token']);
  });

  test('prints the token alone, for a script to take as it is', async () => {
    const beside = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
    onTestFinished(() => beside.mockRestore());
    const { run } = shop();
    expect(await run('token', 'add', 'x', '--scope', 'operator')).toMatch(/^ghanti_[\w-]{43}\n$/);
    expect(beside.mock.calls.join('')).toMatch(/^tok-[0-9a-f]{8} \(x, operator\)/);
  });

  test.each([
    ['a scope that is none', ['token', 'add', 'x', '--scope', 'root'], '--scope: take operator, shop, read'],
    ['a shop without boxes', ['token', 'add', 'x', '--scope', 'shop'], '--device: name the boxes'],
    [
      'an operator with boxes',
      ['token', 'add', 'x', '--scope', 'operator', '--device', 'a'],
      '--device: name the boxes',
    ],
    ['a box that is not there', ['token', 'add', 'x', '--scope', 'shop', '--device', 'a'], 'there is no device a'],
    ['a name with letters that a terminal may not like', ['token', 'add', 'x\u001b[31m', '--scope', 'read'], 'ASCII'],
  ])('refuses %s', async (_what, words, message) => {
    await expect(shop().run(...words)).rejects.toThrow(message);
  });
});

describe('ghanti audit verify', () => {
  test('finds a row that was changed in the file, and an end that was cut when it is told the head', async () => {
    const { folder, run } = shop();
    onTestFinished(() => void (process.exitCode = undefined));
    for (const name of ['a', 'b', 'c']) await run('token', 'add', name, '--scope', 'read', '--json');
    const whole = JSON.parse(await run('audit', 'verify', '--json')) as { ok: boolean; head: string };
    expect(whole).toMatchObject({ ok: true, head: expect.stringMatching(/^3:[0-9a-f]{64}$/) as string });
    const database = new Database(join(folder, 'ghanti.db'));
    onTestFinished(() => void database.close());
    database.exec('DELETE FROM audit WHERE number = 3');
    expect(await run('audit', 'verify')).toContain('whole');
    expect(process.exitCode).toBeUndefined();
    expect(await run('audit', 'verify', '--head', whole.head)).toMatch(/^BROKEN: .*cut/);
    expect(process.exitCode).toBe(1);
    await run('token', 'add', 'd', '--scope', 'read', '--json');
    expect(await run('audit', 'verify', '--head', whole.head)).toMatch(/^BROKEN/);
    database.exec("UPDATE audit SET actor = 'bridge' WHERE number = 1");
    expect(await run('audit', 'verify')).toMatch(/^BROKEN: row 1 .*good up to 0:/);
  });
});

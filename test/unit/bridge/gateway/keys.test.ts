import { hkdfSync } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { boxKeys } from '../../../../bridge/gateway/keys';
import {
  MasterKeyError,
  masterKeys,
  newMasterKey,
  readKeyFile,
  writeKeyFile,
} from '../../../../bridge/gateway/master-key';

const master = Buffer.from('0123456789abcdef'.repeat(4), 'hex');

function file(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ghanti-key-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'deeper', 'master.key');
}

describe("a box's keys", () => {
  const keys = boxKeys([{ fromVersion: 1, bytes: master }]);

  test('are the derivations that the wire fixes', () => {
    const derive = (info: string, bytes: number): Buffer =>
      Buffer.from(hkdfSync('sha256', master, 'ghanti', info, bytes));
    expect(Buffer.from(keys.mac('counter-1', 3), 'latin1')).toEqual(derive('mac/3/counter-1', 32));
    expect(keys.password('counter-1', 3)).toBe(derive('mqtt/3/counter-1', 24).toString('base64url'));
  });

  test('differ by box, by version and by use', () => {
    const all = ['a', 'b'].flatMap((id) =>
      [1, 2].flatMap((version) => [keys.mac(id, version), keys.password(id, version)]),
    );
    expect(new Set(all).size).toBe(8);
    expect(keys.mac('a', 1)).toHaveLength(32);
    expect(keys.mac('a', 1)).toBe(boxKeys([{ fromVersion: 1, bytes: master }]).mac('a', 1));
  });

  test('open the broker with the right password only', () => {
    const right = keys.password('counter-1', 1);
    const is = (text: string): boolean => keys.isPassword('counter-1', 1, Buffer.from(text));
    expect(is(right)).toBe(true);
    for (const wrong of ['', right.slice(1), `${right}x`, keys.password('counter-1', 2), keys.password('counter-2', 1)])
      expect(is(wrong)).toBe(false);
  });

  test('of one master key stay what they are when the next one takes over', () => {
    const next = newMasterKey(5);
    const both = boxKeys([{ fromVersion: 1, bytes: master }, next]);
    expect(both.newestVersion).toBe(5);
    expect([both.mac('a', 1), both.mac('a', 4)]).toEqual([keys.mac('a', 1), keys.mac('a', 4)]);
    for (const version of [5, 6]) expect(both.mac('a', version)).toBe(boxKeys([next]).mac('a', version));
    expect(both.mac('a', 5)).not.toBe(keys.mac('a', 5));
  });
});

describe('the master key', () => {
  test('is made once, for its owner only, and is the same from then on', () => {
    const path = file();
    const first = masterKeys(undefined, path);
    expect(first).toMatchObject([{ fromVersion: 1 }]);
    expect(first[0]!.bytes).toHaveLength(32);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(masterKeys('', path)).toEqual(first);
    expect(masterKeys(undefined, file())).not.toEqual(first);
  });

  test('that others can read is refused, with the command that helps', () => {
    const path = file();
    masterKeys(undefined, path);
    chmodSync(path, 0o640);
    expect(() => masterKeys(undefined, path)).toThrow(
      `${path} has mode 0640: others may read the master key. Run: chmod 600 ${path}`,
    );
  });

  test('from the environment stands above the file, which is then not made', () => {
    const path = file();
    expect(masterKeys(master.toString('hex'), path)).toEqual([{ fromVersion: 1, bytes: master }]);
    expect(existsSync(path)).toBe(false);
  });

  test('of a wrong form is refused without being shown', () => {
    const path = file();
    masterKeys(undefined, path);
    const key = readFileSync(path, 'utf8').trim().slice(1);
    writeFileSync(path, key);
    for (const read of [() => masterKeys(undefined, path), () => masterKeys(`${key}z`, path)]) {
      expect(read).toThrow(MasterKeyError);
      expect(read).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining(key.slice(0, 8)) as string }) as Error,
      );
    }
  });

  test('and the next ones are read as they were written, for their owner only', () => {
    const path = file();
    const keys = [...masterKeys(undefined, path), newMasterKey(7), newMasterKey(19)];
    writeKeyFile(path, keys);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readKeyFile(path)).toEqual(keys);
    expect(masterKeys(readFileSync(path, 'utf8').trim().replaceAll('\n', ','), '')).toEqual(keys);
    for (const order of [
      [keys[1]!, keys[0]!],
      [keys[1]!, keys[1]!],
    ]) {
      writeKeyFile(path, order);
      expect(() => readKeyFile(path)).toThrow('versions do not rise');
    }
  });
});

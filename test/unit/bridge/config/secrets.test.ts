import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { ConfigError, readConfig } from '../../../../bridge/config/read';
import { seal, unseal } from '../../../../bridge/config/sealed';
import { plainSecrets } from '../../../../bridge/config/secrets';
import { masterKeys, newMasterKey, readKeyFile, writeKeyFile } from '../../../../bridge/gateway/master-key';
import { switches } from '../../../../bridge/switches/registry';

const secret = z.string().min(1).meta({ writeOnly: true });
const kinds = { till: { config: z.strictObject({ shop: z.string(), pin: secret }) } };
const PIN = 'hunter2-the-pin';

/** A folder with settings and a master key; `read` says what came of the pin, or what is wrong. */
function shop(): { folder: string; file: string; read: (settings: string, mode?: number) => unknown } {
  const folder = mkdtempSync(join(tmpdir(), 'ghanti-secrets-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'ghanti.yaml');
  const read = (settings: string, mode = 0o644): unknown => {
    writeFileSync(file, settings);
    chmodSync(file, mode);
    try {
      return readConfig(file, { PIN }, kinds).switches['till'];
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      expect(String(error)).not.toContain(PIN);
      return (error as ConfigError).faults;
    }
  };
  return { folder, file, read };
}
const till = (pin: string): string => `switches: { till: { shop: tea, pin: "${pin}" } }`;

describe('a secret of a switch', () => {
  test('that is sealed is opened with the master key, and with no other', () => {
    const { folder, read } = shop();
    const key = join(folder, 'master.key');
    const sealed = seal(PIN, masterKeys(undefined, key));
    expect(sealed).toMatch(/^sealed:1:[\w-]+$/);
    expect(sealed).not.toBe(seal(PIN, readKeyFile(key)));
    expect(read(till(sealed))).toEqual({ shop: 'tea', pin: PIN });
    const old = readKeyFile(key);
    writeKeyFile(key, [...old, newMasterKey(5)]);
    expect(read(till(sealed))).toEqual({ shop: 'tea', pin: PIN });
    expect(seal(PIN, readKeyFile(key))).toMatch(/^sealed:5:/);
    writeKeyFile(key, [newMasterKey(1)]);
    const shut = ['switches.till.pin: cannot be opened: it was changed, or sealed with a master key that is not here'];
    expect(read(till(sealed))).toEqual(shut);
    rmSync(key);
    expect(read(till(sealed))).toEqual(shut);
  });

  test('that is sealed and changed in any letter stays shut', () => {
    const masters = [newMasterKey(1)];
    const body = seal('चिया', masters).slice('sealed:'.length);
    expect(unseal(body, masters)).toBe('चिया');
    for (let at = 2; at < body.length - 1; at++) {
      const other = body.slice(0, at) + (body[at] === 'A' ? 'B' : 'A') + body.slice(at + 1);
      expect(unseal(other, masters)).toBeUndefined();
    }
    for (const broken of ['', '1:', '1:AAAA', `2:${body.slice(2)}`, body.slice(2)])
      expect(unseal(broken, masters)).toBeUndefined();
  });

  test('that stands in plain is taken from a file of its owner alone', () => {
    const { file, read } = shop();
    expect(read(till(PIN), 0o600)).toEqual({ shop: 'tea', pin: PIN });
    for (const mode of [0o640, 0o604]) {
      expect(read(till(PIN), mode)).toEqual([
        `switches.till.pin: stands in plain where others can read it. Run: chmod 600 ${file}, or better: ghanti secret seal`,
      ]);
    }
    expect(read(till('env:PIN'))).toEqual({ shop: 'tea', pin: PIN });
  });

  test('in a file beside the settings is refused when others can read that file', () => {
    const { folder, read } = shop();
    const pin = join(folder, 'pin');
    writeFileSync(pin, `${PIN}\n`, { mode: 0o600 });
    expect(read(till('file:pin'))).toEqual({ shop: 'tea', pin: PIN });
    chmodSync(pin, 0o644);
    expect(read(till('file:pin'))).toEqual(['switches.till.pin: pin can be read by others. Run: chmod 600 pin']);
  });

  test('is known as one in every switch, in lists, maps and choices too', () => {
    const plain = (id: keyof typeof switches, part: unknown): string[] => plainSecrets(switches[id].config, part);
    expect(plain('bakong', { token: 't', email: 'a@b.c' })).toEqual(['token']);
    expect(plain('electrum', { mode: 'retailer', password: 'p' })).toEqual(['password']);
    expect(
      plain('electrum', { clients: [{ password: 'env:P' }, { password: 'p' }], partners: [{ ours: 'o' }] }),
    ).toEqual(['partners.0.ours', 'clients.1.password']);
    expect(plain('fonepay', { username: 'u', password: 'p', secretKey: 'k' })).toEqual(['password', 'secretKey']);
    const nepalpay = {
      ...{ wsHeaders: { authorization: 'a' }, tls: { ca: 'c', cert: 'c', key: 'k' }, signingKey: 'pem' },
      ...{ api: { username: 'u', password: 'p' }, oauth: { clientSecret: 's', password: 'file:p' } },
      ...{ channel: { apiToken: 't', publicKey: 'k' }, push: { password: 'sealed:1:A' } },
    };
    expect(plain('nepalpay', nepalpay)).toEqual([
      ...['wsHeaders.authorization', 'tls.key', 'api.password', 'signingKey', 'oauth.clientSecret', 'channel.apiToken'],
    ]);
    expect(plain('npx', { apiPassword: 'p', secretKey: 'k', merchantName: 'm' })).toEqual(['apiPassword', 'secretKey']);
    expect(plain('pockyt', { token: 't', merchantNo: '1' })).toEqual(['token']);
  });
});

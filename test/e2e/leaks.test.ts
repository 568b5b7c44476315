// Everything that the bridge and its command line say, read for what must be nowhere in it.
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { boxKeys } from '../../bridge/gateway/keys';
import { readKeyFile } from '../../bridge/gateway/master-key';
import { nepalpayConfig } from '../../bridge/switches/nepalpay/config';
import { startNepalpay } from '../../tools/switches/nepalpay';
import { startTestBridge } from '../support/bridge';
import { MASTER_KEY, TOKEN, identity } from '../support/bridge-config';
import { shop } from '../unit/bridge/cli/command-line';

const ID = 'counter-1';

/** Every way in which a key of bytes could be written. */
function spelled(bytes: Uint8Array): string[] {
  const buffer = Buffer.from(bytes);
  return [
    buffer.toString('hex'),
    buffer.toString('base64'),
    buffer.toString('base64url'),
    inspect(buffer).slice(8, 40),
  ];
}

describe('what must not be known', () => {
  test('is in no log line, answer, metric or error of a day with a switch, refusals and faults', async () => {
    const npi = await startNepalpay();
    onTestFinished(() => npi.close());
    const bridge = await startTestBridge({
      config: { switches: { nepalpay: nepalpayConfig.parse(npi.config) }, log: { level: 'debug' } },
      devices: [{ id: ID, switches: ['nepalpay', 'till'] }],
    });
    const said: string[] = [];
    const ask = async (path: string, init: Parameters<typeof bridge.api>[1] = {}): Promise<void> => {
      const reply = await bridge.api(path, init);
      said.push(JSON.stringify([...reply.headers]), await reply.text());
    };
    const box = await bridge.box().start();
    await bridge.charge({ amount: '10.00' });
    await bridge.charge({ amount: '10.00', switch: 'till' });
    await box.sayRaw(Buffer.from('nonsense'));
    await box.cut();
    await expect(bridge.box({ password: 'wrong' }).connect()).rejects.toThrow();
    await npi.close();
    const json = { 'content-type': 'application/json' };
    const body = JSON.stringify({ amount: '10.00', currency: 'NPR' });
    await ask(`/v1/devices/${ID}/charges`, { method: 'POST', body, headers: json });
    for (const path of ['/metrics', '/openapi.json', '/readyz', '/v1/devices', '/v1/charges', '/v1/nothing'])
      await ask(path);
    await ask('/v1/devices', { token: 'a-wrong-token' });
    await ask('/v1/webhooks/nepalpay/confirm-payment', { method: 'POST', body: '{}', headers: json });
    const text = [...said, ...bridge.log].join('\n');
    expect(text.length).toBeGreaterThan(5_000);
    const { key, password } = identity(ID);
    const { api, oauth, channel, signingKey } = npi.config as unknown as Record<string, Record<string, string>>;
    const secrets = [
      ...[
        MASTER_KEY,
        Buffer.from(MASTER_KEY, 'hex').toString('base64'),
        TOKEN,
        'a-wrong-token',
        password,
        'wrong-password',
      ],
      ...spelled(Buffer.from(key, 'latin1')),
      ...[api!['password'], oauth!['clientSecret'], oauth!['password'], channel!['apiToken']],
      String(signingKey).split('\n')[3],
    ];
    for (const secret of secrets) expect(text, secret).not.toContain(secret!);
  });

  test('is in nothing that the command line prints, but where a box or an operator is handed it', async () => {
    onTestFinished(() => void (process.exitCode = undefined));
    const { folder, run } = shop('http: { port: 0 }');
    const errors = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
    const add = ['device', 'add', ID, '--board', 'esp32-cyd', '--switches', 'nepalpay'];
    const output = ['--output', join(folder, 'ghanti.json')];
    const made = JSON.parse(await run('token', 'add', 'x', '--scope', 'operator', '--json')) as { token: string };
    const lines: string[] = [await run(...add, ...output), await run('master-key', 'rotate')];
    const commands = [
      ...[
        ['device', 'list', '--json'],
        ['device', 'show', ID, '--json'],
        ['device', 'show', ID],
        ['doctor', '--json'],
      ],
      ...[
        ['token', 'list', '--json'],
        ['audit', 'show', '--json'],
        ['audit', 'verify', '--json'],
        ['device', 'revoke', ID],
      ],
      ...[['device', 'show', 'nobody'], ['device', 'rotate', ID], add, ['master-key', 'retire']],
    ];
    for (const words of commands) lines.push(await run(...words).catch((error: unknown) => inspect(error)));
    lines.push(errors.mock.calls.join('\n'));
    errors.mockRestore();
    const text = lines.join('\n');
    const keys = readKeyFile(join(folder, 'master.key'));
    const known = boxKeys(keys);
    const secrets = [
      ...[made.token, known.password(ID, 1), known.password(ID, 2)],
      ...keys.flatMap(({ bytes }) => spelled(bytes)),
      ...spelled(Buffer.from(known.mac(ID, 1), 'latin1')),
    ];
    for (const secret of secrets) expect(text, secret).not.toContain(secret);
  });
});

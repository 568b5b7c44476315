import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { unseal } from '../../../../bridge/config/sealed';
import { readKeyFile } from '../../../../bridge/gateway/master-key';
import { shop } from './command-line';

function piped(text: string): void {
  const stdin = vi.spyOn(process, 'stdin', 'get').mockReturnValue(Readable.from([text]) as typeof process.stdin);
  onTestFinished(() => stdin.mockRestore());
}

describe('ghanti secret seal', () => {
  test('prints what opens with the bridge’s master key again, a key of many lines too', async () => {
    const { folder, run } = shop();
    piped('-----BEGIN KEY-----\nabc\n-----END KEY-----\n');
    const sealed = (await run('secret', 'seal')).trim();
    expect(sealed).not.toContain('abc');
    expect(unseal(sealed.slice('sealed:'.length), readKeyFile(join(folder, 'master.key')))).toBe(
      '-----BEGIN KEY-----\nabc\n-----END KEY-----',
    );
  });

  test.each([
    ['nothing', '\n'],
    ['more than a secret is long', 'x'.repeat(8_193)],
  ])('refuses %s', async (_what, text) => {
    piped(text);
    await expect(shop().run('secret', 'seal')).rejects.toThrow('a secret has 1 to 8192 characters');
  });

  test('keeps the old master key for as long as a secret is sealed with it', async () => {
    const { folder, run } = shop();
    piped('pin');
    const sealed = (await run('secret', 'seal')).trim();
    const file = join(folder, 'ghanti.yaml');
    writeFileSync(file, `mqtt: { external: { url: "mqtt://127.0.0.1:1", password: "${sealed}" } }`);
    await run('master-key', 'rotate');
    await expect(run('master-key', 'retire')).rejects.toThrow('1 secrets are sealed with an older master key');
    piped('pin');
    writeFileSync(
      file,
      `mqtt: { external: { url: "mqtt://127.0.0.1:1", password: "${(await run('secret', 'seal')).trim()}" } }`,
    );
    await run('master-key', 'retire');
    expect(readKeyFile(join(folder, 'master.key'))).toHaveLength(1);
    expect(await run('device', 'list')).toContain('No boxes yet');
  });
});

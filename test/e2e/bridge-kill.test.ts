import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { ScriptedBox } from '../support/box';
import { shopFolder } from '../support/bridge';
import { TOKEN, identity } from '../support/bridge-config';

const root = join(import.meta.dirname, '..', '..');
let program = '';

beforeAll(async () => {
  mkdirSync(join(root, '.build'), { recursive: true });
  // Inside the project, so that the bundle finds its dependencies as the real one does.
  const folder = mkdtempSync(join(root, '.build', 'killed-bridge-'));
  program = join(folder, 'bridge.mjs');
  const entryPoints = [fileURLToPath(new URL('../support/bridge-process.ts', import.meta.url))];
  await build({
    entryPoints,
    outfile: program,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'silent',
  });
});
afterAll(() => rmSync(join(program, '..'), { recursive: true, force: true }));

interface Started {
  child: ChildProcess;
  httpPort: number;
  mqttPort: number;
  tell(session: string, kind: string): void;
  died: Promise<unknown>;
}

async function start(folder: string, dies: string, prefix: string): Promise<Started> {
  const child = spawn(process.execPath, [program, folder, dies, prefix], { stdio: ['pipe', 'pipe', 'inherit'] });
  const died = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await died;
  });
  const [line] = (await once(child.stdout!.setEncoding('utf8'), 'data')) as [string];
  const { httpPort, mqttPort } = JSON.parse(line) as { httpPort: number; mqttPort: number };
  const tell = (session: string, kind: string): void =>
    void child.stdin!.write(`${JSON.stringify({ session, kind })}\n`);
  return { child, httpPort, mqttPort, tell, died };
}

async function api(port: number, path: string, body?: object): Promise<Record<string, unknown>> {
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  const init = body === undefined ? { headers } : { headers, method: 'POST', body: JSON.stringify(body) };
  return (await (await fetch(`http://127.0.0.1:${port}${path}`, init)).json()) as Record<string, unknown>;
}

describe('a bridge that is killed when a payment is on disk and not yet published', () => {
  test('tells it after its restart, once and as new', async () => {
    const folder = await shopFolder();
    const first = await start(folder, 'paid', 'first');
    const box = new ScriptedBox({ ...identity('counter-1'), port: first.mqttPort });
    onTestFinished(() => box.cut());
    await box.start();
    const shown = box.next('show-qr');
    const { id } = await api(first.httpPort, '/v1/devices/counter-1/charges', { amount: '1250.50', currency: 'NPR' });
    await shown;
    first.tell('first-1', 'paid');
    expect(await first.died).toEqual([null, 'SIGKILL']);
    expect(box.taken.some(({ is }) => is === 'paid')).toBe(false);

    const second = await start(folder, 'never', 'second');
    expect(await api(second.httpPort, `/v1/charges/${id as string}`)).toMatchObject({ state: 'paid' });
    await box.cut();
    const back = new ScriptedBox({ ...identity('counter-1'), port: second.mqttPort });
    onTestFinished(() => back.cut());
    // The same box: its journal and its numbers go on.
    for (const [seq, stage] of box.journal) back.journal.set(seq, stage);
    back.restarts = box.restarts;
    await back.start();
    await back.until('the payment', () => (back.said.length > 0 ? true : undefined));
    // The switch tells it again after the restart: nothing more is said.
    second.tell('first-1', 'paid');
    let charge: Record<string, unknown> = {};
    for (let look = 0; look < 100 && charge['spokenAt'] === undefined; look++)
      charge = await api(second.httpPort, `/v1/charges/${id as string}`);
    expect(charge).toMatchObject({ state: 'paid', switchTxnId: 'txn-first-1', spokenAt: expect.any(String) as string });
    expect(back.said).toMatchObject([{ kind: 'new', message: { amountMinor: 125_050, again: false } }]);
    expect([...box.faults, ...back.faults]).toEqual([]);
  });

  test('knows its open charges again: the next word of the switch reaches the box', async () => {
    const folder = await shopFolder();
    const first = await start(folder, 'never', 'first');
    await api(first.httpPort, '/v1/devices/counter-1/charges', { amount: '7.00', currency: 'NPR' });
    first.child.kill('SIGKILL');
    await first.died;
    const second = await start(folder, 'never', 'second');
    const box = new ScriptedBox({ ...identity('counter-1'), port: second.mqttPort });
    onTestFinished(() => box.cut());
    const shown = box.next('show-qr');
    await box.start();
    expect(await shown).toMatchObject({ charge: 1, amountMinor: 700 });
    const scanned = box.next('progress');
    second.tell('first-1', 'scanned');
    expect(await scanned).toMatchObject({ charge: 1, stage: 'scanned' });
  });
});

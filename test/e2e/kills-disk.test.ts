// A disk that is full or may not be written, under the real bridge program.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { ScriptedBox } from '../support/box';
import { shopFolder } from '../support/bridge';
import { identity } from '../support/bridge-config';
import { buildBridge, removeBridge, startBridgeProgram } from '../support/bridge-program';
import type { BridgeProgram } from '../support/bridge-program';

const LIMIT_MS = 60_000;
const FILL_BYTES = 64 * 1024;
let program = '';

beforeAll(async () => {
  program = await buildBridge();
});
afterAll(() => removeBridge(program));

const sh = (command: string): boolean => spawnSync('sh', ['-c', command], { stdio: 'ignore' }).status === 0;

/** May this machine's user mount a disk of his own? */
const mounts = ((): boolean => {
  const at = mkdtempSync(join(tmpdir(), 'ghanti-mount-'));
  const works = sh(`mount -t tmpfs -o size=1m tmpfs ${at} && umount ${at}`);
  rmSync(at, { recursive: true, force: true });
  return works;
})();
const whereMountable = (title: string, body: () => void): void => {
  if (mounts) describe(title, body);
  else describe.skip(`${title} [mounting is not allowed; run it as root on a machine where it is]`, body);
};

/** The shop's folder on a small disk of its own. */
async function smallDisk(megabytes: number): Promise<string> {
  const made = await shopFolder();
  const at = mkdtempSync(join(tmpdir(), 'ghanti-disk-'));
  expect(sh(`mount -t tmpfs -o size=${megabytes}m tmpfs ${at} && cp ${made}/* ${at}/`)).toBe(true);
  onTestFinished(() => {
    sh(`umount -l ${at}`);
    rmSync(at, { recursive: true, force: true });
  });
  return at;
}

const CHARGES = '/v1/devices/counter-1/charges';
const SEVEN = { amount: '7.00', currency: 'NPR' };

async function boxOn(port: number): Promise<ScriptedBox> {
  const box = new ScriptedBox({ ...identity('counter-1'), port });
  onTestFinished(() => box.cut());
  return box.start();
}

/** Pays until the disk takes no more. @returns how many were refused with a 503 */
async function untilFull(bridge: BridgeProgram): Promise<number> {
  for (let n = 0; n < 3_000; n++) {
    const { status, headers, body } = await bridge.api(CHARGES, SEVEN);
    if (status === 201) continue;
    expect({ status, retry: headers.get('retry-after') }).toEqual({ status: 503, retry: '5' });
    expect(body).toMatchObject({ type: '/problems/store-unavailable' });
    expect(JSON.stringify(body)).not.toContain('ghanti.db');
    return n;
  }
  throw new Error('the disk never was full');
}

/**
 * @param leaveNothing takes also what is too small for a charge
 * @param states that a payment may have which the switch tells then: what still fits is kept, and told
 */
async function tellsWhenThereIsRoom(
  bridge: BridgeProgram,
  leaveNothing: () => void,
  makeRoom: () => void,
  states: string[],
): Promise<void> {
  const box = await boxOn(bridge.mqttPort);
  const shown = box.next('show-qr');
  const charge = (await bridge.api(CHARGES, SEVEN)).body['id'] as string;
  await shown;
  const made = await untilFull(bridge);
  expect(made).toBeGreaterThan(0);
  leaveNothing();
  await expect.poll(async () => (await bridge.api('/readyz')).status, { timeout: 5_000 }).toBe(503);
  expect((await bridge.api('/healthz')).status).toBe(200);
  bridge.tellPaid('sale-1');
  expect((await bridge.api(CHARGES, SEVEN)).status).toBe(503);
  const { state } = (await bridge.api(`/v1/charges/${charge}`)).body;
  expect(states).toContain(state);
  expect(box.said.length).toBeLessThanOrEqual(state === 'open' ? 0 : 1);
  makeRoom();
  await expect.poll(async () => (await bridge.api('/readyz')).status, { timeout: 20_000 }).toBe(200);
  expect((await bridge.api(CHARGES, SEVEN)).status).toBe(201);
  bridge.tellPaid('sale-1');
  await box.until('the payment', () => (box.said.length > 0 ? true : undefined));
  expect(box.said.map(({ kind }) => kind)).toEqual(['new']);
  expect(box.faults).toEqual([]);
}

whereMountable('a disk that is full', () => {
  test(
    'refuses charges with 503, takes no payment as told that is not on it, and goes on when there is room',
    { timeout: LIMIT_MS },
    async () => {
      const folder = await smallDisk(4);
      const bridge = await startBridgeProgram(program, folder);
      // Others fill the disk: the bridge gets what is left of it.
      const others = join(folder, 'others');
      writeFileSync(others, '');
      for (let left = true; left;)
        left = sh(`head -c ${FILL_BYTES} /dev/zero >> ${others}`) && freeBytes(folder) > 1_500_000;
      const fill = (): void => void sh(`cat /dev/zero >> ${others}`);
      await tellsWhenThereIsRoom(bridge, fill, () => rmSync(others), ['open', 'paid']);
    },
  );
});

describe('a quota that is used up', () => {
  test('refuses charges with 503, and they are taken again when it is raised', { timeout: LIMIT_MS }, async () => {
    const bridge = await startBridgeProgram(program, await shopFolder());
    const limit = (bytes: string): boolean => sh(`prlimit --pid ${bridge.child.pid} --fsize=${bytes}`);
    expect(limit('800000:unlimited')).toBe(true);
    await tellsWhenThereIsRoom(
      bridge,
      () => void limit('1000:unlimited'),
      () => void limit('unlimited:unlimited'),
      ['open'],
    );
  });
});

whereMountable('a disk that may only be read', () => {
  test('keeps the bridge from starting, with the reason and what to do', async () => {
    const folder = await smallDisk(4);
    expect(sh(`mount -o remount,ro ${folder}`)).toBe(true);
    const child = spawn(process.execPath, [program, folder, 'never', 'sale'], { stdio: ['pipe', 'pipe', 'pipe'] });
    let said = '';
    child.stderr.on('data', (part: Buffer) => (said += part.toString()));
    const [code] = (await once(child, 'close')) as [number];
    expect(code).not.toBe(0);
    expect(said).toMatch(/it (may not be written|cannot be opened)\. (Give this user|Make the folder)/);
  });
});

function freeBytes(folder: string): number {
  return Number(spawnSync('df', ['--output=avail', '-B1', folder], { encoding: 'utf8' }).stdout.split('\n')[1]);
}

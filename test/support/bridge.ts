// A whole bridge for a test: own folder, own ports, boxes in the store, and a switch that the test speaks for.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { BridgeConfig, BridgeConfigInput } from '../../bridge/config/schema';
import type { WireTap } from '../../bridge/gateway/port';
import { jsonLog } from '../../bridge/log';
import { startBridge } from '../../bridge/main';
import type { BridgeExtras, RunningBridge } from '../../bridge/main';
import type { Device } from '../../bridge/store/port';
import { openSqlite } from '../../bridge/store/sqlite';
import { hashOf, newToken } from '../../bridge/tokens';
import { box as boxRow } from '../contract/store/opened';
import { ScriptedBox } from './box';
import type { ScriptedBoxOptions } from './box';
import { TOKEN, identity, testConfig } from './bridge-config';
import { TestSwitch } from './test-switch';

export interface TestBridge extends RunningBridge {
  folder: string;
  till: TestSwitch;
  /** What the wire's tap saw. */
  wire: Parameters<WireTap>[0][];
  /** Lines of the log. */
  log: string[];
  /** Starts the same bridge again after `close`: the same files, and boxes find it where it was. */
  again(): Promise<TestBridge>;
  api(path: string, init?: RequestInit & { token?: string | undefined }): Promise<Response>;
  /** A charge of NPR 1,250.50 unless told otherwise. */
  charge(different?: Record<string, unknown>, device?: string): Promise<ChargeJson>;
  box(different?: Partial<ScriptedBoxOptions>): ScriptedBox;
}
type ChargeJson = Record<string, unknown> & { id: string; state: string; qr: string };

interface Wanted {
  config?: BridgeConfigInput;
  extras?: BridgeExtras;
  devices?: Partial<Device>[];
}

/** A folder with a store in which these boxes are; removed when the test ends. */
export async function shopFolder(devices: Partial<Device>[] = [{}]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'ghanti-bridge-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const store = await openSqlite(join(folder, 'ghanti.db'));
  await store.write(async (tx) => {
    for (const one of devices) await tx.insertDevice(boxRow({ switches: ['till'], ...one }));
    await tx.insertToken({ ...newToken('test', 'operator', [], 0).kept, hash: hashOf(TOKEN) });
  });
  await store.close();
  return folder;
}

export async function startTestBridge(wanted: Wanted = {}): Promise<TestBridge> {
  const folder = await shopFolder(wanted.devices);
  const till = new TestSwitch();
  return open(folder, testConfig(folder, wanted.config), wanted.extras ?? {}, till);
}

async function open(folder: string, config: BridgeConfig, extras: BridgeExtras, till: TestSwitch): Promise<TestBridge> {
  const wire: TestBridge['wire'] = [];
  const log: string[] = [];
  const running = await startBridge(config, {
    log: jsonLog('debug', { write: (line: string) => void log.push(line) }),
    tap: (record) => void wire.push(record),
    switches: till.kinds,
    ...extras,
  });
  onTestFinished(() => running.close());
  const { httpPort, mqttPort = 0 } = running;
  const api: TestBridge['api'] = (path, { token = TOKEN, headers, ...init } = {}) => {
    const bearer: Record<string, string> = token === '' ? {} : { authorization: `Bearer ${token}` };
    return fetch(`http://127.0.0.1:${httpPort}${path}`, {
      ...init,
      headers: { ...bearer, ...(headers as Record<string, string>) },
    });
  };
  return {
    ...running,
    ...{ folder, till, wire, log, api },
    again: async () => {
      const fixed = { ...config, mqtt: { ...config.mqtt, port: mqttPort } };
      return open(folder, fixed, extras, till);
    },
    charge: async (different = {}, device = 'counter-1') => {
      const body = JSON.stringify({ amount: '1250.50', currency: 'NPR', ...different });
      const reply = await api(`/v1/devices/${device}/charges`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
      });
      if (reply.status !== 201) throw new Error(`no charge: ${reply.status} ${await reply.text()}`);
      return (await reply.json()) as ChargeJson;
    },
    box: (different = {}) => {
      const made = new ScriptedBox({ ...identity(different.id ?? 'counter-1'), port: mqttPort, ...different });
      onTestFinished(() => made.cut());
      return made;
    },
  };
}

/** Looks after every committed change until it is true; fails with `what` after 8 s. */
export async function untilTrue(running: RunningBridge, what: string, check: () => Promise<boolean>): Promise<void> {
  let look: () => void = () => undefined;
  let changed = false;
  const stop = running.bridge.onEvent(() => {
    changed = true;
    look();
  });
  const deadlineMs = Date.now() + 8_000;
  try {
    while (!(await check())) {
      if (Date.now() > deadlineMs) throw new Error(`never came true: ${what}`);
      if (!changed) {
        await new Promise<void>((resolve) => {
          look = resolve;
          setTimeout(resolve, 200);
        });
      }
      changed = false;
    }
  } finally {
    stop();
  }
}

import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { connectAsync } from 'mqtt';
import type { BridgeConfig } from '../config/schema';
import { readCertificate } from '../gateway/certificate';
import { MasterKeyError, readKeyFile } from '../gateway/master-key';
import { reasonOf } from '../log';
import type { ConnectorContext, DoctorStep } from '../payments/ports';
import { checkSqlite, openSqlite } from '../store/sqlite';
import type { AnySwitchKind } from '../switchboard';
import { switches } from '../switches/registry';
import { configAt } from './settings';

const STEPS_LIMIT = 100;
const BROKER_LIMIT_MS = 5_000;

/** `ghanti doctor`: tries each thing for real. The process's exit code is 1 when a step failed. */
export async function doctor(options: { config: string; json?: boolean; switch?: string }): Promise<void> {
  let failed = 0;
  for await (const step of examine(options.config, options.switch)) {
    if (!step.ok) failed++;
    const line =
      options.json === true ? JSON.stringify(step) : `${step.ok ? 'ok    ' : 'FAILED'}  ${step.step}: ${step.detail}`;
    process.stdout.write(`${line}\n`);
  }
  if (failed > 0) process.exitCode = 1;
}

/**
 * Every step, in the order in which things are needed; without readable settings there is only the first. With `only`,
 * the steps of that switch alone.
 */
export async function* examine(file: string, only?: string): AsyncIterable<DoctorStep> {
  let config: BridgeConfig;
  try {
    config = configAt(file);
  } catch (error) {
    yield { step: 'settings', ok: false, detail: reasonOf(error) };
    return;
  }
  yield { step: 'settings', ok: true, detail: existsSync(file) ? file : 'no file; the defaults hold' };
  if (only !== undefined) {
    const part = config.switches[only];
    const there = Object.keys(config.switches).join(', ') || 'none';
    if (part === undefined)
      yield { step: only, ok: false, detail: `this switch is not configured; there are: ${there}` };
    else yield* diagnose(only, part);
    return;
  }
  yield key(config);
  yield await store(config);
  yield await tokens(config);
  yield await free('http port', config.http.host, config.http.port);
  yield* roads(config.mqtt);
  if (Object.keys(config.switches).length === 0)
    yield { step: 'switches', ok: false, detail: 'none is configured; no charge can be made' };
  for (const [id, part] of Object.entries(config.switches)) yield* diagnose(id, part);
}

async function tokens(config: BridgeConfig): Promise<DoctorStep> {
  const step = 'api token';
  const none = { step, ok: false, detail: 'none; make one: ghanti token add <name> --scope operator' };
  if (!existsSync(config.store.file)) return none;
  try {
    const opened = await openSqlite(config.store.file);
    const all = await opened.read((tx) => tx.tokens());
    await opened.close();
    const count = all.filter(({ revokedAtMs }) => revokedAtMs === undefined).length;
    return count === 0 ? none : { step, ok: true, detail: `${count} can be used` };
  } catch (error) {
    return { step, ok: false, detail: reasonOf(error) };
  }
}

function key(config: BridgeConfig): DoctorStep {
  const step = 'master key';
  if (config.keys.masterKey !== undefined) {
    const good = /^[0-9a-fA-F]{64}$/.test(config.keys.masterKey);
    return { step, ok: good, detail: good ? 'from the settings' : 'GHANTI_MASTER_KEY must be 64 hexadecimal digits' };
  }
  const file = config.keys.masterKeyFile;
  try {
    readKeyFile(file);
    return { step, ok: true, detail: `${file}, which only its owner can read` };
  } catch (error) {
    if (error instanceof MasterKeyError) return { step, ok: false, detail: error.message };
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT'
      ? { step, ok: true, detail: `${file} is made on the first start` }
      : { step, ok: false, detail: `${file} cannot be read (${code})` };
  }
}

async function store(config: BridgeConfig): Promise<DoctorStep> {
  const step = 'store';
  const { file } = config.store;
  if (!existsSync(file)) {
    const folder = dirname(file);
    const there = existsSync(folder);
    return {
      step,
      ok: there,
      detail: there ? `${file} is made on the first start` : `the folder ${folder} is not there; make it`,
    };
  }
  try {
    const [fault] = checkSqlite(file);
    if (fault !== undefined) return { step, ok: false, detail: fault };
    const opened = await openSqlite(file);
    const devices = await opened.write((tx) => tx.devices());
    await opened.close();
    return { step, ok: true, detail: `${file} is sound and can be written; ${devices.length} boxes` };
  } catch (error) {
    return { step, ok: false, detail: reasonOf(error) };
  }
}

function free(step: string, host: string, port: number): Promise<DoctorStep> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EADDRINUSE' ? 'is taken; is the bridge running already?' : `cannot be used (${error.code})`;
      resolve({ step, ok: false, detail: `${host}:${port} ${why}` });
    });
    server.listen({ host, port }, () =>
      server.close(() => resolve({ step, ok: true, detail: `${host}:${port} is free` })),
    );
  });
}

async function* roads({ external, host, port, plain, tls }: BridgeConfig['mqtt']): AsyncIterable<DoctorStep> {
  if (external !== undefined) return yield await broker(external);
  if (plain) yield await free('mqtt port', host, port);
  if (tls === undefined) return;
  yield await free('mqtt tls port', host, tls.port);
  try {
    readCertificate(tls);
    yield { step: 'mqtt certificate', ok: true, detail: `${tls.certFile} and its key can be used` };
  } catch (error) {
    yield { step: 'mqtt certificate', ok: false, detail: reasonOf(error) };
  }
}

async function broker({
  url,
  username,
  password,
  caFile,
}: NonNullable<BridgeConfig['mqtt']['external']>): Promise<DoctorStep> {
  const step = 'mqtt broker';
  try {
    const ca = caFile === undefined ? undefined : readFileSync(caFile);
    const client = await connectAsync(
      url,
      { username, password, ca, connectTimeout: BROKER_LIMIT_MS, reconnectPeriod: 0, protocolVersion: 4 },
      false,
    );
    await client.endAsync(true);
    return { step, ok: true, detail: `${new URL(url).host} takes the bridge` };
  } catch (error) {
    return { step, ok: false, detail: `${new URL(url).host}: ${reasonOf(error)}` };
  }
}

async function* diagnose(id: string, part: unknown): AsyncIterable<DoctorStep> {
  const kind = (switches as unknown as Record<string, AnySwitchKind>)[id];
  if (kind === undefined) return;
  const context: ConnectorContext = {
    emit: async () => undefined,
    health: () => undefined,
    // What the running bridge keeps is not the doctor's to send.
    keep: { put: async () => undefined, remove: async () => undefined, all: async () => [] },
    log: () => undefined,
    nowMs: () => Date.now(),
  };
  const connector = kind.connect(part as never, context);
  try {
    let steps = 0;
    for await (const step of connector.diagnose()) {
      yield { ...step, step: `${id}: ${step.step}` };
      if (++steps >= STEPS_LIMIT) return;
    }
  } catch (error) {
    yield { step: id, ok: false, detail: reasonOf(error) };
  } finally {
    await connector.close();
  }
}

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { EMBEDDED_LIMITS, embeddedRoad } from '../../../bridge/gateway/embedded';
import { externalRoad } from '../../../bridge/gateway/external';
import type { Road } from '../../../bridge/gateway/port';
import { jsonLog } from '../../../bridge/log';
import { metricsRegistry } from '../../../bridge/metrics/registry';

/** A road under test, and where boxes reach its broker. */
export interface LaidRoad {
  road: Road;
  port: number;
}
export interface RoadKind {
  name: string;
  /** The Debian program that it needs. */
  needs: 'mosquitto' | undefined;
  /** Does a publish say whether the box itself has the message? */
  knowsBox: boolean;
  lay(): Promise<LaidRoad>;
}

const log = jsonLog('silent');
/** Both brokers let a box in whose password is its id, backwards. */
export const passwordOf = (id: string): string => [...id].reverse().join('');

async function embedded(): Promise<LaidRoad> {
  const road = await embeddedRoad({
    ...{ host: '127.0.0.1', port: 0, limits: EMBEDDED_LIMITS, log, metrics: metricsRegistry() },
    nowMs: () => Date.now(),
    admit: async (id, password) => Buffer.from(password).toString() === passwordOf(id),
  });
  return { road, port: road.port };
}

async function external(): Promise<LaidRoad> {
  const port = await startMosquitto();
  return {
    road: externalRoad({ url: `mqtt://127.0.0.1:${port}`, username: undefined, password: undefined, log }),
    port,
  };
}

/** Every road: one line each. */
export const roads: RoadKind[] = [
  { name: 'the embedded broker', needs: undefined, knowsBox: true, lay: embedded },
  { name: 'an external broker', needs: 'mosquitto', knowsBox: false, lay: external },
];

/** A mosquitto of its own on a free loopback port; ended with the test. */
async function startMosquitto(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'ghanti-mosquitto-'));
  const port = await freePort();
  const file = join(folder, 'mosquitto.conf');
  writeFileSync(file, `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\nlog_dest none\n`);
  const child = spawn('mosquitto', ['-c', file], {
    stdio: 'ignore',
    env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` },
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  for (let tries = 0; tries < 100; tries++) {
    if (await accepts(port)) return port;
    await pause(50);
  }
  throw new Error('mosquitto did not start within 5 s');
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

// The shop that is besieged: the clearing house in this process, and around it real processes with a proxy on each socket.
import { execFileSync, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startNepalpay } from '../switches/nepalpay';
import type { Nepalpay } from '../switches/nepalpay';
import { besiegedBox, prepareBoard } from './boxes';
import type { BesiegedBox } from './boxes';
import { program } from './program';
import type { Program } from './program';
import { proxyTo } from './proxy';
import type { Proxy } from './proxy';
import { witnessOf } from './witness';
import type { Witness } from './witness';

export interface Shop {
  bank: Nepalpay;
  bridge: Program;
  /** The mosquitto beside the bridge; undefined when the bridge has its own broker. */
  broker: Program | undefined;
  boxes: BesiegedBox[];
  witnesses: Witness[];
  /** By the socket that they stand on. */
  proxies: Record<string, Proxy>;
  /** Where shops and switches reach the bridge, through its proxy. */
  apiPort: number;
  token: string;
  storeFile: string;
  close(): Promise<void>;
}
export interface ShopOptions {
  folder: string;
  /** The built command line. */
  cli: string;
  broker: 'embedded' | 'mosquitto';
  /** One box for each. */
  boards: string[];
}

/** A shop has these from its documents; in a siege nobody waits for minutes. */
const TIMING = { sweepMs: 1_000, retryMinMs: 100, retryMaxMs: 1_500, requestMs: 4_000, createMs: 6_000 };

/** Starts everything. Rejects, with everything ended again, when a part cannot start. */
export async function openShop(options: ShopOptions): Promise<Shop> {
  for (const board of new Set(options.boards)) await prepareBoard(board);
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (let closer = closers.pop(); closer !== undefined; closer = closers.pop()) await closer();
  };
  try {
    return { ...(await open(options, closers)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(options: ShopOptions, closers: (() => Promise<void>)[]): Promise<Omit<Shop, 'close'>> {
  const { folder, cli, boards } = options;
  const bank = await startNepalpay();
  closers.push(() => bank.close());
  const [httpPort, mqttPort] = [await freePort(), await freePort()];
  const proxies: Record<string, Proxy> = {};
  const between = async (name: string, port: number, witness?: Witness): Promise<number> => {
    const made = (proxies[name] = await proxyTo(port, witness?.line));
    closers.push(() => made.close());
    return made.port;
  };
  const started = (one: Program): Program => {
    closers.push(() => one.stop('SIGTERM'));
    one.start();
    return one;
  };
  const apiPort = await between('api', httpPort);
  bank.pushTo(`http://127.0.0.1:${apiPort}`);
  const external = options.broker === 'mosquitto';
  const broker = external ? started(mosquitto(folder, mqttPort)) : undefined;
  const config = join(folder, 'ghanti.yaml');
  const road = external ? await between('broker', mqttPort) : undefined;
  const settings = bridgeSettings(bank, await between('switch', portOf(bank.baseUrl)), httpPort, mqttPort, road);
  writeFileSync(config, settings, { mode: 0o600 });
  const ghanti = (...words: string[]): string =>
    execFileSync(process.execPath, [cli, ...words, '-c', config, '--json'], { encoding: 'utf8' });
  const { token } = JSON.parse(ghanti('token', 'add', 'siege', '--scope', 'operator')) as { token: string };
  const serve = [cli, 'serve', '-c', config];
  const bridge = started(
    program('bridge', () => spawn(process.execPath, serve, { stdio: ['ignore', 'pipe', 'pipe'] })),
  );

  const boxes: BesiegedBox[] = [];
  const witnesses: Witness[] = [];
  for (const [nth, board] of boards.entries()) {
    const id = `counter-${nth + 1}`;
    const made = JSON.parse(ghanti('device', 'add', id, '--board', board)) as { key: string };
    const witness = witnessOf(id, made.key);
    witnesses.push(witness);
    const settings = { ...made, port: await between(id, mqttPort, witness), wifi: WIFI };
    const box = besiegedBox(id, board, join(folder, id), settings, cli);
    started(box.program);
    boxes.push(box);
  }
  return { bank, bridge, broker, boxes, witnesses, proxies, token, apiPort, storeFile: join(folder, 'ghanti.db') };
}

function bridgeSettings(
  bank: Nepalpay,
  bankPort: number,
  httpPort: number,
  mqttPort: number,
  brokerPort?: number,
): string {
  const through = (url: string): string => url.replace(/:\d+/, `:${bankPort}`);
  const { baseUrl, wsUrl } = bank.config;
  return JSON.stringify({
    http: { port: httpPort, webhookPaths: { '/nepalpay/confirm-payment': 'nepalpay/confirm-payment' } },
    mqtt: {
      ...{ host: '127.0.0.1', port: mqttPort },
      ...(brokerPort !== undefined && { external: { url: `mqtt://127.0.0.1:${brokerPort}` } }),
    },
    log: { level: 'warn' },
    switches: { nepalpay: { ...bank.config, baseUrl: through(baseUrl), wsUrl: through(wsUrl), timing: TIMING } },
  });
}

const portOf = (url: string): number => Number(new URL(url).port);

const WIFI = { ssid: 'shop', password: '' };

function mosquitto(folder: string, port: number): Program {
  const file = join(folder, 'mosquitto.conf');
  writeFileSync(file, `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\nlog_dest none\n`);
  const env = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` };
  return program('mosquitto', () => spawn('mosquitto', ['-c', file], { env, stdio: ['ignore', 'pipe', 'pipe'] }));
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((closed) => void server.close(() => closed()));
  return port;
}

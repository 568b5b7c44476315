// What a shop's nephew would build instead: a Node-RED flow and mosquitto. Nothing is kept on disk.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';

const NODE_RED = 'node-red@4.1.15';
const START_LIMIT_MS = 60_000;

/** Node-RED in a folder of its own, installed when it is not there. @returns its program */
export function installNodeRed(folder: string): string {
  const program = join(folder, 'node_modules/node-red/red.js');
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const done = spawnSync('npm', ['install', '--no-audit', '--no-fund', NODE_RED], { cwd: folder, stdio: 'ignore' });
  if (done.status !== 0) throw new Error(`${NODE_RED} cannot be installed; is there a way to the npm registry?`);
  return program;
}

export async function startNodeRed(
  program: string,
  folder: string,
): Promise<{ children: ChildProcess[]; mqttPort: number; events: string }> {
  const own = mkdtempSync(join(folder, 'node-red-'));
  const [mqttPort, httpPort] = [await freePort(), await freePort()];
  const conf = join(own, 'mosquitto.conf');
  writeFileSync(conf, `listener ${mqttPort} 127.0.0.1\nallow_anonymous true\nlog_dest none\npersistence false\n`);
  writeFileSync(join(own, 'flows.json'), JSON.stringify(flow(mqttPort)));
  const settings = {
    uiPort: httpPort,
    uiHost: '127.0.0.1',
    flowFile: 'flows.json',
    logging: { console: { level: 'off' } },
  };
  // .cjs: above this folder is a package of modules.
  writeFileSync(
    join(own, 'settings.cjs'),
    `module.exports = ${JSON.stringify({ ...settings, httpAdminRoot: false })};`,
  );
  const children = [spawn('mosquitto', ['-c', conf], { stdio: 'ignore' })];
  await wait(500);
  children.push(
    spawn(process.execPath, [program, '-u', own, '-s', join(own, 'settings.cjs')], { cwd: own, stdio: 'ignore' }),
  );
  const events = `ws://127.0.0.1:${httpPort}/events`;
  await answering(events);
  return { children, mqttPort, events };
}

function flow(mqttPort: number): object[] {
  const broker = {
    id: 'broker',
    type: 'mqtt-broker',
    broker: '127.0.0.1',
    port: String(mqttPort),
    protocolVersion: '4',
  };
  const toBox =
    'msg.topic = "g/" + msg.payload.deviceId + "/d"; msg.payload = JSON.stringify({ amount: msg.payload.amount, ' +
    'currency: msg.payload.currency, txn: msg.payload.txnId, at: msg.payload.timestamp }); return msg;';
  const count = 'context.set("acks", (context.get("acks") || 0) + 1); return null;';
  const node = (id: string, type: string, wires: string[], more: object): object => ({
    ...{ id, type, z: 'tab', x: 0, y: 0, wires: wires.length === 0 ? [] : [wires] },
    ...more,
  });
  return [
    { id: 'tab', type: 'tab', label: 'payments' },
    { ...broker, keepalive: '60', cleansession: true, autoConnect: true },
    { id: 'listener', type: 'websocket-listener', path: '/events', wholemsg: 'false' },
    node('in', 'websocket in', ['json'], { server: 'listener' }),
    node('json', 'json', ['say'], { property: 'payload', action: 'obj' }),
    node('say', 'function', ['out'], { func: toBox, outputs: 1 }),
    node('out', 'mqtt out', [], { topic: '', qos: '1', retain: 'false', broker: 'broker' }),
    node('acks', 'mqtt in', ['count'], { topic: 'g/+/u', qos: '1', datatype: 'auto-detect', broker: 'broker' }),
    node('count', 'function', [], { func: count, outputs: 1 }),
  ];
}

async function answering(events: string): Promise<void> {
  const until = Date.now() + START_LIMIT_MS;
  for (;;) {
    const open = await new Promise<boolean>((done) => {
      const socket = new WebSocket(events, { handshakeTimeout: 1_000 });
      socket.once('open', () => {
        socket.close();
        done(true);
      });
      socket.once('error', () => done(false));
    });
    if (open) return;
    if (Date.now() > until) throw new Error('Node-RED does not start');
    await wait(300);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

// The command line as its users have it: built, each command a process of its own in a folder of its own.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

export interface Ended {
  code: number | null;
  output: string;
  errors: string;
}
export interface Running {
  /** A line onto its standard input. */
  type(line: string): void;
  /** The first match in all that it has printed, which comes sooner or later. Rejects when it ends before. */
  printed(wanted: RegExp): Promise<RegExpExecArray>;
  /** Ctrl-C. */
  stop(): Promise<Ended>;
  /** Its standard input ends. */
  hangUp(): Promise<Ended>;
  ended: Promise<Ended>;
}
export interface Desk {
  folder: string;
  httpPort: number;
  start(...words: string[]): Running;
  run(...words: string[]): Promise<Ended>;
  close(): Promise<void>;
}

/** Bundles it inside the project, so that it finds its dependencies as the real one does. @returns the file */
export async function buildGhanti(): Promise<string> {
  mkdirSync('.build/test', { recursive: true });
  const outdir = mkdtempSync(resolve('.build/test/ghanti-'));
  const format = { bundle: true, splitting: true, format: 'esm', platform: 'node', packages: 'external' } as const;
  await build({ entryPoints: ['tools/ghanti.ts'], outdir, ...format, logLevel: 'silent' });
  return join(outdir, 'ghanti.js');
}

/** An empty folder to sit down at, with ports of its own for the bridge; `more` is added to the environment. */
export async function openDesk(cli: string, more: NodeJS.ProcessEnv = {}): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), 'ghanti-desk-'));
  const [httpPort, mqttPort] = [await freePort(), await freePort()];
  const ports = { GHANTI_HTTP_PORT: String(httpPort), GHANTI_MQTT_PORT: String(mqttPort) };
  const env = { ...process.env, ...ports, GHANTI_MQTT_HOST: '127.0.0.1', GHANTI_ROOT: process.cwd(), ...more };
  const all: Running[] = [];
  const start = (...words: string[]): Running => {
    const one = launch(cli, words, folder, env);
    all.push(one);
    return one;
  };
  return {
    ...{ folder, httpPort, start },
    run: (...words) => start(...words).ended,
    async close() {
      await Promise.all(all.map((one) => one.stop()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((closed) => void server.close(() => closed()));
  return port;
}

function launch(cli: string, words: string[], cwd: string, env: NodeJS.ProcessEnv): Running {
  const child = spawn(process.execPath, [cli, ...words], { cwd, env });
  let output = '';
  let errors = '';
  const looks = new Set<() => void>();
  child.stdin.on('error', () => undefined);
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    for (const look of looks) look();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const ended = new Promise<Ended>((done) => child.on('close', (code) => done({ code, output, errors })));
  return {
    ended,
    type: (line) => void child.stdin.write(`${line}\n`),
    printed: (wanted) =>
      new Promise((found, failed) => {
        const look = (): void => {
          const match = wanted.exec(output);
          if (match === null) return;
          looks.delete(look);
          found(match);
        };
        looks.add(look);
        look();
        void ended.then(() => failed(new Error(`"ghanti ${words.join(' ')}" printed:\n${output}${errors}`)));
      }),
    stop() {
      child.kill('SIGINT');
      return ended;
    },
    hangUp() {
      child.stdin.end();
      return ended;
    },
  };
}

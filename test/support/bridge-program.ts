// The bridge of bridge-process.ts as a program of its own, for tests that starve, flood or kill it.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { onTestFinished } from 'vitest';
import { TOKEN } from './bridge-config';

export interface BridgeAnswer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}
export interface BridgeProgram {
  child: ChildProcess;
  httpPort: number;
  mqttPort: number;
  /** Its switch says that this session was paid. */
  tellPaid(session: string): void;
  /** GET, or POST with a body. */
  api(path: string, body?: object): Promise<BridgeAnswer>;
  /** Resident memory, in megabytes. */
  residentMb(): number;
}

/** Bundles it inside the project, so that it finds its dependencies as the real one does. @returns the file */
export async function buildBridge(): Promise<string> {
  mkdirSync('.build/test', { recursive: true });
  const outfile = join(mkdtempSync(join(process.cwd(), '.build/test/bridge-')), 'bridge.mjs');
  const entryPoints = ['test/support/bridge-process.ts'];
  const format = { bundle: true, format: 'esm', platform: 'node', packages: 'external' } as const;
  await build({ entryPoints, outfile, ...format, logLevel: 'silent' });
  return outfile;
}

export function removeBridge(program: string): void {
  rmSync(join(program, '..'), { recursive: true, force: true });
}

/** Starts it on a shop's folder; ended with the test. Its switch names its sessions sale-1, sale-2 ... */
export async function startBridgeProgram(program: string, folder: string): Promise<BridgeProgram> {
  const child = spawn(process.execPath, [program, folder, 'never', 'sale'], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  });
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  const { httpPort, mqttPort } = JSON.parse(line) as { httpPort: number; mqttPort: number };
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  return {
    ...{ child, httpPort, mqttPort },
    tellPaid: (session) => void child.stdin.write(`${JSON.stringify({ session, kind: 'paid' })}\n`),
    async api(path, body) {
      const init = body === undefined ? { headers } : { headers, method: 'POST', body: JSON.stringify(body) };
      const answer = await fetch(`http://127.0.0.1:${httpPort}${path}`, init);
      const text = await answer.text();
      const json = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : { text };
      return { status: answer.status, headers: answer.headers, body: json };
    },
    residentMb: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))![1]) / 1024,
  };
}

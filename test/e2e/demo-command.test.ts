import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const PROGRAM = resolve(`.build/test/demo-command-${process.pid}.mjs`);
const LIMIT_MS = 3000;
/** It builds its image first: five seconds, or twenty on a busy machine. */
const START_LIMIT_MS = 120_000;

beforeAll(async () => {
  await build({
    stdin: {
      contents: `import { Command } from 'commander'; import { register } from './tools/demo/command';
        const program = new Command('ghanti'); register(program);
        program.parseAsync().catch((error) => { console.error(error.message); process.exitCode = 1; });`,
      resolveDir: process.cwd(),
      loader: 'ts',
    },
    ...{ outfile: PROGRAM, bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'silent' },
  });
});
afterAll(() => rmSync(PROGRAM, { force: true }));

interface Ended {
  code: number | null;
  errors: string;
}

function start(port: number): {
  child: ChildProcess;
  printed: (wanted: RegExp) => Promise<RegExpExecArray>;
  ended: Promise<Ended>;
} {
  const child = spawn(process.execPath, [PROGRAM, 'demo'], {
    env: { ...process.env, PORT: String(port), GHANTI_ROOT: process.cwd() },
  });
  let output = '';
  let errors = '';
  const looks = new Set<() => void>();
  child.stdout.on('data', (text: Buffer) => {
    output += text.toString();
    for (const look of looks) look();
  });
  child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
  const ended = new Promise<Ended>((done) => child.on('close', (code) => done({ code, errors })));
  const printed = (wanted: RegExp): Promise<RegExpExecArray> =>
    new Promise((found, failed) => {
      const look = (): void => {
        const match = wanted.exec(output);
        if (match === null) return;
        looks.delete(look);
        found(match);
      };
      looks.add(look);
      look();
      void ended.then(({ code }) => failed(new Error(`the demo ended (${code}) and had printed:\n${output}${errors}`)));
    });
  return { child, printed, ended };
}

describe('ghanti demo', () => {
  test(
    'says what it started, serves it, and is gone within 3 s of Ctrl-C',
    async () => {
      const { child, printed, ended } = start(0);
      const [, address] = await printed(/the page +(http:\/\/127\.0\.0\.1:\d+)\//);
      await printed(/Ctrl-C stops all of it/);
      expect(await (await fetch(address!)).text()).toContain('<div id="page">');
      expect((await fetch(`${address!}/demo/page/page.js`)).headers.get('content-type')).toContain('javascript');
      // Somebody still watches: that must not keep it alive.
      const watching = await fetch(`${address!}/demo/events`);
      const stoppedAt = performance.now();
      child.kill('SIGINT');
      expect((await ended).code).toBe(0);
      expect(performance.now() - stoppedAt).toBeLessThan(LIMIT_MS);
      await watching.body?.cancel().catch(() => undefined);
      await expect(fetch(address!)).rejects.toThrow();
    },
    START_LIMIT_MS,
  );

  test(
    'says so when its port is taken, and what to do',
    async () => {
      const other: Server = createServer();
      await new Promise<void>((listening) => other.listen(0, '127.0.0.1', () => listening()));
      const { port } = other.address() as AddressInfo;
      try {
        const { ended } = start(port);
        const { code, errors } = await ended;
        expect(code).toBe(1);
        expect(errors.trim()).toBe(
          `demo: port ${port} of 127.0.0.1 is taken. Stop what uses it, or choose another: PORT=${port + 1} npm start`,
        );
      } finally {
        other.close();
      }
    },
    START_LIMIT_MS,
  );
});

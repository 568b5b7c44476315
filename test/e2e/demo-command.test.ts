import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { buildGhanti, openDesk } from '../support/ghanti-program';
import type { Running } from '../support/ghanti-program';

const LIMIT_MS = 3000;
/** It builds its image first: five seconds, or twenty on a busy machine. */
const START_LIMIT_MS = 120_000;
let cli = '';

beforeAll(async () => {
  cli = await buildGhanti();
});
afterAll(() => rmSync(dirname(cli), { recursive: true, force: true }));

async function startDemo(port: number): Promise<Running> {
  const desk = await openDesk(cli, { PORT: String(port) });
  onTestFinished(() => desk.close());
  return desk.start('demo');
}

describe('ghanti demo', () => {
  test(
    'says what it started, serves it, and is gone within 3 s of Ctrl-C',
    async () => {
      const demo = await startDemo(0);
      const [, address] = await demo.printed(/the page +(http:\/\/127\.0\.0\.1:\d+)\//);
      await demo.printed(/Ctrl-C stops all of it/);
      expect(await (await fetch(address!)).text()).toContain('<div id="page">');
      expect((await fetch(`${address!}/demo/page/page.js`)).headers.get('content-type')).toContain('javascript');
      // Somebody still watches: that must not keep it alive.
      const watching = await fetch(`${address!}/demo/events`);
      const stoppedAt = performance.now();
      expect((await demo.stop()).code).toBe(0);
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
      onTestFinished(() => void other.close());
      const { port } = other.address() as AddressInfo;
      const { code, errors } = await (await startDemo(port)).ended;
      expect(code).toBe(1);
      expect(errors.trim()).toBe(
        `ghanti: demo: port ${port} of 127.0.0.1 is taken. Stop what uses it, or choose another: PORT=${port + 1} npm start`,
      );
    },
    START_LIMIT_MS,
  );
});

// Interpreters at the end of a cable. Over TCP each connection starts one in the same folder, as plugging in a box
// starts it with the flash that it has.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';

interface Cabled {
  port: string;
  unplug(): Promise<void>;
}

const START_LIMIT_MS = 10_000;

/** A program behind `tcp://127.0.0.1:port`. With the cable its power is gone too. */
export async function cabledOverTcp(program: string, folder: string): Promise<Cabled> {
  const running = new Set<ChildProcess>();
  const server = createServer((socket) => {
    // Pipes stay open until the end: at end of file Espruino spins.
    const child = spawn(program, [], { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });
    running.add(child);
    child.stdin.on('error', () => undefined);
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => void child.stdin.write(bytes));
    child.stdout.on('data', (bytes: Buffer) => void socket.write(bytes));
    socket.on('close', () => child.kill('SIGKILL'));
    child.on('exit', () => {
      running.delete(child);
      socket.destroy();
    });
  });
  return {
    port: await listening(server),
    async unplug() {
      server.close();
      await Promise.all([...running].map(ended));
    },
  };
}

/** A program behind a serial port of its own. */
export async function cabledOverPty(command: string, folder: string): Promise<Cabled> {
  const port = join(folder, 'tty');
  const child = spawn(
    'socat',
    [`PTY,link=${port},rawer,wait-slave`, `EXEC:"${command}",pty,raw,echo=0,setsid,ctty,stderr`],
    {
      cwd: folder,
      stdio: 'ignore',
    },
  );
  const until = Date.now() + START_LIMIT_MS;
  while (!existsSync(port)) {
    if (Date.now() > until) throw new Error('socat makes no serial port');
    await new Promise((later) => setTimeout(later, 20));
  }
  return { port, unplug: () => ended(child) };
}

/** A cable to `port` that is pulled when this many bytes went towards the box. */
export async function cutAfter(port: string, bytes: number): Promise<Cabled> {
  let left = bytes;
  const server = createServer((near) => {
    const far = connect(Number(new URL(port).port), '127.0.0.1');
    for (const socket of [near, far]) socket.on('error', () => undefined);
    far.pipe(near);
    near.on('data', (part: Buffer) => {
      left -= part.length;
      if (left > 0) return void far.write(part);
      far.destroy();
      near.destroy();
    });
  });
  return {
    port: await listening(server),
    async unplug() {
      server.close();
    },
  };
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGKILL');
  await gone;
}

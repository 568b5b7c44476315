// Processes that are measured, and what they have used.
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';

const TICKS_PER_SECOND = 100;

/** User and system time of these processes so far, in microseconds (proc(5), stat, fields 14 and 15). */
export function cpuMicros(pids: number[]): number {
  let ticks = 0;
  for (const pid of pids) {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    ticks += Number(fields[11]) + Number(fields[12]);
  }
  return (ticks / TICKS_PER_SECOND) * 1e6;
}

/** Resident memory in bytes (proc(5), status, VmRSS). */
export function residentBytes(pid: number): number {
  const found = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(found?.[1] ?? 0) * 1024;
}

/** What was built, wherever it was started from. */
export const root = process.env['GHANTI_ROOT'] ?? process.cwd();

/** A part of the bench in a process of its own: this very program, told which part it is. */
export interface Part {
  pid: number;
  child: ChildProcess;
  /** The next line that it says, read as JSON. Rejects when it ends instead. */
  answer<T>(): Promise<T>;
  /** Says a line and waits for its answer. */
  ask<T>(order: object): Promise<T>;
  end(): Promise<void>;
}

export function startPart(name: string, options: object, execArgv: string[] = []): Part {
  const child = spawn(
    process.execPath,
    [...execArgv, join(root, '.build/cli/ghanti.js'), 'bench', 'part', name, JSON.stringify(options)],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const answer = answersOf(child, name, createInterface({ input: child.stdout! }));
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  return {
    ...{ pid: child.pid!, child, answer },
    ask: (order) => {
      child.stdin!.write(`${JSON.stringify(order)}\n`);
      return answer();
    },
    end: () => {
      child.kill('SIGTERM');
      return gone;
    },
  };
}

function answersOf(child: ChildProcess, name: string, lines: Interface): <T>() => Promise<T> {
  const iterator = lines[Symbol.asyncIterator]();
  return async <T>() => {
    const { value, done } = await iterator.next();
    if (done === true) throw new Error(`bench: the part ${name} ended (${child.exitCode ?? child.signalCode})`);
    return JSON.parse(value) as T;
  };
}

// A process that is killed and started again, and whose lines are kept by whoever listens.
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

export interface Program {
  name: string;
  start(): void;
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>;
  /** Lets it end by itself and kills it after a limit; it is not started again. */
  stop(signal: NodeJS.Signals): Promise<void>;
  /** One line onto its standard input; resolves when it has ended of it, or after `limitMs`. */
  order(line: string, limitMs: number): Promise<void>;
  /** Its ends that nobody ordered, each with its last words; the first few. */
  crashes: string[];
}

const RESTART_MS = 200;
const STOP_LIMIT_MS = 8_000;
const LAST_WORDS = 5;
const CRASHES_KEPT = 10;

/**
 * @param launch starts the process, with pipes
 * @param heard takes every line of its standard output
 * @param ends the exit code with which it may end by itself, to be started again
 */
export function program(
  name: string,
  launch: () => ChildProcess,
  heard: (line: string) => void = () => undefined,
  ends: number | undefined = undefined,
): Program {
  let child: ChildProcess | undefined;
  let gone: Promise<void> = Promise.resolve();
  let wanted = false;
  const crashes: string[] = [];

  function start(): void {
    wanted = true;
    const words: string[] = [];
    const now = launch();
    child = now;
    const keep = (line: string): void => {
      words.push(line);
      if (words.length > LAST_WORDS) words.shift();
    };
    now.stdin?.on('error', () => undefined);
    now.on('error', (error) => keep(error.message));
    if (now.stderr !== null) createInterface(now.stderr).on('line', keep);
    if (now.stdout !== null)
      createInterface(now.stdout).on('line', (line) => {
        keep(line);
        heard(line);
      });
    gone = new Promise((resolve) => {
      now.on('close', (code) => {
        if (child === now) child = undefined;
        resolve();
        if (!wanted) return;
        if (code !== ends && crashes.length < CRASHES_KEPT)
          crashes.push(`${name} ended (${code ?? now.signalCode}): ${words.join(' | ')}`);
        setTimeout(() => wanted && child === undefined && start(), RESTART_MS);
      });
    });
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    wanted = false;
    child?.kill(signal);
    await gone;
  };
  return {
    name,
    crashes,
    start,
    kill: () => end('SIGKILL'),
    async stop(signal) {
      const limit = setTimeout(() => child?.kill('SIGKILL'), STOP_LIMIT_MS);
      await end(signal);
      clearTimeout(limit);
    },
    async order(line, limitMs) {
      wanted = false;
      child?.stdin?.write(`${line}\n`);
      await Promise.race([gone, pause(limitMs)]);
    },
  };
}

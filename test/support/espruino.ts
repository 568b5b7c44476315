import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BEGIN = '-- the script begins --';
const CLEAR_LINE = '\r\x1b[J';

export interface EspruinoOptions {
  /** How long the script may run before it is killed; 20 s unless given. */
  limitMs?: number;
  /** Working directory, where Storage lives in `espruino.flash`. Without one: a temporary one, removed afterwards. */
  folder?: string;
}

/** A real Espruino at work. */
export interface EspruinoProcess {
  /** The lines printed so far, without banner and prompt. */
  lines: string[];
  /** The first printed line that `wanted` accepts, also of the past. Rejects on an uncaught error, the end, or the limit. */
  line(wanted: (line: string) => boolean): Promise<string>;
  /** All lines, when the script called quit(). Rejects on an uncaught error or at the limit. */
  finished: Promise<string[]>;
  /** Pulls the plug: SIGKILL, as a power cut would. */
  kill(): Promise<void>;
}

interface Waiter {
  wanted: (line: string) => boolean;
  found: (line: string) => void;
  failed: (reason: Error) => void;
}

/** Starts the interpreter that ESPRUINO_BIN names on a script. The script ends with quit(), or when nothing is left to wait for. */
export function startEspruino(js: string, options: EspruinoOptions = {}): EspruinoProcess {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'ghanti-espruino-'));
  const script = join(folder, 'script.js');
  writeFileSync(script, `print(${JSON.stringify(BEGIN)});${js}`, 'latin1');
  // Its stdin stays open: at end of file the interpreter spins.
  const child = spawn(process.env['ESPRUINO_BIN'] ?? 'espruino', [script], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const waiters = new Set<Waiter>();
  let begun = false;
  let fault: string | undefined;
  let rest = '';
  const take = (line: string): void => {
    if (!begun) {
      begun = line.endsWith(BEGIN);
      return;
    }
    lines.push(line);
    for (const waiter of [...waiters].filter((one) => one.wanted(line))) {
      waiters.delete(waiter);
      waiter.found(line);
    }
  };
  child.stdout.setEncoding('latin1');
  child.stdout.on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) take(clean(part));
  });
  const limitMs = options.limitMs ?? 20_000;
  const limit = setTimeout(() => {
    fault = `no end within ${limitMs} ms`;
    child.kill('SIGKILL');
  }, limitMs);
  const finished = new Promise<string[]>((resolve, reject) => {
    child.on('error', (error) => (fault = error.message));
    child.on('close', () => {
      clearTimeout(limit);
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
      const uncaught = lines.findIndex((line) => line.startsWith('Uncaught '));
      if (uncaught >= 0) fault = lines.slice(uncaught).join('\n');
      const reason = new Error(`espruino: ${fault ?? 'it ended'}; printed:\n${lines.slice(-20).join('\n')}`);
      for (const waiter of waiters) waiter.failed(reason);
      if (fault === undefined) resolve(lines);
      else reject(reason);
    });
  });
  finished.catch(() => undefined);
  return {
    lines,
    finished,
    line: (wanted) =>
      new Promise((found, failed) => {
        const past = lines.find(wanted);
        if (past !== undefined) found(past);
        else if (child.exitCode !== null || child.signalCode !== null)
          failed(new Error(`espruino has ended:\n${lines.slice(-20).join('\n')}`));
        else waiters.add({ wanted, found, failed });
      }),
    kill: async () => {
      child.kill('SIGKILL');
      await finished.catch(() => undefined);
    },
  };
}

/** Runs a script that ends with quit() in the real Espruino; the lines that it printed. Rejects on an uncaught error. */
export function runInEspruino(js: string, options: EspruinoOptions = {}): Promise<string[]> {
  return startEspruino(js, options).finished;
}

/** Prompts are redrawn around each line that a timer prints. */
function clean(line: string): string {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line;
  return text.slice(text.lastIndexOf(CLEAR_LINE) < 0 ? 0 : text.lastIndexOf(CLEAR_LINE) + CLEAR_LINE.length);
}

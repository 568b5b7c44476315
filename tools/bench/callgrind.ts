import { spawn } from 'node:child_process';

/** A program that does its work `times` over; it runs in `folder`. */
export interface Work {
  folder: string;
  command: (times: number) => string[];
}

const LIMIT_MS = 180_000;

/**
 * Instructions of one round: the difference between a run of `few` rounds and one of `many`, counted by callgrind, so that
 * starting up does not count. Rejects when valgrind is missing, the program fails, or a run takes more than 3 minutes.
 */
export async function instructionsOf(work: Work, few: number, many: number): Promise<number> {
  const first = await counted(work, few);
  const second = await counted(work, many);
  return Math.round((second - first) / (many - few));
}

function counted(work: Work, times: number): Promise<number> {
  const options = ['--tool=callgrind', '--smc-check=all-non-file', '--callgrind-out-file=/dev/null'];
  return new Promise((resolve, reject) => {
    // stdin stays open: an Espruino whose stdin has ended spins.
    const child = spawn('valgrind', [...options, ...work.command(times)], {
      cwd: work.folder,
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    let said = '';
    const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
    child.stderr.on('data', (text: Buffer) => (said += text.toString('latin1')));
    child.on('error', (error) => {
      clearTimeout(limit);
      reject(new Error(`valgrind: ${error.message}. apt-get install -y valgrind`));
    });
    child.on('close', () => {
      clearTimeout(limit);
      const found = /Collected : (\d+)/.exec(said);
      if (found === null)
        reject(new Error(`valgrind ${work.command(times).join(' ')}: no count.\n${said.slice(-500)}`));
      else resolve(Number(found[1]));
    });
  });
}

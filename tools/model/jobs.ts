// Schedules know nothing of each other, so processes share them: each is this command line again, with one job.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ModelReport } from './model';

/** Schedules that a process takes at a time. */
const PORTION = 250;
const OUTPUT_BYTES = 64 * 1024 * 1024;
const FOUND = 1;

/** What `runModel` does, in `jobs` processes. */
export async function runSideBySide(
  firstSeed: number,
  runs: number,
  jobs: number,
  progress: (done: number) => void,
): Promise<ModelReport> {
  const report: ModelReport = { runs, steps: 0, sales: 0, announcements: 0, failures: [] };
  let given = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    while (given < runs) {
      const count = Math.min(PORTION, runs - given);
      const seed = firstSeed + given;
      given += count;
      add(report, await portion(seed, count));
      done += count;
      progress(done);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  report.failures.sort((a, b) => a.seed - b.seed);
  return report;
}

function add(report: ModelReport, part: ModelReport): void {
  report.steps += part.steps;
  report.sales += part.sales;
  report.announcements += part.announcements;
  report.failures.push(...part.failures);
}

async function portion(seed: number, runs: number): Promise<ModelReport> {
  const program = process.argv[1];
  if (program === undefined) throw new Error('model: cannot find the program of its own process');
  const args = [program, 'model', '--runs', String(runs), '--seed', String(seed), '--jobs', '1', '--json'];
  // It ends with 1 when a promise was broken, and has then printed its report too.
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: OUTPUT_BYTES }).catch(
    (error: { code?: unknown; stdout: string }) => {
      if (error.code === FOUND && error.stdout !== '') return error;
      throw error;
    },
  );
  return JSON.parse(stdout) as ModelReport;
}

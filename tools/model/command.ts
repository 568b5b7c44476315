import type { Command } from 'commander';
import { availableParallelism } from 'node:os';
import { wholeNumber } from '../whole-number';
import type { ModelReport } from './model';

const RUNS = 1_000;
const FAILURES_SHOWN = 10;

interface Options {
  runs: string;
  seed: string;
  jobs: string;
  json?: boolean;
}

/** `ghanti model`: switch, bridge, store, broker, link and box on one virtual clock, with trouble between every two steps. */
export function register(program: Command): void {
  program
    .command('model')
    .description('run seeded schedules of trouble through the real rules of money, gateway, store, wire and app')
    .option('-n, --runs <count>', 'schedules to run', String(RUNS))
    .option('-s, --seed <number>', 'the first seed; each run takes the next one', '1')
    .option('-j, --jobs <count>', 'processes side by side', String(availableParallelism()))
    .option('--json', 'print JSON')
    .action(async (options: Options) => {
      const report = await reportOf(options);
      if (options.json === true) console.log(JSON.stringify(report, null, 2));
      else print(report);
      if (report.failures.length > 0) process.exitCode = 1;
    });
}

async function reportOf(options: Options): Promise<ModelReport> {
  const runs = wholeNumber('--runs', options.runs);
  const seed = wholeNumber('--seed', options.seed);
  const jobs = Math.min(runs, wholeNumber('--jobs', options.jobs));
  const progress = (done: number): void => {
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${runs}`);
  };
  const { runModel } = await import('./model');
  const { runSideBySide } = await import('./jobs');
  const report = await (jobs === 1 ? runModel(seed, runs, progress) : runSideBySide(seed, runs, jobs, progress));
  if (process.stderr.isTTY) process.stderr.write('\r');
  return report;
}

function print(report: ModelReport): void {
  console.log(`${report.runs} schedules, ${report.sales} sales, ${report.announcements} told as new`);
  for (const { seed, broken, happenings } of report.failures.slice(0, FAILURES_SHOWN)) {
    console.log(`\nseed ${seed}: ${broken}`);
    for (const one of happenings) console.log(`  ${JSON.stringify(one)}`);
  }
  console.log(`${report.failures.length} broke a promise`);
}

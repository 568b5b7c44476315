import type { Command } from 'commander';

const RUNS = 1_000;
const FAILURES_SHOWN = 10;

/** `ghanti model`: switch, bridge, store, broker, link and box on one virtual clock, with trouble between every two steps. */
export function register(program: Command): void {
  program
    .command('model')
    .description('run seeded schedules of trouble through the real rules of money, gateway, store, wire and app')
    .option('-n, --runs <count>', 'schedules to run', String(RUNS))
    .option('-s, --seed <number>', 'the first seed; each run takes the next one', '1')
    .option('--json', 'print JSON')
    .action(async (options: { runs: string; seed: string; json?: boolean }) => {
      const { runModel } = await import('./model');
      const [runs, seed] = [wholeNumber('--runs', options.runs), wholeNumber('--seed', options.seed)];
      const report = await runModel(seed, runs, (done) => {
        if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${runs}`);
      });
      if (process.stderr.isTTY) process.stderr.write('\r');
      if (options.json === true) console.log(JSON.stringify(report, null, 2));
      else {
        console.log(`${report.runs} schedules, ${report.sales} sales, ${report.announcements} told as new`);
        for (const { seed: bad, broken, happenings } of report.failures.slice(0, FAILURES_SHOWN)) {
          console.log(`\nseed ${bad}: ${broken}`);
          for (const one of happenings) console.log(`  ${JSON.stringify(one)}`);
        }
        console.log(`${report.failures.length} broke a promise`);
      }
      if (report.failures.length > 0) process.exitCode = 1;
    });
}

function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`${option} is a whole number, 1 or more`);
  return value;
}

import type { Command } from 'commander';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { wholeNumber } from '../whole-number';
import type { Corpus } from './fuzz';

const EXECUTIONS = 20_000;
const CORPUS = 'tools/fuzz/corpus.json';

/** `ghanti fuzz`: mutated inputs for every reader of foreign bytes. */
export function register(program: Command): void {
  program
    .command('fuzz')
    .description('give mutated bytes to every reader of foreign bytes: wire, MQTT, serial lines, switches')
    .option('-n, --executions <count>', 'inputs for each reader', String(EXECUTIONS))
    .option('-s, --seed <number>', 'makes the run', '1')
    .option('-t, --target <text>', 'only readers with this in their name', '')
    .option('-k, --keep', `put the inputs that led to an outcome of their own into ${CORPUS}`)
    .option('--json', 'print JSON')
    .action(async (options: { executions: string; seed: string; target: string; keep?: boolean; json?: boolean }) => {
      const { fuzz } = await import('./fuzz');
      const { targets } = await import('./targets');
      const wanted = targets.filter(({ name }) => name.includes(options.target));
      const names = targets.map(({ name }) => name).join(', ');
      if (wanted.length === 0) throw new Error(`no reader has "${options.target}" in its name: ${names}`);
      const before = existsSync(CORPUS) ? (JSON.parse(readFileSync(CORPUS, 'utf8')) as Corpus) : {};
      const report = fuzz(
        wanted,
        wholeNumber('--executions', options.executions),
        wholeNumber('--seed', options.seed),
        before,
      );
      if (options.keep === true) writeFileSync(CORPUS, `${JSON.stringify({ ...before, ...report.corpus }, null, 1)}\n`);
      if (options.json === true) console.log(JSON.stringify({ ...report, corpus: undefined }, null, 2));
      else {
        for (const [name, outcomes] of Object.entries(report.outcomes))
          console.log(`${name}: ${outcomes} kinds of outcome`);
        for (const { target, why, hex } of report.crashes) console.log(`\n${target}: ${why}\n  ${hex}`);
        console.log(
          `${report.executions} inputs, slowest ${report.slowestMs.toFixed(1)} ms, ${report.crashes.length} crashes`,
        );
      }
      if (report.crashes.length > 0) process.exitCode = 1;
    });
}

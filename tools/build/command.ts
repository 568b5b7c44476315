import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { LANGUAGES } from './option';

/** `ghanti build <board>`: a board's image, with a report of its size. */
export function register(program: Command): void {
  program
    .command('build')
    .description("build a board's image: the program and the files beside it")
    .argument('<board>', 'board id: a file name in boards/')
    .option(...LANGUAGES)
    .option('-o, --out <folder>', 'where the image goes (made afresh)')
    .option(
      '--report',
      'measure it too: memory and instructions (ESPRUINO_BIN, NODEMCU_LUA, valgrind, lua5.3); report.json in the folder; fails when a budget is missed',
    )
    .option('--json', 'print the report as JSON')
    .action(async (id: string, options: { languages?: string; out?: string; report?: boolean; json?: boolean }) => {
      const { buildImage, imageFolder, projectRoot } = await import('./image');
      const { figuresText, reportText } = await import('./report');
      const folder = options.out ?? imageFolder(id);
      const report = await buildImage(id, folder, options.languages);
      if (report.unfit !== undefined) throw new Error(report.unfit);
      if (options.json !== true) console.log(reportText(report, folder));
      if (options.report !== true) {
        if (options.json === true) console.log(JSON.stringify(report, null, 2));
        return;
      }
      const { figuresOf } = await import('./figures');
      const figures = await figuresOf(projectRoot(), report, folder, {
        espruino: process.env['ESPRUINO_BIN'],
        nodemcu: process.env['NODEMCU_LUA'],
      });
      const json = JSON.stringify({ ...report, figures }, null, 2);
      writeFileSync(join(folder, 'report.json'), `${json}\n`);
      console.log(options.json === true ? json : `\n${figuresText(figures)}`);
      // For CI: what is missed fails, whoever reads it.
      if (figures.measured.some(({ value, budget }) => budget !== undefined && value > budget)) process.exitCode = 1;
    });
}

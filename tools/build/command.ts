import type { Command } from 'commander';

/** `ghanti build <board>`: a board's image, with a report of its size. */
export function register(program: Command): void {
  program
    .command('build')
    .description("build a board's image: the program and the files beside it")
    .argument('<board>', 'board id: a file name in boards/')
    .option('-o, --out <folder>', 'where the image goes (made afresh)')
    .option('--json', 'print the report as JSON')
    .action(async (id: string, options: { out?: string; json?: boolean }) => {
      const { buildImage, imageFolder } = await import('./image');
      const { reportText } = await import('./report');
      const folder = options.out ?? imageFolder(id);
      const report = await buildImage(id, folder);
      console.log(options.json === true ? JSON.stringify(report, null, 2) : reportText(report, folder));
    });
}

import type { Command } from 'commander';

/** `ghanti font`: makes the font file and the byte texts of the screens from their sources. */
export function register(program: Command): void {
  program
    .command('font')
    .description("build the box's bitmap font and screen texts (needs Debian's chromium and fonts-noto-core)")
    .action(async () => {
      const { buildFont } = await import('./build');
      for (const line of await buildFont()) console.log(line);
    });
}

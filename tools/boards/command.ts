import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';

/** `ghanti board`: what a box can be built on, and how it is wired. */
export function register(program: Command): void {
  const board = program.command('board').description('what a box can be built on, and how it is wired');
  board
    .command('list')
    .description('all boards, each checked: pins, parts, panel. Exit code 1 when one would be refused')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const { boards } = await import('../../boards/registry');
      const { sheetOf } = await import('./sheet');
      const { LIST_HEAD, columns, listRow } = await import('./text');
      const sheets = Object.keys(boards).map((id) => sheetOf(projectRoot(), id));
      if (json === true) console.log(JSON.stringify(sheets, null, 2));
      else console.log(columns([LIST_HEAD, ...sheets.map(listRow)]).join('\n'));
    });
  board
    .command('show')
    .description("a board's engine, panel, QR, languages, flash, and its wiring as a table and as a picture")
    .argument('<board>', 'board id: a file name in boards/')
    .option('--svg <file>', 'write the wiring picture here')
    .option('--json', 'print JSON')
    .action(async (id: string, options: { svg?: string; json?: boolean }) => {
      const { sheetOf } = await import('./sheet');
      const { pictureOf } = await import('./picture');
      const { sheetText } = await import('./text');
      const sheet = sheetOf(projectRoot(), id);
      if (options.svg !== undefined) writeFileSync(options.svg, pictureOf(sheet));
      console.log(options.json === true ? JSON.stringify(sheet, null, 2) : sheetText(sheet));
    });
  board
    .command('readme')
    .description('write boards/README.md and the pictures beside it anew')
    .action(async () => {
      const { readmeFiles } = await import('./readme');
      for (const [path, content] of Object.entries(readmeFiles(projectRoot()))) {
        const full = join(projectRoot(), path);
        mkdirSync(dirname(full), { recursive: true });
        writeFileSync(full, content);
        console.log(path);
      }
    });
}

function projectRoot(): string {
  return process.env['GHANTI_ROOT'] ?? process.cwd();
}

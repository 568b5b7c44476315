import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { LANGUAGES } from '../build/option';

/** `ghanti screen [panel]`: every screen of a panel in all its languages on one picture. */
export function register(program: Command): void {
  program
    .command('screen')
    .description('draw every screen of a board, in all its languages, on one contact sheet')
    .argument('[panel]', 'board id, or a panel size (ghanti screen --list)', 'esp32-cyd')
    .option(...LANGUAGES)
    .option('-o, --out <file>', 'where the PNG goes')
    .option('--all', 'one sheet for each board and panel size, into .build')
    .option('--list', 'name the boards and panel sizes')
    .action(async (name: string, options: { languages?: string; out?: string; all?: boolean; list?: boolean }) => {
      const { panels } = await import('./panels');
      const { contactSheet } = await import('./contact-sheet');
      const { wished } = await import('../build/languages');
      const names = Object.keys(panels);
      if (options.list === true) return console.log(names.join('\n'));
      const root = process.env.GHANTI_ROOT ?? process.cwd();
      for (const one of options.all === true ? names : [name]) {
        const panel = panels[one];
        if (panel === undefined) throw new Error(`there is no panel "${one}". Panels: ${names.join(', ')}.`);
        const out = options.out ?? join(root, '.build', 'screens', `${one}.png`);
        mkdirSync(dirname(out), { recursive: true });
        writeFileSync(out, contactSheet(root, { ...panel, languages: wished(options.languages, panel.languages) }).png);
        console.log(out);
      }
    });
}

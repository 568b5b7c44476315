import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { wholeNumber } from '../whole-number';

/** Shots of each kind by default: 3 distances x 5 conditions x 6 make a score of 90. */
const TRIALS = 6;

/** `ghanti qr`: a QR as a box would show it, and how our QRs compare with ordinary ones. */
export function register(program: Command): void {
  const qr = program.command('qr').description('what a box shows of a text, and how well cameras read it');
  qr.command('show')
    .description("plan a text for a board's panel, as the bridge does it, and draw it")
    .argument('<text>', "the switch's string, taken as it is")
    .option('-b, --board <board>', 'board id: a file name in boards/', 'esp32-cyd')
    .option('-o, --out <file>', 'write the picture as PNG')
    .option('--json', 'print JSON')
    .action(async (text: string, options: { board: string; out?: string; json?: boolean }) => {
      const { showQr } = await import('./show');
      const { facts, png } = showQr(text, options.board);
      if (options.out !== undefined) writeFileSync(options.out, png);
      if (options.json === true) console.log(JSON.stringify(facts, null, 2));
      else for (const [name, value] of Object.entries(facts)) console.log(`${name.padEnd(14)}${value}`);
    });
  qr.command('table')
    .description('seven panels x seven payment QRs, ours beside one byte segment at level M, read by a camera model')
    .option('-n, --trials <count>', 'pictures at each distance in each condition; 0 takes none', String(TRIALS))
    .option('-p, --panel <text>', 'only panels whose name has this text in it')
    .option('--json', 'print JSON')
    .action(async (options: { trials: string; panel?: string; json?: boolean }) => {
      const { qrTable } = await import('./print');
      const trials = wholeNumber('--trials', options.trials, 0);
      console.log(await qrTable(trials, options.panel ?? '', options.json === true));
    });
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';

/** A QR like a shop's, so that the sheet shows the real density. */
const EXAMPLE =
  '00020101021229270023NCHL000099019901TESTSHP5204541153035245406125.005802NP5917Demo Kirana Pasal6009Kathmandu' +
  '62750105B00010306Store10709Terminal10812Bill payment512300192601010000000001TST6304A13A';

/** `ghanti screen <board>`: every screen of a board in all its languages on one picture. */
export function register(program: Command): void {
  program
    .command('screen')
    .description('draw every screen of a board, in all its languages, on one contact sheet')
    .argument('[board]', 'board id: a file name in boards/', 'esp32-cyd')
    .option('-o, --out <file>', 'where the PNG goes')
    .action(async (id: string, options: { out?: string }) => {
      const { boards } = await import('../../boards/registry');
      const { planQr } = await import('../../bridge/gateway/qr/plan');
      const { screenAssets } = await import('./assets');
      const { contactSheet } = await import('./contact-sheet');
      const board = boards[id];
      if (board === undefined) {
        throw new Error(`there is no board "${id}". Boards: ${Object.keys(boards).join(', ')}.`);
      }
      const root = process.env.GHANTI_ROOT ?? process.cwd();
      const out = options.out ?? join(root, '.build', `screens-${id}.png`);
      mkdirSync(dirname(out), { recursive: true });
      writeFileSync(out, contactSheet(board, screenAssets(root, board), planQr(EXAMPLE, board.qr)));
      console.log(out);
    });
}

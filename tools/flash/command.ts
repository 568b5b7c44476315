import type { Command } from 'commander';
import { LANGUAGES } from '../build/option';
import type { Progress } from './flash';

interface FlashOptions {
  port: string;
  languages?: string;
  settings?: string;
  runtime?: string[];
  json?: boolean;
}

/** `ghanti flash <board>`. */
export function register(program: Command): void {
  program
    .command('flash')
    .description("build a board's image and bring it onto a box; only what differs is sent, all of it is read back")
    .argument('<board>', 'board id: a file name in boards/')
    .option(...LANGUAGES)
    .requiredOption('-p, --port <port>', 'serial port, or tcp://host:port')
    .option('-s, --settings <file>', 'who the box is (ghanti device add); without it the box keeps what it has')
    .option('-r, --runtime <file@offset...>', 'first flash the engine itself: its files and where they go')
    .option('--json', 'print the report as JSON')
    .action(flash);
}

async function flash(board: string, options: FlashOptions): Promise<void> {
  const { imageFolder, buildImage } = await import('../build/image');
  const { readImage } = await import('../simulator/image');
  const { boards } = await import('../../boards/registry');
  const { openLine } = await import('./line');
  const { flashBox } = await import('./flash');
  const { readBoxSettings } = await import('../box-settings');
  const { cabledEspruino } = await import('./espruino');
  const { cabledNodemcu } = await import('./nodemcu');
  const { flashRuntime } = await import('./runtime');
  const { runtimePart } = await import('./runtime-parts');
  const { chips, runtimes } = await import('../build/runtimes');
  const settings =
    options.settings === undefined ? undefined : Buffer.from(JSON.stringify(readBoxSettings(options.settings)));
  const parts = (options.runtime ?? []).map(runtimePart);
  const folder = imageFolder(board);
  const { unfit } = await buildImage(board, folder, options.languages);
  if (unfit !== undefined) throw new Error(unfit);
  const image = readImage(folder);
  const files = image.files.map(({ name, bytes }) => ({ name, bytes: Buffer.from(bytes) }));
  const runtime = boards[board]!.runtime;
  if (parts.length > 0) {
    const chip = runtimes[runtime]?.chip;
    if (chip === undefined || options.port.startsWith('tcp://'))
      throw new Error('--runtime: a chip is given its engine over a serial port of this machine.');
    await flashRuntime(options.port, parts, chips[chip].name, bar);
  }
  const line = await openLine(options.port);
  try {
    const box = await (image.engine === 'espruino' ? cabledEspruino : cabledNodemcu)(line);
    if (box.runtime !== runtime)
      throw new Error(`this is ${box.runtime}; ${board} wants ${runtime}. Choose the board that it is (ghanti build).`);
    const report = { board, version: image.version, ...(await flashBox(box, files, settings, bar)) };
    console.log(options.json === true ? JSON.stringify(report) : said(report));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw why.startsWith(options.port) ? error : new Error(`${options.port}: ${why}`, { cause: error });
  } finally {
    await line.close();
  }
}

const BAR_CELLS = 30;

/** One line that grows, for a person who watches. */
function bar({ file, doneBytes, totalBytes }: Progress): void {
  if (!process.stderr.isTTY) return;
  const share = totalBytes === 0 ? 1 : doneBytes / totalBytes;
  const cells = '#'.repeat(Math.round(share * BAR_CELLS)).padEnd(BAR_CELLS, '.');
  process.stderr.write(
    `\r\x1b[K[${cells}] ${Math.floor(share * 100)} % ${file}${doneBytes === totalBytes ? '\n' : ''}`,
  );
}

function said(report: { board: string; version: string; sent: string[]; sentBytes: number; settings: string }): string {
  const sent =
    report.sent.length === 0 ? 'nothing to send' : `sent ${report.sent.join(', ')} (${report.sentBytes} bytes)`;
  const settings = {
    written: 'settings written.',
    kept: 'its settings are kept.',
    missing: 'It has no settings yet: pair it with "ghanti device add", then flash with --settings.',
  }[report.settings as 'written' | 'kept' | 'missing'];
  return `${report.board} ${report.version}: ${sent}; all of it was read back. ${settings}`;
}

import type { Command } from 'commander';
import type { BoxSettings } from '../box-settings';
import { LANGUAGES } from '../build/option';

interface SimOptions {
  settings: string;
  languages?: string;
  screen?: string;
  speaker?: string;
  seconds?: string;
  engine: string;
}

/** ghanti sim <board>. */
export function register(program: Command): void {
  program
    .command('sim')
    .description('run a built image as a simulated box against a broker; its console is printed, Ctrl-C pulls the plug')
    .argument('<board>', 'the id of a board, for example esp32-cyd')
    .option('-s, --settings <file>', 'who the box is and where its broker is (ghanti device add)', 'ghanti.json')
    .option(...LANGUAGES)
    .option('--screen <file.png>', 'write the screen here whenever it changes')
    .option('--speaker <file.wav>', 'write each announcement here when it has been said')
    .option('--seconds <n>', 'stop after this long')
    .option('--engine <name>', 'host, or espruino: the real interpreter that ESPRUINO_BIN names', 'host')
    .action(simulate);
}

async function simulate(board: string, options: SimOptions): Promise<void> {
  const { writeFileSync } = await import('node:fs');
  const { boards } = await import('../../boards/registry');
  const { readBoxSettings } = await import('../box-settings');
  const { buildImage, imageFolder } = await import('../build/image');
  const { readImage } = await import('./image');
  const { startBox } = await import('./box');
  const { startNodeBox } = await import('./nodemcu/box');
  if (boards[board]?.runtime === 'LINUX')
    throw new Error(
      `sim: ${board} needs no simulator; run it in Espruino (firmware/platforms/espruino/linux/README.md).`,
    );
  const settings = readBoxSettings(options.settings);
  const folder = imageFolder(board);
  await buildImage(board, folder, options.languages);
  if (options.engine === 'espruino') return interpret(folder, settings, options);
  if (options.engine !== 'host') throw new Error(`sim: --engine is "${options.engine}"; it is host or espruino.`);
  const image = readImage(folder);
  // Settings without a Wi-Fi are for a cable; this box is in the air of one that lets everybody in.
  const onAir = { wifi: { ssid: 'shop', password: '' }, ...settings };
  const box = image.engine === 'nodemcu' ? startNodeBox(image, onAir) : startBox(image, onAir);
  box.onEvent((event) => {
    if (event.type === 'console') console.log(event.line);
    if (event.type === 'screen' && options.screen !== undefined) writeFileSync(options.screen, box.screenPng());
    if (event.type === 'console' && event.line.startsWith('{"said"') && options.speaker !== undefined) {
      writeFileSync(options.speaker, box.speakerWav());
    }
  });
  await untilStopped(options.seconds);
  box.close();
}

/** The real interpreter: its screen is written once, at the end, because it takes the interpreter a second. */
async function interpret(folder: string, settings: BoxSettings, options: SimOptions): Promise<void> {
  const { writeFileSync } = await import('node:fs');
  const { startInterpretedBox } = await import('./interpreter');
  const program = process.env['ESPRUINO_BIN'];
  if (program === undefined) throw new Error('sim: --engine espruino needs ESPRUINO_BIN, an Espruino 2v29 for Linux.');
  if (settings.host !== '127.0.0.1') throw new Error('sim: --engine espruino meets a broker on 127.0.0.1 only.');
  if (options.speaker !== undefined)
    throw new Error('sim: --speaker is for --engine host; the interpreter plays to nobody.');
  const box = await startInterpretedBox(program, folder, settings);
  for (const line of box.consoleLines) console.log(line);
  box.onLine((line) => console.log(line));
  await Promise.race([untilStopped(options.seconds), box.ended]);
  if (options.screen !== undefined) writeFileSync(options.screen, await box.screenPng());
  await box.close();
}

async function untilStopped(seconds: string | undefined): Promise<void> {
  await new Promise<void>((stop) => {
    process.once('SIGINT', () => stop());
    process.once('SIGTERM', () => stop());
    if (seconds !== undefined) setTimeout(stop, Number(seconds) * 1000);
  });
}

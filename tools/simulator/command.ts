import type { Command } from 'commander';
import { LANGUAGES } from '../build/option';

interface SimOptions {
  id: string;
  languages?: string;
  broker: string;
  password: string;
  key: string;
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
    .requiredOption('--id <device>', 'the id that the bridge knows the box by')
    .requiredOption('--password <password>', 'its MQTT password (ghanti device show)')
    .requiredOption('--key <hex>', 'its key, 64 hex digits (ghanti device show)')
    .option(...LANGUAGES)
    .option('--broker <host:port>', 'where the bridge listens for boxes', '127.0.0.1:1883')
    .option('--screen <file.png>', 'write the screen here whenever it changes')
    .option('--speaker <file.wav>', 'write each announcement here when it has been said')
    .option('--seconds <n>', 'stop after this long')
    .option('--engine <name>', 'host, or espruino: the real interpreter that ESPRUINO_BIN names', 'host')
    .action(simulate);
}

async function simulate(board: string, options: SimOptions): Promise<void> {
  const { writeFileSync } = await import('node:fs');
  const { boards } = await import('../../boards/registry');
  const { buildImage, imageFolder } = await import('../build/image');
  const { readImage } = await import('./image');
  const { startBox } = await import('./box');
  const { startNodeBox } = await import('./nodemcu/box');
  if (boards[board]?.runtime === 'LINUX')
    throw new Error(
      `sim: ${board} needs no simulator; run it in Espruino (firmware/platforms/espruino/linux/README.md).`,
    );
  const [host, port] = brokerOf(options.broker);
  const folder = imageFolder(board);
  await buildImage(board, folder, options.languages);
  if (options.engine === 'espruino') return interpret(folder, host, port, options);
  if (options.engine !== 'host') throw new Error(`sim: --engine is "${options.engine}"; it is host or espruino.`);
  const settings = {
    id: options.id,
    host,
    port,
    password: options.password,
    key: options.key,
    wifi: { ssid: 'shop', password: '' },
  };
  const image = readImage(folder);
  const box = image.engine === 'nodemcu' ? startNodeBox(image, settings) : startBox(image, settings);
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
async function interpret(folder: string, host: string, port: number, options: SimOptions): Promise<void> {
  const { writeFileSync } = await import('node:fs');
  const { startInterpretedBox } = await import('./interpreter');
  const program = process.env['ESPRUINO_BIN'];
  if (program === undefined) throw new Error('sim: --engine espruino needs ESPRUINO_BIN, an Espruino 2v29 for Linux.');
  if (host !== '127.0.0.1') throw new Error('sim: --engine espruino meets a broker on 127.0.0.1 only.');
  if (options.speaker !== undefined)
    throw new Error('sim: --speaker is for --engine host; the interpreter plays to nobody.');
  const box = await startInterpretedBox(program, folder, {
    id: options.id,
    port,
    password: options.password,
    key: options.key,
  });
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

function brokerOf(text: string): [string, number] {
  const at = text.lastIndexOf(':');
  const port = Number(text.slice(at + 1));
  if (at < 1 || !Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`sim: --broker is "${text}"; it takes a host and a port, for example 127.0.0.1:1883.`);
  }
  return [text.slice(0, at), port];
}

import type { Command } from 'commander';

interface SimOptions {
  id: string;
  broker: string;
  password: string;
  key: string;
  screen?: string;
  speaker?: string;
  seconds?: string;
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
    .option('--broker <host:port>', 'where the bridge listens for boxes', '127.0.0.1:1883')
    .option('--screen <file.png>', 'write the screen here whenever it changes')
    .option('--speaker <file.wav>', 'write each announcement here when it has been said')
    .option('--seconds <n>', 'stop after this long')
    .action(simulate);
}

async function simulate(board: string, options: SimOptions): Promise<void> {
  const { writeFileSync } = await import('node:fs');
  const { buildImage, imageFolder } = await import('../build/image');
  const { readImage } = await import('./image');
  const { startBox } = await import('./box');
  const [host, port] = brokerOf(options.broker);
  const folder = imageFolder(board);
  await buildImage(board, folder);
  const settings = {
    id: options.id,
    host,
    port,
    password: options.password,
    key: options.key,
    wifi: { ssid: 'shop', password: '' },
  };
  const box = startBox(readImage(folder), settings);
  box.onEvent((event) => {
    if (event.type === 'console') console.log(event.line);
    if (event.type === 'screen' && options.screen !== undefined) writeFileSync(options.screen, box.screenPng());
    if (event.type === 'console' && event.line.startsWith('{"said"') && options.speaker !== undefined) {
      writeFileSync(options.speaker, box.speakerWav());
    }
  });
  await new Promise<void>((stop) => {
    process.once('SIGINT', () => stop());
    process.once('SIGTERM', () => stop());
    if (options.seconds !== undefined) setTimeout(stop, Number(options.seconds) * 1000);
  });
  box.close();
}

function brokerOf(text: string): [string, number] {
  const at = text.lastIndexOf(':');
  const port = Number(text.slice(at + 1));
  if (at < 1 || !Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`sim: --broker is "${text}"; it takes a host and a port, for example 127.0.0.1:1883.`);
  }
  return [text.slice(0, at), port];
}

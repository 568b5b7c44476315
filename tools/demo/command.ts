import type { Command } from 'commander';

const DEFAULT_PORT = 8080;

/** ghanti demo. */
export function register(program: Command): void {
  program
    .command('demo')
    .description(
      'run the whole product on this machine: bridge, pretended switches, a simulated box, and a page to play with',
    )
    .option('--port <n>', `HTTP port (default: PORT, else ${DEFAULT_PORT}; 0 takes a free one)`)
    .option('--screenshot <file.png>', 'walk through a payment in Chromium, save a picture of the page, and stop')
    .action(demo);
}

async function demo(options: { port?: string; screenshot?: string }): Promise<void> {
  const { startDemo } = await import('./demo');
  const running = await startDemo({ port: portOf(options.port ?? process.env['PORT']) });
  if (options.screenshot !== undefined) {
    const { screenshot } = await import('./screenshot');
    try {
      await screenshot(running.address, options.screenshot);
      console.log(`The page is in ${options.screenshot}.`);
    } finally {
      await running.close();
    }
    return;
  }
  console.log(`Ghanti demo is running, on this machine only:

  the page             ${running.address}/
  the API              ${running.address}/v1 (token: demo, device: demo-1, document: /openapi.json)
  boxes connect to     127.0.0.1:${running.mqttPort} (MQTT)
  pretended switches   ${running.switches.map(({ id, address }) => `${id.padEnd(9)} ${address}`).join('\n                       ')}

Ctrl-C stops all of it.`);
  await new Promise<void>((stop) => {
    process.once('SIGINT', () => stop());
    process.once('SIGTERM', () => stop());
  });
  console.log('\nStopping ...');
  await running.close();
}

function portOf(text: string | undefined): number {
  if (text === undefined || text === '') return DEFAULT_PORT;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`demo: "${text}" is not a port; take 1 to 65535, or 0 for a free one.`);
}

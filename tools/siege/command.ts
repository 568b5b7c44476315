import type { Command } from 'commander';
import { wholeNumber } from '../whole-number';

interface SiegeCommand {
  payments: string;
  kills: string;
  seed: string;
  broker: string;
  boards: string;
  json?: boolean;
}

/** `ghanti siege`: the bridge, its broker and boxes as processes, killed while customers pay. */
export function register(program: Command): void {
  program
    .command('siege')
    .description(
      'kill -9 the real bridge, broker and boxes at random moments while customers pay, and compare the books',
    )
    .option('-n, --payments <count>', 'customers', '1000')
    .option('-k, --kills <count>', 'processes to kill; twice as many troubles on the sockets', '20')
    .option('-s, --seed <number>', 'makes the plan; the moments are those of this machine', '1')
    .option('--broker <kind>', 'embedded, or mosquitto', 'embedded')
    .option('--boards <ids>', 'one box for each; linux needs ESPRUINO_BIN', 'esp32-cyd,esp32-cyd')
    .option('--json', 'print JSON')
    .action(run);
  program
    .command('siege-box <folder> <image> <speed>', { hidden: true })
    .description('a simulated box whose flash is a file')
    .action(async (folder: string, image: string, speed: string) =>
      (await import('./box-process')).runBoxProcess(folder, image, Number(speed)),
    );
}

async function run(options: SiegeCommand): Promise<void> {
  const { siege } = await import('./siege');
  const { broker } = options;
  if (broker !== 'embedded' && broker !== 'mosquitto') throw new Error('--broker is embedded or mosquitto');
  const report = await siege({
    ...{ broker, cli: process.argv[1]!, boards: options.boards.split(',') },
    ...{ payments: wholeNumber('--payments', options.payments), kills: wholeNumber('--kills', options.kills, 0) },
    seed: wholeNumber('--seed', options.seed),
    progress: (line) => void (process.stderr.isTTY && process.stderr.write(`\r\x1b[K${line}`)),
  });
  const broken = Object.entries({
    lost: report.lost,
    'told twice as new': report.twiceAsNew,
    'counted as spoken, and not said': report.unspokenButCounted,
    'told and not paid': report.untrue,
    'numbers used twice': report.numbersReused,
    crashes: report.crashes,
  });
  if (options.json === true) console.log(JSON.stringify(report, null, 2));
  else {
    const { seed, sales, paid, kills, troubles, messages, seconds } = report;
    console.log(`\nseed ${seed}: ${sales} sales, ${paid} paid, ${messages} messages, ${seconds} s`);
    console.log(
      `killed: ${Object.entries(kills)
        .map(([name, times]) => `${name} ${times}`)
        .join('; ')}`,
    );
    console.log(`troubles on sockets: ${troubles}`);
    for (const [what, found] of broken)
      console.log(`${what}: ${found.length}${found.map((one) => `\n  ${one}`).join('')}`);
  }
  if (broken.some(([, found]) => found.length > 0)) process.exitCode = 1;
}
